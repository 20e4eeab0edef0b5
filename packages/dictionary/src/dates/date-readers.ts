import type { Finding } from '../finding.ts';
import { ambiguous, unreadable } from './date-finding.ts';
import { compileDateReader, type DateOptions, type DateReader } from './date-reader.ts';

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

/** A column that has several patterns. Where two of them read different dates, neither is taken. A sentence, when one is wrong. */
export function compileDateReaders(patterns: readonly string[], options: DateOptions): ((text: string) => string | Finding) | string {
  const readers: DateReader[] = [];
  for (const pattern of patterns) {
    const reader = compileDateReader(pattern, options);
    if (typeof reader === 'string') return `${pattern}: ${reader}`;
    readers.push(reader);
  }
  if (readers.length === 0) return 'no pattern is named';
  return (text) => {
    let answer: string | Finding = unreadable;
    for (const reader of readers) {
      const reading = reader.read(text);
      if (typeof reading === 'string') {
        if (typeof answer === 'string' && answer !== reading) return ambiguous;
        answer = reading;
      } else if (answer === unreadable) answer = reading;
    }
    return answer;
  };
}
