/** Patterns that legacy data has; a column's own are named in its mapping. */
export const datePatterns = {
  slashes: 'd/M/yyyy',
  dashes: 'd-M-yyyy',
  dots: 'd.M.yyyy',
  compact: 'yyyyMMdd',
  compactWithTime: 'yyyyMMddHHmm',
  compactMonth: 'yyyyMM',
  iso: 'yyyy-MM-dd',
  isoWithTime: 'yyyy-MM-dd HH:mm:ss',
  slashesWithTime: 'd/M/yyyy HH:mm:ss',
  slashesWithHalfDay: 'd/M/yyyy h:mm:ss a',
  month: 'M/yyyy',
  year: 'yyyy',
  words: "'ngày' d 'tháng' M 'năm' yyyy",
  oracle: 'dd-MMM-yy',
} as const;
