import { type CodeList, codeEntry } from './code-list.ts';

type Row = readonly [code: string, name: string, ...aliases: string[]];

/** The religions of the census of 2019. The names are known, the numbers are not: they follow the order of the list. */
export const religions: CodeList = uncertain('religion', '2019-census', '2019-04-01', 'population and housing census 2019, names only', [
  ['00', 'Không tôn giáo', 'Không', 'Không theo tôn giáo nào', 'Lương'],
  ['01', 'Phật giáo', 'Đạo Phật', 'Phật'],
  ['02', 'Công giáo', 'Thiên Chúa giáo', 'Thiên Chúa', 'Đạo Thiên Chúa', 'Kitô giáo'],
  ['03', 'Phật giáo Hòa Hảo', 'Hòa Hảo'],
  ['04', 'Hồi giáo', 'Islam', 'Đạo Hồi'],
  ['05', 'Cao Đài', 'Đạo Cao Đài'],
  ['06', 'Minh Sư đạo', 'Minh Sư'],
  ['07', 'Minh Lý đạo', 'Minh Lý', 'Minh Lý đạo - Tam Tông Miếu'],
  ['08', 'Tin lành', 'Đạo Tin lành'],
  ['09', 'Tịnh độ cư sĩ Phật hội Việt Nam', 'Tịnh độ cư sĩ'],
  ['10', 'Đạo Tứ Ân Hiếu Nghĩa', 'Tứ Ân Hiếu Nghĩa'],
  ['11', 'Bửu Sơn Kỳ Hương'],
  ['12', "Ba Ha'i", "Baha'i", 'Baháʼí'],
  ['13', 'Cơ đốc Phục lâm'],
  ['14', 'Hiếu Nghĩa Tà Lơn'],
  ['15', 'Mặc Môn', 'Mormon'],
  ['16', 'Bà la môn', 'Bàlamôn', 'Ấn Độ giáo'],
  ['99', 'Không xác định', 'Không rõ'],
]);

/** Marital status as the census counts it. The population database is said to number it otherwise. */
export const maritalStatuses: CodeList = uncertain('marital-status', 'census', '1999-04-01', 'census forms; QCVN 109 was not read', [
  ['1', 'Chưa kết hôn', 'Chưa vợ/chồng', 'Độc thân', 'Chưa có vợ/chồng'],
  ['2', 'Có vợ/chồng', 'Đã kết hôn', 'Đang có vợ/chồng', 'Có gia đình', 'Đã lập gia đình'],
  ['3', 'Góa', 'Góa vợ/chồng', 'Goá'],
  ['4', 'Ly hôn', 'Đã ly hôn', 'Li hôn'],
  ['5', 'Ly thân', 'Li thân'],
]);

/** How a person is related to the head of the household. Names as household papers write them; numbers are ours. */
export const kinships: CodeList = uncertain('kinship', 'household', '1999-04-01', 'household papers; no official list was read', [
  ['1', 'Chủ hộ'],
  ['2', 'Vợ/chồng', 'Vợ', 'Chồng'],
  ['3', 'Con', 'Con đẻ', 'Con trai', 'Con gái'],
  ['4', 'Con nuôi'],
  ['5', 'Con dâu/con rể', 'Con dâu', 'Con rể'],
  ['6', 'Cha/mẹ', 'Bố', 'Mẹ', 'Cha', 'Bố đẻ', 'Mẹ đẻ', 'Cha đẻ'],
  ['7', 'Ông/bà', 'Ông', 'Bà'],
  ['8', 'Cháu', 'Cháu nội', 'Cháu ngoại', 'Cháu ruột'],
  ['9', 'Anh/chị/em', 'Anh', 'Chị', 'Em', 'Anh ruột', 'Chị ruột', 'Em ruột'],
  ['10', 'Khác', 'Người khác', 'Ở nhờ'],
]);

function uncertain(list: string, version: string, from: string, source: string, rows: readonly Row[]): CodeList {
  const entries = rows.map(([code, name, ...aliases]) => codeEntry(code, name, 'uncertain', { aliases }));
  return { list, versions: [{ list, version, from, to: undefined, source, entries }] };
}
