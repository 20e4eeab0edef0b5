/** Days of the proleptic Gregorian calendar since 0001-01-01, of 'YYYY-MM-DD' at the start of the text. */
export function daysOf(text: string): number {
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)];
  if (text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash) throw new Error('A date that is not YYYY-MM-DD.');
  // Years that begin with March: the leap day is the last of them.
  const shifted = month <= 2 ? year - 1 : year;
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leaps + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 307;
}

/** 'YYYY-MM-DD' of days since 0001-01-01. */
export function dateOf(days: number): string {
  const shifted = days + 306;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** Units of 10^-scale seconds since midnight, of 'hh:mm:ss' with at most `scale` digits behind a dot, from `start` to `end` of the text. */
export function ticksOf(text: string, start: number, end: number, scale: number): number {
  const seconds = digits(text, start, 2) * 3600 + digits(text, start + 3, 2) * 60 + digits(text, start + 6, 2);
  const fraction = start + 9;
  const given = Math.max(0, end - fraction);
  if (given > scale) throw new Error(`A time of ${given} decimals where ${scale} fit.`);
  return seconds * (powers[scale] ?? 1) + (given === 0 ? 0 : digits(text, fraction, given) * (powers[scale - given] ?? 1));
}

/** 'hh:mm:ss', and with a scale a dot and that many digits. */
export function timeOf(ticks: number, scale: number): string {
  const unit = powers[scale] ?? 1;
  const seconds = Math.floor(ticks / unit);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => padded(part, 2)).join(':');
  return scale === 0 ? clock : `${clock}.${padded(ticks % unit, scale)}`;
}

/** Days from 0001-01-01 to 1900-01-01, from which datetime and smalldatetime count. */
export const days1900 = 693_595;

const powers = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];
const dash = '-'.charCodeAt(0);
const zero = '0'.charCodeAt(0);

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (!(digit >= 0 && digit <= 9)) throw new Error('A date or time with something other than a digit where one belongs.');
    value = value * 10 + digit;
  }
  return value;
}

function padded(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
