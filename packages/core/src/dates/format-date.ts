import type { DateOptions } from './date-reader.ts';
import { monthNames } from './month-names.ts';
import type { DateField, PatternPart } from './pattern.ts';

const form = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?)?)?)?$/;

/** Year, month, day, hour, minute, second and fraction, as far as the date has them. */
type Parts = readonly (string | undefined)[];

/** The text that reads as this date; `undefined` when a part of it has no place, or would have to be invented. */
export function formatParts(parts: readonly PatternPart[], date: string, options: DateOptions): string | undefined {
  const match = form.exec(date);
  if (match === null) return undefined;
  const [, ...values] = match;
  const fields = parts.flatMap((part) => (part.kind === 'field' ? [part.field] : []));
  if (losesPart(fields, values)) return undefined;
  const texts = parts.map((part) => (part.kind === 'literal' ? part.text : fieldText(part.field, part.padded, values, options)));
  return texts.every((text) => text !== undefined) ? texts.join('') : undefined;
}

function losesPart(fields: readonly DateField[], [, month, day, hour, , second, fraction]: Parts): boolean {
  const has = (...names: readonly DateField[]) => names.some((name) => fields.includes(name));
  if (month !== undefined && !has('month', 'monthName')) return true;
  if (day !== undefined && !has('day')) return true;
  if (hour !== undefined && !has('minute')) return true;
  return (second !== undefined && second !== '00' && !has('second')) || (fraction !== undefined && !has('fraction'));
}

function fieldText(field: DateField, padded: boolean, [year, month, day, hour, minute, second, fraction]: Parts, options: DateOptions) {
  const unknown = options.zeroParts === 'unknown' && hour === undefined ? '00' : undefined;
  const width = (text: string | undefined) => (padded || text === undefined ? text : String(Number(text)));
  switch (field) {
    case 'year':
      return year;
    case 'shortYear':
      return shortYear(Number(year), options);
    case 'month':
      return width(month ?? unknown);
    case 'monthName':
      return month === undefined ? undefined : monthNames[Number(month) - 1]?.toUpperCase();
    case 'day':
      return width(day ?? unknown);
    case 'hour':
      return width(hour);
    case 'hour12':
      return hour === undefined ? undefined : width(String(Number(hour) % 12 || 12).padStart(2, '0'));
    case 'half':
      return hour === undefined ? undefined : Number(hour) < 12 ? 'AM' : 'PM';
    case 'minute':
      return minute;
    case 'second':
      return second;
    case 'fraction':
      return second === undefined ? undefined : (fraction ?? '0');
  }
}

function shortYear(year: number, { pivot }: DateOptions): string | undefined {
  if (pivot === undefined || year < pivot || year > pivot + 99) return undefined;
  return String(year % 100).padStart(2, '0');
}
