import type { ByteTable } from './byte-table.ts';

/** VPS: fourteen capitals in control characters and letters all over 80 to 9F, so a driver that reads CP1252 may lose some. */
export const vps: ByteTable = {
  high:
    'ÀẢÃẤẦẨọỗĂếềểệẮẰẲ' +
    'Ế..ỀỂỄỐỒỔỖýỷỵỚỜỞ' +
    '.ắằẳẵặỠớÙờởỡŨỨợỪ' +
    'ổỬỲỸÍÌộỈĨÓửữÒỎÕự' +
    'ầÁÂấẩẫậđẻÉÊẹỉễịỹ' +
    'ƯỦồốÔỏơÈừứÚũưÝẺ.' +
    'àáâãảạă.èéêẽìí.ĩ' +
    'ẴĐòóôõ.Ơụùúủ.ỶẼỳ',
  low: {
    0x02: 'Ạ',
    0x03: 'Ậ',
    0x04: 'Ặ',
    0x05: 'Ẹ',
    0x06: 'Ệ',
    0x10: 'Ị',
    0x11: 'Ọ',
    0x12: 'Ộ',
    0x13: 'Ợ',
    0x14: 'Ụ',
    0x15: 'Ự',
    0x19: 'Ỵ',
    0x1c: 'Ẫ',
    0x1d: 'Ữ',
  },
};
