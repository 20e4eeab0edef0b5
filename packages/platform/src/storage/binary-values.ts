import { copyWords, daysFromCivil } from '@lienthong/core';

/**
 * Values in PostgreSQL's binary format, which the server takes over without reading text: "Binary Format" of COPY, and the
 * `…recv` functions of its types. Each writer takes a canonical text as UTF-8 between `start` and `end`, writes behind `at`
 * and gives the place behind what it wrote; there is room. Views, because they read and write whole words in network order.
 */
export type WriteValue = (from: DataView, start: number, end: number, to: DataView, at: number) => number;

/** What a value may take more than its text: a number is at most a header of eight bytes and two bytes for four digits. */
export const moreThanText = 16;

const [zero, minus, point, letterT] = [48, 45, 46, 116];

export const writeText: WriteValue = copyWords;

/** A byte for the version of the format, and JSON. */
export const writeJson: WriteValue = (from, start, end, to, at) => {
  to.setUint8(at, 1);
  return copyWords(from, start, end, to, at + 1);
};

export const writeBoolean: WriteValue = (from, start, _end, to, at) => {
  to.setUint8(at, from.getUint8(start) === letterT ? 1 : 0);
  return at + 1;
};

/** Up to ±(2^53 − 1). */
export const writeBigint: WriteValue = (from, start, end, to, at) => {
  const negative = from.getUint8(start) === minus;
  let value = 0;
  // A digit, not its code, is added: the sum may stand right below 2^53.
  for (let index = negative ? start + 1 : start; index < end; index++) value = value * 10 + (from.getUint8(index) - zero);
  return writeInt64(negative ? -value : value, to, at);
};

export const writeDouble: WriteValue = (from, start, end, to, at) => {
  to.setFloat64(at, Number(latin1At(from, start, end)));
  return at + 8;
};

/** Digits in groups of four from the point on: count of groups, weight of the first, sign, digits behind the point, groups. */
export const writeNumeric: WriteValue = (from, start, end, to, at) => {
  const first = from.getUint8(start) === minus ? start + 1 : start;
  let behind = first;
  while (behind < end && from.getUint8(behind) !== point) behind++;
  const whole = behind - first;
  const scale = behind < end ? end - behind - 1 : 0;
  let place = at + 8;
  let index = first;
  // The first group has what the others leave.
  if ((whole & 3) > 0) {
    to.setInt16(place, digitsAt(from, index, whole & 3));
    place += 2;
    index += whole & 3;
  }
  for (; index < behind; index += 4, place += 2) to.setInt16(place, fourDigits(from, index));
  for (index = behind + 1; index + 4 <= end; index += 4, place += 2) to.setInt16(place, fourDigits(from, index));
  // The last one is filled up with zeros.
  if (index < end) {
    to.setInt16(place, digitsAt(from, index, end - index) * (end - index === 1 ? 1000 : end - index === 2 ? 100 : 10));
    place += 2;
  }
  to.setInt16(at, (place - at - 8) >> 1);
  to.setInt16(at + 2, ((whole + 3) >> 2) - 1);
  to.setInt16(at + 4, first > start ? 0x4000 : 0);
  to.setInt16(at + 6, scale);
  return place;
};

/** Days since 2000-01-01. */
export const writeDate: WriteValue = (from, start, _end, to, at) => {
  to.setInt32(at, dayAt(from, start));
  return at + 4;
};

/** Microseconds of the day. */
export const writeTime: WriteValue = (from, start, end, to, at) => writeInt64(microsecondsAt(from, start, end), to, at);

/** Microseconds since 2000-01-01; an instant ends with `Z`. Finer digits are rounded. */
export const writeTimestamp: WriteValue = (from, start, end, to, at) => {
  const micros = microsecondsAt(from, start + 11, end);
  // The sum passes 2^53: a day is 20 · 2^32 + dayRest microseconds.
  const day = dayAt(from, start);
  const low = day * dayRest + micros;
  const carry = Math.floor(low / twoTo32);
  to.setInt32(at, day * 20 + carry);
  to.setInt32(at + 4, low - carry * twoTo32);
  return at + 8;
};

export const writeUuid: WriteValue = (from, start, end, to, at) => {
  let place = at;
  for (let index = start; index < end; index++) {
    if (from.getUint8(index) === minus) index++;
    to.setUint8(place++, (hexDigit(from.getUint8(index)) << 4) | hexDigit(from.getUint8(++index)));
  }
  return place;
};

/** From base64. */
export const writeBytes: WriteValue = (from, start, end, to, at) =>
  at + Buffer.from(to.buffer, to.byteOffset + at).write(latin1At(from, start, end), 'base64');

/** A safe integer. */
export function writeInt64(value: number, to: DataView, at: number): number {
  const high = Math.floor(value / twoTo32);
  to.setInt32(at, high);
  to.setInt32(at + 4, value - high * twoTo32);
  return at + 8;
}

const twoTo32 = 2 ** 32;
const dayRest = 86_400_000_000 - 20 * twoTo32;

/** Where the years 0 to 10,000 begin, in days since 2000-01-01: a date is a look-up, not a division. */
const yearDays = Int32Array.from({ length: 10_001 }, (_, year) => daysFromCivil(year, 1, 1) - daysFromCivil(2000, 1, 1));
/** Days of a year before the first of a month, in a year that has no leap day. */
const monthDays = Int32Array.from({ length: 13 }, (_, month) => daysFromCivil(2001, month, 0) - daysFromCivil(2001, 1, 0));

function dayAt(from: DataView, at: number): number {
  const year = fourDigits(from, at);
  const month = twoDigits(from, at + 5);
  const first = yearDays[year] ?? 0;
  const leapDay = month > 2 ? (yearDays[year + 1] ?? 0) - first - 365 : 0;
  return first + (monthDays[month] ?? 0) + leapDay + twoDigits(from, at + 8) - 1;
}

/** `HH:MM:SS`, and perhaps digits behind the second; what follows them does not matter. */
function microsecondsAt(from: DataView, at: number, end: number): number {
  const seconds = 3600 * twoDigits(from, at) + 60 * twoDigits(from, at + 3) + twoDigits(from, at + 6);
  if (at + 8 >= end || from.getUint8(at + 8) !== point) return seconds * 1_000_000;
  let micros = 0;
  for (let index = at + 9; index < at + 15; index++) micros = micros * 10 + digitAt(from, index, end);
  return seconds * 1_000_000 + micros + (digitAt(from, at + 15, end) >= 5 ? 1 : 0);
}

/** 0 behind the last digit. */
function digitAt(from: DataView, at: number, end: number): number {
  const digit = at < end ? from.getUint8(at) - zero : 0;
  return digit >= 0 && digit <= 9 ? digit : 0;
}

function digitsAt(from: DataView, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index++) value = value * 10 + from.getUint8(index) - zero;
  return value;
}

function twoDigits(from: DataView, at: number): number {
  const digits = from.getUint16(at) - 0x3030;
  return (digits >> 8) * 10 + (digits & 255);
}

function fourDigits(from: DataView, at: number): number {
  const digits = from.getInt32(at) - 0x3030_3030;
  return (digits >> 24) * 1000 + ((digits >> 16) & 255) * 100 + ((digits >> 8) & 255) * 10 + (digits & 255);
}

function hexDigit(byte: number): number {
  return byte > 57 ? byte - 87 : byte - zero;
}

export function latin1At(from: DataView, start: number, end: number): string {
  return Buffer.from(from.buffer, from.byteOffset + start, end - start).toString('latin1');
}
