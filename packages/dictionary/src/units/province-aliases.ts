/** Spellings that data has and accents, blanks, case and signs do not explain. By name, for every version that has it. */
export const aliasesOfProvinces: Readonly<Record<string, readonly string[]>> = {
  'Hồ Chí Minh': ['HCM'],
  'Bà Rịa - Vũng Tàu': ['BRVT'],
  'Thừa Thiên Huế': ['Huế', 'TT Huế'],
  'Bắc Kạn': ['Bắc Cạn'],
  'Đắk Lắk': ['Đắc Lắc', 'Đắc Lắk', 'Đak Lak'],
  'Đắk Nông': ['Đắc Nông'],
  'Kon Tum': ['Công Tum'],
  'Gia Lai': ['Gia Lay'],
};
