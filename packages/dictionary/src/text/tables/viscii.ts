import type { ByteTable } from './byte-table.ts';

/** VISCII 1.1, RFC 1456: six capitals in control characters. */
export const viscii: ByteTable = {
  high:
    'ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ' +
    'ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ' +
    'Õắằặấầẩậẽẹếềểễệố' +
    'ồổỗỠƠộờởịỰỨỪỬơớƯ' +
    'ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ' +
    'ĐứÒÓÔạỷừửÙÚỹỵÝỡư' +
    'àáâãảăữẫèéêẻìíĩỉ' +
    'đựòóôõỏọụùúũủýợỮ',
  low: { 0x02: 'Ẳ', 0x05: 'Ẵ', 0x06: 'Ẫ', 0x14: 'Ỷ', 0x19: 'Ỹ', 0x1e: 'Ỵ' },
};
