import type { Certainty } from '../tables/certainty.ts';
import { type CodeList, codeEntry } from './code-list.ts';

type Row = readonly [code: string, name: string, ...aliases: string[]];

// Aliases are spellings and group names of the same decision or of older papers; accents, case and hyphens need none.
const rows: readonly Row[] = [
  ['01', 'Kinh', 'Việt', 'người Kinh'],
  ['02', 'Tày', 'Thổ (Tày)'],
  ['03', 'Thái'],
  ['04', 'Hoa', 'Hán', 'Hoa (Hán)', 'Trung Hoa'],
  ['05', 'Khơ-me', 'Khmer', 'Khơ Me Krôm', 'Miên'],
  ['06', 'Mường'],
  ['07', 'Nùng'],
  ['08', 'Mông', "H'Mông", 'Hmông', 'Hmong', 'Mèo', 'Mẹo'],
  ['09', 'Dao', 'Mán'],
  ['10', 'Gia-rai', 'Jrai', 'Gia Rai', 'Djarai'],
  ['11', 'Ngái', 'San Ngái'],
  ['12', 'Ê-đê', 'Rhade', 'Ra Đê', 'Ê Đê Êgar'],
  ['13', 'Ba-na', 'Bahnar', 'Bana'],
  ['14', 'Xơ-đăng', 'Sedang', 'Xê Đăng', 'Xơ Teng'],
  ['15', 'Sán Chay', 'Cao Lan', 'Sán Chỉ', 'Cao Lan - Sán Chỉ'],
  ['16', 'Cơ-ho', "K'Ho", 'Kơ Ho', 'Cơ Ho', 'Koho'],
  ['17', 'Chăm', 'Chàm', 'Chiêm Thành', 'Hroi'],
  ['18', 'Sán Dìu', 'Sán Dẻo'],
  ['19', 'Hrê', 'Hre'],
  ['20', 'Mnông', "M'Nông", 'Mơ Nông'],
  ['21', 'Ra-glai', 'Raglay', 'Roglai', 'Ra Glay'],
  ['22', 'Xtiêng', "S'Tiêng", 'Stiêng', 'Xa Điêng'],
  ['23', 'Bru-Vân Kiều', 'Vân Kiều', 'Bru', 'Bru Vân Kiều'],
  ['24', 'Thổ'],
  ['25', 'Giáy', 'Nhắng', 'Dẩy'],
  ['26', 'Cơ-tu', 'Katu', 'Ca Tu', 'Cờ Tu'],
  ['27', 'Gié-Triêng', 'Giẻ Triêng', 'Gié', 'Triêng', 'Dẻ Triêng'],
  ['28', 'Mạ', 'Châu Mạ'],
  ['29', 'Khơ-mú', 'Khmú', 'Kháng Mú', 'Xá Cẩu'],
  ['30', 'Co', 'Cor', 'Cùa', 'Cua'],
  ['31', 'Tà-ôi', 'Ta-ôi', 'Pa Cô', 'Pacoh', 'Tôi Ôi'],
  ['32', 'Chơ-ro', 'Châu Ro', 'Chrau', 'Chơ Ro'],
  ['33', 'Kháng', 'Xá Khao'],
  ['34', 'Xinh-mun', 'Xinh Mun', 'Puộc'],
  ['35', 'Hà Nhì', 'Hà Nhì (U Ní)', 'U Ní'],
  ['36', 'Chu-ru', 'Churu', 'Chơ Ru'],
  ['37', 'Lào', 'Lào Bốc', 'Lào Nọi'],
  ['38', 'La Chí', 'Cù Tê'],
  ['39', 'La Ha', 'Xá Khắc'],
  ['40', 'Phù Lá', 'Bồ Khô Pạ', 'Xá Phó'],
  ['41', 'La Hủ', 'Khù Sung', 'Cò Xung'],
  ['42', 'Lự', 'Nhuồn', 'Duồn'],
  ['43', 'Lô Lô', 'Mùn Di'],
  ['44', 'Chứt', 'Sách', 'Rục', 'Arem'],
  ['45', 'Mảng', 'Mảng Ư'],
  ['46', 'Pà Thẻn', 'Pà Hưng'],
  ['47', 'Cơ Lao', 'Cờ Lao', 'Gelao'],
  ['48', 'Cống', 'Xắm Khống'],
  ['49', 'Bố Y', 'Chủng Chá', 'Pu Nà'],
  ['50', 'Si La', 'Cù Dề Xừ'],
  ['51', 'Pu Péo', 'Ka Pèo', 'Pen Ti Lô Lô'],
  ['52', 'Brâu', 'Brao'],
  ['53', 'Ơ-đu', 'Ơ Đu', 'Tày Hạt'],
  ['54', 'Rơ-măm', 'Rơ Măm'],
];

// Systems differ in these: 55, 56 and 99 are each used for foreigners, for other groups and for not known.
const special: readonly Row[] = [
  ['55', 'Người nước ngoài', 'Nước ngoài'],
  ['99', 'Không xác định', 'Không rõ', 'Chưa xác định'],
];

/** The 54 ethnic groups of Decision 121-TCTK/PPCĐ with spellings of older papers; membership is sensitive personal data. */
export const ethnicGroups: CodeList = {
  list: 'ethnic-group',
  versions: [
    {
      list: 'ethnic-group',
      version: '1979-03-02',
      from: '1979-03-02',
      to: undefined,
      source: 'General Statistics Office, Decision 121-TCTK/PPCĐ of 1979-03-02; 48 to 54 compared with a public form',
      entries: [...rows.map((row) => entryOf(row, 'published')), ...special.map((row) => entryOf(row, 'uncertain'))],
    },
  ],
};

function entryOf([code, name, ...aliases]: Row, certainty: Certainty) {
  return codeEntry(code, name, certainty, { aliases });
}
