import type { UnitType } from './unit.ts';

/**
 * The 34 provinces of Decision 19/2025/QĐ-TTg, from 2025-07-01. An Giang has 91: one public list says 89 and stands alone.
 * `Thanh Hóa` and `Khánh Hòa` are written `Hoá` and `Hoà` in some copies: the look-up by name takes both.
 */
export const provinces34: readonly (readonly [code: string, type: UnitType, name: string])[] = [
  ['01', 'thành phố', 'Hà Nội'],
  ['04', 'tỉnh', 'Cao Bằng'],
  ['08', 'tỉnh', 'Tuyên Quang'],
  ['11', 'tỉnh', 'Điện Biên'],
  ['12', 'tỉnh', 'Lai Châu'],
  ['14', 'tỉnh', 'Sơn La'],
  ['15', 'tỉnh', 'Lào Cai'],
  ['19', 'tỉnh', 'Thái Nguyên'],
  ['20', 'tỉnh', 'Lạng Sơn'],
  ['22', 'tỉnh', 'Quảng Ninh'],
  ['24', 'tỉnh', 'Bắc Ninh'],
  ['25', 'tỉnh', 'Phú Thọ'],
  ['31', 'thành phố', 'Hải Phòng'],
  ['33', 'tỉnh', 'Hưng Yên'],
  ['37', 'tỉnh', 'Ninh Bình'],
  ['38', 'tỉnh', 'Thanh Hóa'],
  ['40', 'tỉnh', 'Nghệ An'],
  ['42', 'tỉnh', 'Hà Tĩnh'],
  ['44', 'tỉnh', 'Quảng Trị'],
  ['46', 'thành phố', 'Huế'],
  ['48', 'thành phố', 'Đà Nẵng'],
  ['51', 'tỉnh', 'Quảng Ngãi'],
  ['52', 'tỉnh', 'Gia Lai'],
  ['56', 'tỉnh', 'Khánh Hòa'],
  ['66', 'tỉnh', 'Đắk Lắk'],
  ['68', 'tỉnh', 'Lâm Đồng'],
  ['75', 'tỉnh', 'Đồng Nai'],
  ['79', 'thành phố', 'Hồ Chí Minh'],
  ['80', 'tỉnh', 'Tây Ninh'],
  ['82', 'tỉnh', 'Đồng Tháp'],
  ['86', 'tỉnh', 'Vĩnh Long'],
  ['91', 'tỉnh', 'An Giang'],
  ['92', 'thành phố', 'Cần Thơ'],
  ['96', 'tỉnh', 'Cà Mau'],
];
