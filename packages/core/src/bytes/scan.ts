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
const colon = 58;
const quoteMark = 34;
const backslash = 92;

/** The inside of a JSON string that surely is in NFC; negative when it holds an escape. */
export function scanText(bytes: Uint8Array, at: number): number {
  let escaped = false;
  for (let place = at; ; place++) {
    const byte = bytes[place] ?? 0;
    if (byte >= 0x80) {
      // Two bytes up to U+02FF, three in U+1E00 … U+1EFF: nothing there combines or decomposes. The text is valid UTF-8.
      if (byte <= 0xcb) place++;
      else if (byte === 0xe1 && isVietnamese(bytes[place + 1] ?? 0)) place += 2;
      else return 0;
    } else if (byte === quoteMark) return escaped ? -place : place;
    else if (byte < 0x20) return 0;
    else if (byte === backslash) {
      if (!isShortEscape(bytes[++place] ?? 0)) return 0;
      escaped = true;
    }
  }
}

function isVietnamese(second: number): boolean {
  return second >= 0xb8 && second <= 0xbb;
}

/** `\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`: the forms of RFC 8785 that need no number. */
function isShortEscape(byte: number): boolean {
  return byte === quoteMark || byte === backslash || byte === 98 || byte === 102 || byte === 110 || byte === 114 || byte === 116;
}

/** Code points of a text that `scanText` has read. */
export function countPoints(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === backslash) at++;
    if ((byte & 0xc0) !== 0x80) count++;
  }
  return count;
}

export function scanBoolean(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 116 && bytes[at + 1] === 114 && bytes[at + 2] === 117 && bytes[at + 3] === 101) return at + 4;
  const isFalse = bytes[at] === 102 && bytes[at + 1] === 97 && bytes[at + 2] === 108 && bytes[at + 3] === 115 && bytes[at + 4] === 101;
  return isFalse ? at + 5 : 0;
}

/** A whole number of so many digits at most. */
export function scanWhole(bytes: Uint8Array, at: number, digits: number): number {
  const first = bytes[at] === minus ? at + 1 : at;
  const end = skipDigits(bytes, first);
  const count = end - first;
  if (count === 0 || count > digits) return 0;
  return bytes[first] === zero && (count > 1 || first !== at) ? 0 : end;
}

/** A decimal with so many digits before and behind the point at most; a zero before the point is none. */
export function scanDecimal(bytes: Uint8Array, at: number, whole: number, scale: number): number {
  const first = bytes[at] === minus ? at + 1 : at;
  const end = skipDigits(bytes, first);
  const count = end - first;
  const isZero = bytes[first] === zero;
  if (count === 0 || (isZero ? count > 1 : count > whole)) return 0;
  if (bytes[end] !== point) return isZero && first !== at ? 0 : end;
  const last = skipDigits(bytes, end + 1);
  const behind = last - end - 1;
  return behind === 0 || behind > scale || bytes[last - 1] === zero ? 0 : last;
}

/** A double that is its own shortest form: up to 15 digits, and too large to be written with an exponent. */
export function scanNumber(bytes: Uint8Array, at: number): number {
  const end = scanDecimal(bytes, at, 15, 15);
  const first = bytes[at] === minus ? at + 1 : at;
  if (bytes[first] === zero) return end - first > 8 ? 0 : end;
  return end - first > 15 ? 0 : end;
}

export function scanDate(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== minus || bytes[at + 7] !== minus) return 0;
  const century = twoDigits(bytes, at);
  const year = twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  if (century < 0 || year < 0 || century + year === 0 || month < 1 || month > 12 || day < 1) return 0;
  return day <= 28 || day <= daysInMonth(century * 100 + year, month) ? at + 10 : 0;
}

/** A time of day with so many digits behind the second at most. */
export function scanTime(bytes: Uint8Array, at: number, fraction: number): number {
  const second = scanSecond(bytes, at);
  if (second === 0 || bytes[second] !== point) return second;
  const end = skipDigits(bytes, second + 1);
  const count = end - second - 1;
  return count === 0 || count > fraction || bytes[end - 1] === zero ? 0 : end;
}

/** `HH:MM:SS` */
export function scanSecond(bytes: Uint8Array, at: number): number {
  if (bytes[at + 2] !== colon || bytes[at + 5] !== colon) return 0;
  const hour = twoDigits(bytes, at);
  const minute = twoDigits(bytes, at + 3);
  const second = twoDigits(bytes, at + 6);
  return hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ? 0 : at + 8;
}

export function scanTimestamp(bytes: Uint8Array, at: number, fraction: number): number {
  const day = scanDate(bytes, at);
  return day === 0 || bytes[day] !== 84 ? 0 : scanTime(bytes, day + 1, fraction);
}

export function scanInstant(bytes: Uint8Array, at: number, fraction: number): number {
  const end = scanTimestamp(bytes, at, fraction);
  return end === 0 || bytes[end] !== 90 ? 0 : end + 1;
}

export function scanUuid(bytes: Uint8Array, at: number): number {
  for (let index = 0; index < 36; index++) {
    const byte = bytes[at + index] ?? 0;
    if (index === 8 || index === 13 || index === 18 || index === 23) {
      if (byte !== minus) return 0;
    } else if (!isDigit(byte) && !(byte >= 97 && byte <= 102)) return 0;
  }
  return at + 36;
}

/** The inside of a JSON string of visible ASCII, or blanks, without escapes. */
export function scanAscii(bytes: Uint8Array, at: number, most: number, lowest: number): number {
  for (let place = at; place <= at + most; place++) {
    const byte = bytes[place] ?? 0;
    if (byte === quoteMark) return place;
    if (byte < lowest || byte > 0x7e || byte === backslash) return 0;
  }
  return 0;
}

/** The version of a record: `0` for reads, or `1:…`. */
export function scanVersion(bytes: Uint8Array, at: number, op: number): number {
  if (bytes[at] === zero) return op === 114 && bytes[at + 1] === quoteMark ? at + 1 : 0;
  if (bytes[at] !== zero + 1 || bytes[at + 1] !== colon) return 0;
  const end = scanAscii(bytes, at + 2, 200, 0x21);
  return end === at + 2 ? 0 : end;
}

/** A whole number that `scanWhole` has read, of up to 15 digits. */
export function wholeAt(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === minus;
  let value = 0;
  for (let at = negative ? start + 1 : start; at < end; at++) value = value * 10 + (bytes[at] ?? 0) - zero;
  return negative ? -value : value;
}

export function isOneOf(bytes: Uint8Array, start: number, end: number, list: readonly Uint8Array[]): boolean {
  for (const permitted of list) if (permitted.length === end - start && standsAt(bytes, start, permitted)) return true;
  return false;
}

export function standsAt(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return false;
  return true;
}

export function textAt(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

function skipDigits(bytes: Uint8Array, at: number): number {
  let place = at;
  while (isDigit(bytes[place] ?? 0)) place++;
  return place;
}

/** -1 when they are not two digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const high = bytes[at] ?? 0;
  const low = bytes[at + 1] ?? 0;
  return isDigit(high) && isDigit(low) ? (high - zero) * 10 + low - zero : -1;
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= nine;
}
