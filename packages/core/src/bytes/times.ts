import { daysInMonth } from '../canonical/calendar.ts';
import type { FieldWriter } from './field-writer.ts';
import { areDigits, copy } from './numbers.ts';

const quotation = 34;
const dash = 45;
const colon = 58;
const point = 46;
const zero = 48;

/** Whether ten bytes are a day of the calendar, `YYYY-MM-DD`. The caller has made sure that they are there. */
export function isDay(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 4] !== dash || bytes[at + 7] !== dash) return false;
  if (!areDigits(bytes, at, at + 4) || !areDigits(bytes, at + 5, at + 7) || !areDigits(bytes, at + 8, at + 10)) return false;
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysInMonth(year, month));
}

/** Whether eight bytes are a time of day, `HH:MM:SS`. */
export function isTimeOfDay(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 2] !== colon || bytes[at + 5] !== colon) return false;
  if (!areDigits(bytes, at, at + 2) || !areDigits(bytes, at + 3, at + 5) || !areDigits(bytes, at + 6, at + 8)) return false;
  return twoDigits(bytes, at) < 24 && twoDigits(bytes, at + 3) < 60 && twoDigits(bytes, at + 6) < 60;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) - zero) * 10 + (bytes[at + 1] ?? 0) - zero;
}

export const writeDate: FieldWriter = (bytes, start, end, out, at) => {
  if (end - start !== 10 || !isDay(bytes, start)) return -1;
  out[at] = quotation;
  const behind = copy(bytes, start, end, out, at + 1);
  out[behind] = quotation;
  return behind + 1;
};

export function timeWriter(fraction: number): FieldWriter {
  return (bytes, start, end, out, at) => {
    if (end - start < 8 || !isTimeOfDay(bytes, start)) return -1;
    const digits = fractionEnd(bytes, start + 8, end, fraction);
    if (digits < 0) return -1;
    out[at] = quotation;
    const behind = copy(bytes, start, digits, out, at + 1);
    out[behind] = quotation;
    return behind + 1;
  };
}

/** `YYYY-MM-DD HH:MM:SS[.f]`, blank or `T` between. */
export function timestampWriter(fraction: number): FieldWriter {
  return (bytes, start, end, out, at) => {
    const behind = moment(bytes, start, end, out, at, fraction);
    if (behind < 0) return -1;
    out[behind] = quotation;
    return behind + 1;
  };
}

/** The same with `+00` or `Z` behind it: what a session in UTC prints. */
export function instantWriter(fraction: number): FieldWriter {
  return (bytes, start, end, out, at) => {
    const suffix = bytes[end - 1] === 90 ? 1 : bytes[end - 1] === zero && bytes[end - 2] === zero && bytes[end - 3] === 43 ? 3 : 0;
    if (suffix === 0) return -1;
    const behind = moment(bytes, start, end - suffix, out, at, fraction);
    if (behind < 0) return -1;
    out[behind] = 90;
    out[behind + 1] = quotation;
    return behind + 2;
  };
}

function moment(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number, fraction: number): number {
  if (end - start < 19) return -1;
  const between = bytes[start + 10];
  if ((between !== 32 && between !== 84) || !isDay(bytes, start) || !isTimeOfDay(bytes, start + 11)) return -1;
  const digits = fractionEnd(bytes, start + 19, end, fraction);
  if (digits < 0) return -1;
  out[at] = quotation;
  const behind = copy(bytes, start, digits, out, at + 1);
  out[at + 11] = 84;
  return behind;
}

// Where the fraction of a second ends without its last zeros; -1 when there is something else, or more than permitted.
function fractionEnd(bytes: Uint8Array, start: number, end: number, permitted: number): number {
  if (start === end) return start;
  if (bytes[start] !== point || end - start < 2 || end - start > 13 || !areDigits(bytes, start + 1, end)) return -1;
  let behind = end;
  while (bytes[behind - 1] === zero) behind--;
  if (behind - start - 1 > permitted) return -1;
  return behind === start + 1 ? start : behind;
}
