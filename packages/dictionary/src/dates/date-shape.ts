import { foldWords, isCalendarDay } from '@lienthong/core';

/** What the form of a text says, before any pattern is chosen. */
export type DateShape =
  /** Two numbers and a year of four digits, by the sign between them: only the numbers can tell which is the day. */
  | 'slashes'
  | 'dashes'
  | 'dots'
  | 'iso'
  | 'year-first'
  | 'compact-year-first'
  | 'compact-year-last'
  | 'short-year'
  | 'month'
  | 'year'
  | 'words'
  | 'six-digits'
  | 'serial'
  | 'zero-parts'
  | 'unreadable';

export interface DateEvidence {
  readonly shape: DateShape;
  readonly withTime: boolean;
  /** Of two numbers before a year: `day-first` when only that is a day, `either` when both orders are, `same` when they are equal. */
  readonly order: 'day-first' | 'month-first' | 'either' | 'same' | undefined;
  /** `YYYY-MM-DD`, where the form leaves no doubt about it. */
  readonly day: string | undefined;
}

const time = /[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?(?:AM|PM|SA|CH))?(?:Z|[+-]\d\d(?::?\d\d)?)?$/i;
const yearLast = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/;
const yearFirst = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$/;
const isoForm = /^\d{4}-\d\d-\d\d$/;
const yearShort = /^\d{1,2}([/.-])(?:\d{1,2}|[A-Z]{3})\1\d{2}$/i;
const monthForm = /^(?:(?:0?[1-9]|1[0-2])[/.-]\d{4}|\d{4}[/.-](?:0?[1-9]|1[0-2]))$/;
const wordForm = /^ngay ?\d{1,2} ?thang ?\d{1,2} ?nam ?\d{4}$/;
const shapes: Readonly<Record<string, DateShape>> = { '/': 'slashes', '-': 'dashes', '.': 'dots' };

/** Looks at one text. Nothing is decided here: a column is. */
export function dateEvidence(text: string): DateEvidence {
  const trimmed = text.length > 100 ? '' : text.trim();
  const body = trimmed.replace(time, '');
  const withTime = body !== trimmed;
  const last = yearLast.exec(body);
  if (last !== null) return yearLastEvidence(last, withTime);
  const first = yearFirst.exec(body);
  if (first !== null) return yearFirstEvidence(first, withTime);
  if (yearShort.test(body)) return evidence('short-year', withTime);
  if (monthForm.test(body)) return evidence('month', withTime);
  if (/^\d+$/.test(body)) return digitsEvidence(body, withTime);
  return evidence(/^ng/i.test(body) && wordForm.test(foldWords(body)) ? 'words' : 'unreadable', withTime);
}

function yearFirstEvidence([body, year = '', , month = '', day = '']: RegExpExecArray, withTime: boolean): DateEvidence {
  return certain(isoForm.test(body) ? 'iso' : 'year-first', year, month, day, withTime);
}

function yearLastEvidence([, one, sign = '', other, year = '']: RegExpExecArray, withTime: boolean): DateEvidence {
  const [left, right, shape] = [Number(one), Number(other), shapes[sign] ?? 'slashes'];
  if (left === 0 || right === 0) return evidence('zero-parts', withTime);
  const [dayFirst, monthFirst] = [isCalendarDay(Number(year), right, left), isCalendarDay(Number(year), left, right)];
  if (!dayFirst && !monthFirst) return evidence('unreadable', withTime);
  if (dayFirst && monthFirst && left !== right) return { shape, withTime, order: 'either', day: undefined };
  const [day, month] = dayFirst ? [left, right] : [right, left];
  const order = left === right ? 'same' : dayFirst ? 'day-first' : 'month-first';
  return { shape, withTime, order, day: `${year}-${two(month)}-${two(day)}` };
}

function certain(shape: DateShape, year: string, month: string, day: string, withTime: boolean): DateEvidence {
  if (Number(month) === 0 || Number(day) === 0) return evidence('zero-parts', withTime);
  if (!isCalendarDay(Number(year), Number(month), Number(day))) return evidence('unreadable', withTime);
  return { shape, withTime, order: undefined, day: `${year}-${two(Number(month))}-${two(Number(day))}` };
}

/** Of eight digits only one order has a year near ours; of six, `yyyyMM`, `ddMMyy` and `yyMMdd` cannot be told apart. */
function digitsEvidence(digits: string, withTime: boolean): DateEvidence {
  const year = (text: string) => text >= '1700' && text <= '2199';
  const edge = digits.startsWith('0001') || digits.startsWith('9999');
  if ([8, 12, 14].includes(digits.length) && (year(digits.slice(0, 4)) || edge)) {
    const found = certain('compact-year-first', digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8), digits.length > 8 || withTime);
    if (found.shape !== 'unreadable') return found;
  }
  if (digits.length === 8 && year(digits.slice(4)))
    return certain('compact-year-last', digits.slice(4), digits.slice(2, 4), digits.slice(0, 2), withTime);
  if (digits.length === 6) return evidence('six-digits', withTime);
  if (digits.length === 4 && year(digits)) return evidence('year', withTime);
  return evidence(digits.length === 5 ? 'serial' : 'unreadable', withTime);
}

function evidence(shape: DateShape, withTime: boolean): DateEvidence {
  return { shape, withTime, order: undefined, day: undefined };
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
