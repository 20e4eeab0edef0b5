import { Buffer } from 'node:buffer';
import { daysInMonth } from '../canonical/calendar.ts';

/**
 * Each function reads one value in canonical form from `at` on and gives the place behind it, or 0 when it is not surely
 * one. What ends a line, a line feed, is part of no value: no function reads past it in a line that is well formed.
 */

const zero = 48;
const nine = 57;
const minus = 45;
const point = 46;
const quoteMark = 34;
const backslash = 92;

/** `\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`: the forms of RFC 8785 that need no number. */
export function isShortEscape(byte: number): boolean {
  return byte === quoteMark || byte === backslash || byte === 98 || byte === 102 || byte === 110 || byte === 114 || byte === 116;
}

export function scanBoolean(bytes: DataView, at: number): number {
  if (bytes.getUint8(at) === 116 && bytes.getUint8(at + 1) === 114 && bytes.getUint8(at + 2) === 117 && bytes.getUint8(at + 3) === 101)
    return at + 4;
  const isFalse =
    bytes.getUint8(at) === 102 &&
    bytes.getUint8(at + 1) === 97 &&
    bytes.getUint8(at + 2) === 108 &&
    bytes.getUint8(at + 3) === 115 &&
    bytes.getUint8(at + 4) === 101;
  return isFalse ? at + 5 : 0;
}

/** A whole number of so many digits at most. */
export function scanWhole(bytes: DataView, at: number, digits: number): number {
  const first = bytes.getUint8(at) === minus ? at + 1 : at;
  const end = skipDigits(bytes, first);
  const count = end - first;
  if (count === 0 || count > digits) return 0;
  return bytes.getUint8(first) === zero && (count > 1 || first !== at) ? 0 : end;
}

/** A decimal with so many digits before and behind the point at most; a zero before the point is none. */
function scanDecimal(bytes: DataView, at: number, whole: number, scale: number): number {
  const first = bytes.getUint8(at) === minus ? at + 1 : at;
  const end = skipDigits(bytes, first);
  const count = end - first;
  const isZero = bytes.getUint8(first) === zero;
  if (count === 0 || (isZero ? count > 1 : count > whole)) return 0;
  if (bytes.getUint8(end) !== point) return isZero && first !== at ? 0 : end;
  const last = skipDigits(bytes, end + 1);
  const behind = last - end - 1;
  return behind === 0 || behind > scale || bytes.getUint8(last - 1) === zero ? 0 : last;
}

/** A double that is its own shortest form: up to 15 digits, and too large to be written with an exponent. */
export function scanNumber(bytes: DataView, at: number): number {
  const end = scanDecimal(bytes, at, 15, 15);
  const first = bytes.getUint8(at) === minus ? at + 1 : at;
  if (bytes.getUint8(first) === zero) return end - first > 8 ? 0 : end;
  return end - first > 15 ? 0 : end;
}

/** Reads ten bytes in any case. */
function scanDate(bytes: DataView, at: number): number {
  const year = bytes.getInt32(at) ^ 0x3030_3030;
  const month = bytes.getInt32(at + 4) ^ 0x2d30_302d;
  const day = bytes.getUint16(at + 8) ^ 0x3030;
  if ((month & dashes) !== 0 || ((overNine(year) | overNine(month) | overNine(day)) & highBits) !== 0) return 0;
  const [yearNumber, monthNumber] = [1000 * (year >> 24) + 100 * ((year >> 16) & 255) + low(year), low(month >> 8)];
  const dayNumber = low(day);
  if (yearNumber === 0 || monthNumber < 1 || monthNumber > 12 || dayNumber < 1) return 0;
  return dayNumber <= 28 || dayNumber <= daysInMonth(yearNumber, monthNumber) ? at + 10 : 0;
}

/** A time of day with so many digits behind the second at most. */
function scanTime(bytes: DataView, at: number, fraction: number): number {
  const second = scanSecond(bytes, at);
  if (second === 0 || bytes.getUint8(second) !== point) return second;
  const end = skipDigits(bytes, second + 1);
  const count = end - second - 1;
  return count === 0 || count > fraction || bytes.getUint8(end - 1) === zero ? 0 : end;
}

/** `HH:MM:SS`; reads eight bytes in any case. */
function scanSecond(bytes: DataView, at: number): number {
  const left = bytes.getInt32(at) ^ 0x3030_3a30;
  const right = bytes.getInt32(at + 4) ^ 0x303a_3030;
  if ((left & leftColon) !== 0 || (right & rightColon) !== 0 || ((overNine(left) | overNine(right)) & highBits) !== 0) return 0;
  const minute = 10 * (left & 255) + (right >> 24);
  return low(left >> 16) > 23 || minute > 59 || low(right) > 59 ? 0 : at + 8;
}

export function scanTimestamp(bytes: DataView, at: number, fraction: number): number {
  const day = scanDate(bytes, at);
  return day === 0 || bytes.getUint8(day) !== 84 ? 0 : scanTime(bytes, day + 1, fraction);
}

/** The inside of a JSON string of visible ASCII, or blanks, without escapes. */
export function scanAscii(bytes: DataView, at: number, most: number, lowest: number): number {
  for (let place = at; place <= at + most; place++) {
    const byte = bytes.getUint8(place);
    if (byte === quoteMark) return place;
    if (byte < lowest || byte > 0x7e || byte === backslash) return 0;
  }
  return 0;
}

export function standsAt(bytes: DataView, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index++) if (bytes.getUint8(at + index) !== expected[index]) return false;
  return true;
}

export function textAt(bytes: DataView, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

function skipDigits(bytes: DataView, at: number): number {
  let place = at;
  while (isDigit(bytes.getUint8(place))) place++;
  return place;
}

// Digits and what stands between them, four bytes at a time: what is left of each byte when the expected text is taken away.
const dashes = 0xff00_00ff | 0;
const leftColon = 0x0000_ff00;
const rightColon = 0x00ff_0000;
const highBits = 0x8080_8080 | 0;

/** Bears a high bit where a byte is more than nine. */
function overNine(word: number): number {
  return word | (word + 0x7676_7676);
}

/** The number of the two lowest digits. */
function low(word: number): number {
  return 10 * ((word >> 8) & 255) + (word & 255);
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= nine;
}
