import { type ByteTable, wordPunctuation } from './byte-table.ts';

/** TCVN 5712:1993 VN3, "TCVN3" or "ABC". The case of a toned letter is not in the data: a capital font shows the same byte as a capital. */
export const tcvn3: ByteTable = {
  high:
    '................' +
    '................' +
    '\u00a0ĂÂÊÔƠƯĐăâêôơưđ.' +
    '.....àảãáạ.ằẳẵắ.' +
    '......ặầẩẫấậè.ẻẽ' +
    'éẹềểễếệìỉ...ĩíịò' +
    '.ỏõóọồổỗốộờởỡớợù' +
    '.ủũúụừửữứựỳỷỹýỵ.',
  tolerated: wordPunctuation,
};

/** TCVN 5712:1993 VN1, what iconv calls TCVN. */
export const tcvn57121: ByteTable = {
  high:
    'ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ' +
    'ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ' +
    '\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ' +
    '\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ' +
    'ẮẦẨẪẤỀặầẩẫấậèỂẻẽ' +
    'éẹềểễếệìỉỄẾỒĩíịò' +
    'Ổỏõóọồổỗốộờởỡớợù' +
    'ỖủũúụừửữứựỳỷỹýỵỐ',
  low: {
    0x01: 'Ú',
    0x02: 'Ụ',
    0x04: 'Ừ',
    0x05: 'Ử',
    0x06: 'Ữ',
    0x11: 'Ứ',
    0x12: 'Ự',
    0x13: 'Ỳ',
    0x14: 'Ỷ',
    0x15: 'Ỹ',
    0x16: 'Ý',
    0x17: 'Ỵ',
  },
};
