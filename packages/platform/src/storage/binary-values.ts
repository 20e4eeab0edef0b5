import { daysFromCivil } from '@lienthong/core';

/**
 * Values in PostgreSQL's binary format, which the server takes over without reading text: "Binary Format" of COPY, and the
 * `…recv` functions of its types. Each writer takes a canonical text as UTF-8 between `start` and `end`, writes behind `at`
 * and gives the place behind what it wrote; there is room.
 */
export type WriteValue = (from: Buffer, start: number, end: number, to: Buffer, at: number) => number;

/** What a value may take more than its text: a number is at most a header of eight bytes and two bytes for four digits. */
export const moreThanText = 16;

/** Below so many bytes a loop is faster than a call out of JavaScript. */
const shortBytes = 48;

const [zero, minus, point, letterT] = [48, 45, 46, 116];

export const writeText: WriteValue = (from, start, end, to, at) => {
  if (end - start > shortBytes) return at + from.copy(to, at, start, end);
  let place = at;
  for (let index = start; index < end; index++) to[place++] = from[index] ?? 0;
  return place;
};

/** A byte for the version of the format, and JSON. */
export const writeJson: WriteValue = (from, start, end, to, at) => {
  to[at] = 1;
  return writeText(from, start, end, to, at + 1);
};

export const writeBoolean: WriteValue = (from, start, _end, to, at) => {
  to[at] = from[start] === letterT ? 1 : 0;
  return at + 1;
};

/** Up to ±(2^53 − 1). */
export const writeBigint: WriteValue = (from, start, end, to, at) => {
  const negative = from[start] === minus;
  let value = 0;
  // A digit, not its code, is added: the sum may stand right below 2^53.
  for (let index = negative ? start + 1 : start; index < end; index++) value = value * 10 + ((from[index] ?? 0) - zero);
  return writeInt64(negative ? -value : value, to, at);
};

export const writeDouble: WriteValue = (from, start, end, to, at) => to.writeDoubleBE(Number(from.toString('latin1', start, end)), at);

/** Digits in groups of four from the point on: count of groups, weight of the first, sign, digits behind the point, groups. */
export const writeNumeric: WriteValue = (from, start, end, to, at) => {
  const first = from[start] === minus ? start + 1 : start;
  let behind = first;
  while (behind < end && from[behind] !== point) behind++;
  const wholeGroups = (behind - first + 3) >> 2;
  let place = at + 8;
  let group = 0;
  for (let index = first; index < behind; index++) {
    group = group * 10 + (from[index] ?? 0) - zero;
    if (((behind - index) & 3) !== 1) continue;
    to[place++] = group >> 8;
    to[place++] = group & 255;
    group = 0;
  }
  const scale = behind < end ? end - behind - 1 : 0;
  for (let index = 0; index < ((scale + 3) & ~3); index++) {
    group = group * 10 + (index < scale ? (from[behind + 1 + index] ?? 0) - zero : 0);
    if ((index & 3) !== 3) continue;
    to[place++] = group >> 8;
    to[place++] = group & 255;
    group = 0;
  }
  writeInt16((place - at - 8) >> 1, to, at);
  writeInt16(wholeGroups - 1, to, at + 2);
  writeInt16(first > start ? 0x4000 : 0, to, at + 4);
  writeInt16(scale, to, at + 6);
  return place;
};

/** Days since 2000-01-01. */
export const writeDate: WriteValue = (from, start, _end, to, at) => writeInt32(dayAt(from, start), to, at);

/** Microseconds of the day. */
export const writeTime: WriteValue = (from, start, end, to, at) => writeInt64(microsecondsAt(from, start, end), to, at);

/** Microseconds since 2000-01-01; an instant ends with `Z`. Finer digits are rounded. */
export const writeTimestamp: WriteValue = (from, start, end, to, at) => {
  const micros = microsecondsAt(from, start + 11, end);
  // The sum passes 2^53: a day is 20 · 2^32 + dayRest microseconds.
  const day = dayAt(from, start);
  const low = day * dayRest + micros;
  const carry = Math.floor(low / twoTo32);
  writeInt32(day * 20 + carry, to, at);
  return writeInt32(low - carry * twoTo32, to, at + 4);
};

export const writeUuid: WriteValue = (from, start, end, to, at) => {
  let place = at;
  for (let index = start; index < end; index++) {
    if (from[index] === minus) index++;
    to[place++] = (hexDigit(from[index] ?? 0) << 4) | hexDigit(from[++index] ?? 0);
  }
  return place;
};

/** From base64. */
export const writeBytes: WriteValue = (from, start, end, to, at) => at + to.write(from.toString('latin1', start, end), at, 'base64');

export function writeInt16(value: number, to: Buffer, at: number): number {
  to[at] = value >> 8;
  to[at + 1] = value & 255;
  return at + 2;
}

export function writeInt32(value: number, to: Buffer, at: number): number {
  to[at] = value >> 24;
  to[at + 1] = value >> 16;
  to[at + 2] = value >> 8;
  to[at + 3] = value;
  return at + 4;
}

/** A safe integer. */
export function writeInt64(value: number, to: Buffer, at: number): number {
  const high = Math.floor(value / twoTo32);
  writeInt32(high, to, at);
  return writeInt32(value - high * twoTo32, to, at + 4);
}

const twoTo32 = 2 ** 32;
const dayRest = 86_400_000_000 - 20 * twoTo32;
const firstDay = daysFromCivil(2000, 1, 1);

function dayAt(from: Buffer, at: number): number {
  const year = 100 * twoDigits(from, at) + twoDigits(from, at + 2);
  return daysFromCivil(year, twoDigits(from, at + 5), twoDigits(from, at + 8)) - firstDay;
}

/** `HH:MM:SS`, and perhaps digits behind the second; what follows them does not matter. */
function microsecondsAt(from: Buffer, at: number, end: number): number {
  const seconds = 3600 * twoDigits(from, at) + 60 * twoDigits(from, at + 3) + twoDigits(from, at + 6);
  if (at + 8 >= end || from[at + 8] !== point) return seconds * 1_000_000;
  let micros = 0;
  for (let index = 0; index < 6; index++) micros = micros * 10 + digitAt(from, at + 9 + index, end);
  return seconds * 1_000_000 + micros + (digitAt(from, at + 15, end) >= 5 ? 1 : 0);
}

function digitAt(from: Buffer, at: number, end: number): number {
  const digit = (from[at] ?? 0) - zero;
  return at < end && digit >= 0 && digit <= 9 ? digit : 0;
}

function twoDigits(from: Buffer, at: number): number {
  return 10 * ((from[at] ?? 0) - zero) + (from[at + 1] ?? 0) - zero;
}

function hexDigit(byte: number): number {
  return byte > 57 ? byte - 87 : byte - zero;
}
