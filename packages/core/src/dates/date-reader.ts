import { isCalendarDay } from '../canonical/calendar.ts';
import type { Finding } from '../check/finding.ts';
import { notInCalendar, notInDay, unreadable, zeroPart } from './findings.ts';
import { formatParts } from './format-date.ts';
import { monthNames } from './month-names.ts';
import { type DateField, type ParsedPattern, parseDatePattern } from './pattern.ts';
import { foldWords } from './words.ts';

export interface DateOptions {
  /** The first of the hundred years that `yy` means. There is no default: the year 30 is 1930 here and 2030 there. */
  readonly pivot: number | undefined;
  /** Whether `00` for a day or month says that it is not known. Without it `00/00/1965` is a finding. */
  readonly zeroParts?: 'unknown' | undefined;
}

export interface DateReader {
  readonly pattern: string;
  /** Whether years have two digits. */
  readonly shortYear: boolean;
  /** The finest part that the pattern names. */
  readonly precision: keyof typeof precisions;
  /** `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `YYYY-MM-DDTHH:mm:ss`: never more than the text says, but for seconds that a pattern leaves out. */
  read(text: string): string | Finding;
  /** The text that reads as this date; `undefined` when the pattern would lose or invent a part of it. */
  format(date: string): string | undefined;
}

/** How long a date of each is. */
export const precisions = { year: 4, month: 7, day: 10, time: 19 } as const;

/** A reader of one pattern, or a sentence that says what is wrong with pattern or options. */
export function compileDateReader(pattern: string, options: DateOptions): DateReader | string {
  const parsed = parseDatePattern(pattern);
  if (typeof parsed === 'string') return parsed;
  const fields = parsed.parts.flatMap((part) => (part.kind === 'field' ? [part.field] : []));
  const shortYear = fields.includes('shortYear');
  if (shortYear && options.pivot === undefined)
    return 'the pattern reads two digits of a year: say with pivot which hundred years they mean (pivot: 1930 is 1930 to 2029)';
  if (shortYear && !isPivot(options.pivot)) return 'pivot is the first of a hundred years: a whole year from 1000 to 9900, such as 1930';
  const form = expressionOf(parsed);
  const shortest = parsed.worded ? 0 : lengthOf(parsed, false);
  const longest = parsed.worded ? 100 : lengthOf(parsed, true);
  return {
    pattern,
    shortYear,
    precision: precisionOf(fields),
    read(text) {
      if (text.length < shortest || text.length > longest) return unreadable;
      const match = form.exec(parsed.worded ? foldWords(text) : text);
      return match === null ? unreadable : assemble(match, fields, options);
    },
    format: (date) => formatParts(parsed.parts, date, options),
  };
}

const expressions: Readonly<Record<DateField, readonly [padded: string, bare: string]>> = {
  year: ['(\\d{4})', '(\\d{4})'],
  shortYear: ['(\\d{2})', '(\\d{2})'],
  month: ['(\\d{2})', '(\\d{1,2})'],
  monthName: [`(${monthNames.join('|')})`, ''],
  day: ['(\\d{2})', '(\\d{1,2})'],
  hour: ['(\\d{2})', '(\\d{1,2})'],
  hour12: ['(\\d{2})', '(\\d{1,2})'],
  minute: ['(\\d{2})', ''],
  second: ['(\\d{2})', ''],
  fraction: ['(\\d{1,9})', ''],
  half: ['', '(AM|PM|SA|CH)'],
};

function precisionOf(fields: readonly DateField[]): DateReader['precision'] {
  if (fields.includes('minute')) return 'time';
  if (fields.includes('day')) return 'day';
  return fields.includes('month') || fields.includes('monthName') ? 'month' : 'year';
}

/** A year below 1000 is a slip for the two digits that the pivot stands for. */
function isPivot(year: number | undefined): boolean {
  return year !== undefined && Number.isInteger(year) && year >= 1000 && year <= 9900;
}

const widths: Readonly<Record<DateField, readonly [least: number, most: number]>> = {
  year: [4, 4],
  shortYear: [2, 2],
  month: [1, 2],
  monthName: [3, 3],
  day: [1, 2],
  hour: [1, 2],
  hour12: [1, 2],
  minute: [2, 2],
  second: [2, 2],
  fraction: [1, 9],
  half: [2, 2],
};

/** Of the texts that can fit: most that do not are told by it, without the expression. */
function lengthOf({ parts }: ParsedPattern, most: boolean): number {
  return parts.reduce((sum, part) => {
    if (part.kind === 'literal') return sum + part.text.length;
    return sum + widths[part.field][most || (part.padded && part.field !== 'fraction') ? 1 : 0];
  }, 0);
}

function expressionOf({ parts, worded }: ParsedPattern): RegExp {
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const folded = (text: string) => ` ?${foldWords(text)} ?`;
  const source = parts.map((part) => {
    if (part.kind === 'literal') return worded ? folded(part.text) : literal(part.text);
    return expressions[part.field][part.padded ? 0 : 1];
  });
  return new RegExp(`^${source.join('')}$`, 'iu');
}

function assemble(match: RegExpExecArray, fields: readonly DateField[], options: DateOptions): string | Finding {
  const values: Partial<Record<DateField, string>> = {};
  for (const [index, field] of fields.entries()) values[field] = match[index + 1] ?? '';
  const year = yearOf(values, options);
  const month = values.monthName === undefined ? values.month?.padStart(2, '0') : monthNumber(values.monthName);
  const day = values.day?.padStart(2, '0');
  if (month === '00' || day === '00') return options.zeroParts === 'unknown' ? withoutZeros(year, month, day, values) : zeroPart;
  if (!isCalendarDay(Number(year), Number(month ?? 1), Number(day ?? 1))) return notInCalendar;
  const date = [year, month, day].filter((part) => part !== undefined).join('-');
  return values.minute === undefined ? date : withTime(date, values);
}

/** A time is no date with parts unknown, and a day of no month is nothing. */
function withoutZeros(year: string, month: string | undefined, day: string | undefined, values: Partial<Record<DateField, string>>) {
  const known = month === '00' ? year : `${year}-${month}`;
  if (values.minute !== undefined || (month === '00' && day !== undefined && day !== '00')) return zeroPart;
  return isCalendarDay(Number(year), month === '00' ? 1 : Number(month), 1) ? known : notInCalendar;
}

function yearOf({ year, shortYear }: Partial<Record<DateField, string>>, { pivot }: DateOptions): string {
  if (year !== undefined || pivot === undefined) return year ?? '';
  return String(pivot + ((Number(shortYear) + 100 - (pivot % 100)) % 100));
}

function monthNumber(name: string): string {
  return String(monthNames.indexOf(name.toLowerCase()) + 1).padStart(2, '0');
}

function withTime(date: string, values: Partial<Record<DateField, string>>): string | Finding {
  const { minute = '00', second = '00', fraction = '' } = values;
  const hour = values.hour ?? hourOf(values.hour12 ?? '', values.half ?? '');
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return notInDay;
  const digits = fraction.replace(/0+$/, '');
  return `${date}T${hour.padStart(2, '0')}:${minute}:${second}${digits === '' ? '' : `.${digits}`}`;
}

/** `SA` is sáng, before noon, and `CH` is chiều, after it. */
function hourOf(hour12: string, half: string): string | undefined {
  const hour = Number(hour12);
  if (hour < 1 || hour > 12) return undefined;
  return String((hour % 12) + (/^(?:PM|CH)$/i.test(half) ? 12 : 0));
}
