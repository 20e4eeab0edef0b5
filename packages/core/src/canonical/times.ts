import { civilFromDays, daysFromCivil, daysInMonth, formatDate, formatSecond } from './calendar.ts';
import { type Failure, failure, type Reading } from './failure.ts';
import type { Zone } from './zone.ts';

const notDate = failure('type-mismatch', 'is not a date');
const notPartialDate = failure('type-mismatch', 'is not a year, a month or a date');
const notTime = failure('type-mismatch', 'is not a time of day');
const notTimestamp = failure('type-mismatch', 'is not a date with time');
const notInstant = failure('type-mismatch', 'is not a date with time and offset');
const noSuchDay = failure('not-representable', 'is a day that the calendar does not have');
const noSuchTime = failure('not-representable', 'is a time that a day does not have');
const beyondYears = failure('not-representable', 'lies outside the years 0001 to 9999');
const tooFine = failure('not-representable', 'has more digits of the second than the type permits');

const dateForm = /^(\d{4})-(\d\d)-(\d\d)$/;
const partialForm = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;
const timeForm = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?$/;
const timestampForm = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,12}))?$/;
const instantForm = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,12}))?(Z|[+-]\d\d(?::?\d\d(?::\d\d)?)?)$/;
// What databases print for values that exist there and not here.
const beyond = /^-?infinity$| BC$|^[+-]?\d{5,20}-/;

export function readDate(raw: string): Reading {
  const parts = dateForm.exec(raw);
  if (parts === null) return beyond.test(raw) ? beyondYears : notDate;
  return checkDay(Number(parts[1]), Number(parts[2]), Number(parts[3])) ?? raw;
}

export function readPartialDate(raw: string): Reading {
  const parts = partialForm.exec(raw);
  if (parts === null) return beyond.test(raw) ? beyondYears : notPartialDate;
  return checkDay(Number(parts[1]), Number(parts[2] ?? '01'), Number(parts[3] ?? '01')) ?? raw;
}

export function readTime(raw: string, fraction: number): Reading {
  const parts = timeForm.exec(raw);
  if (parts === null) return notTime;
  if (!isTime(raw)) return noSuchTime;
  const digits = fractionText(parts[4], fraction);
  return digits === undefined ? tooFine : raw.slice(0, 8) + digits;
}

export function readTimestamp(raw: string, fraction: number): Reading {
  const parts = timestampForm.exec(raw);
  if (parts === null) return beyond.test(raw) ? beyondYears : notTimestamp;
  const [, day = '', time = ''] = parts;
  const wrong = checkDayText(day) ?? (isTime(time) ? undefined : noSuchTime);
  if (wrong !== undefined) return wrong;
  const digits = fractionText(parts[3], fraction);
  return digits === undefined ? tooFine : `${day}T${time}${digits}`;
}

export function readInstant(raw: string, fraction: number): Reading {
  const parts = instantForm.exec(raw);
  if (parts === null) return beyond.test(raw) ? beyondYears : notInstant;
  const [, day = '', time = '', , offset = ''] = parts;
  const wrong = checkDayText(day) ?? (isTime(time) ? undefined : noSuchTime);
  if (wrong !== undefined) return wrong;
  const digits = fractionText(parts[3], fraction);
  if (digits === undefined) return tooFine;
  if (offset === '+00' || offset === 'Z') return `${day}T${time}${digits}Z`;
  return shift(day, time, digits, -offsetSeconds(offset), 'Z');
}

/** Canonical timestamp → canonical instant. */
export function toInstant(timestamp: string, zone: Zone): Reading {
  const day = timestamp.slice(0, 10);
  const time = timestamp.slice(11, 19);
  return shift(day, time, timestamp.slice(19), -zone.offsetOfLocal(localSeconds(day, time)), 'Z');
}

/** Canonical instant → canonical timestamp in the zone. */
export function toLocal(instant: string, zone: Zone): Reading {
  const day = instant.slice(0, 10);
  const time = instant.slice(11, 19);
  return shift(day, time, instant.slice(19, -1), zone.offsetOfInstant(localSeconds(day, time)), '');
}

/** Compares two canonical times, timestamps or instants: the fraction makes plain text order wrong. */
export function compareTimes(left: string, right: string): number {
  const a = sortable(left);
  const b = sortable(right);
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortable(text: string): string {
  const end = text.endsWith('Z') ? text.length - 1 : text.length;
  const point = text.indexOf('.');
  return point < 0 ? `${text.slice(0, end)}.000000000` : text.slice(0, end).padEnd(point + 10, '0');
}

function localSeconds(day: string, time: string): number {
  const days = daysFromCivil(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
  return days * 86400 + Number(time.slice(0, 2)) * 3600 + Number(time.slice(3, 5)) * 60 + Number(time.slice(6, 8));
}

function shift(day: string, time: string, fraction: string, seconds: number, suffix: 'Z' | ''): Reading {
  const total = localSeconds(day, time) + seconds;
  const days = Math.floor(total / 86400);
  const date = civilFromDays(days);
  if (date.year < 1 || date.year > 9999) return beyondYears;
  return `${formatDate(date)}T${formatSecond(total - days * 86400)}${fraction}${suffix}`;
}

function offsetSeconds(offset: string): number {
  const digits = offset.slice(1).replaceAll(':', '').padEnd(6, '0');
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2, 4)) * 60 + Number(digits.slice(4, 6));
  return offset.startsWith('-') ? -seconds : seconds;
}

/** `.5` for `500000`; empty for none; `undefined` when more digits than permitted are not zero. */
function fractionText(digits: string | undefined, permitted: number): string | undefined {
  if (digits === undefined) return '';
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  if (end > permitted) return undefined;
  return end === 0 ? '' : `.${digits.slice(0, end)}`;
}

function isTime(time: string): boolean {
  return time.slice(0, 2) < '24' && time.slice(3, 5) < '60' && time.slice(6, 8) < '60';
}

function checkDayText(day: string): Failure | undefined {
  return checkDay(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
}

function checkDay(year: number, month: number, day: number): Failure | undefined {
  if (year < 1) return beyondYears;
  return month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) ? noSuchDay : undefined;
}
