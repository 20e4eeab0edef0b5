import { copyQuoted, copyWords, viewOf } from './copy.ts';
import type { FieldWriter } from './field-writer.ts';

const minus = 45;
const point = 46;
const zero = 48;
const nine = 57;

/** Whether the bytes are a whole number in normal form with at most so many digits: no plus, no leading zero, no minus zero. */
function isWhole(bytes: DataView, start: number, end: number, digits: number): boolean {
  if (start === end) return false;
  const from = bytes.getUint8(start) === minus ? start + 1 : start;
  const count = end - from;
  if (count < 1 || count > digits) return false;
  if (bytes.getUint8(from) === zero) return count === 1 && from === start;
  return areDigits(bytes, from, end);
}

function areDigits(bytes: DataView, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes.getUint8(at);
    if (byte < zero || byte > nine) return false;
  }
  return true;
}

// Every whole number of 15 digits is a double of its own.
const exactDigits = 15;
// 2^63 has 19 digits.
const bigintDigits = 18;

/** As a JSON number. */
export const writeInteger: FieldWriter = (bytes, start, end, out, at) => {
  if (!isWhole(bytes, start, end, exactDigits)) return -1;
  return copyWords(bytes, start, end, out, at);
};

/** As a JSON string. */
export const writeBigint: FieldWriter = (bytes, start, end, out, at) => {
  if (!isWhole(bytes, start, end, bigintDigits)) return -1;
  return copyQuoted(bytes, start, end, out, at);
};

/** `decimal(p,s)` as a JSON string; zeros behind the last digit of the fraction fall away. */
export function decimalWriter(precision: number, scale: number): FieldWriter {
  const wholeDigits = precision - scale;
  return (bytes, start, end, out, at) => {
    const behind = decimalEnd(bytes, start, end, wholeDigits, scale);
    return behind < 0 ? -1 : copyQuoted(bytes, start, behind, out, at);
  };
}

/** Where a plain decimal ends without the zeros behind it; -1 when it is not plain or does not fit. */
function decimalEnd(bytes: DataView, start: number, end: number, wholeDigits: number, scale: number): number {
  if (start === end) return -1;
  const from = bytes.getUint8(start) === minus ? start + 1 : start;
  let dot = from;
  while (dot < end && bytes.getUint8(dot) !== point) dot++;
  if (dot === from || !areDigits(bytes, from, dot)) return -1;
  const isZero = bytes.getUint8(from) === zero;
  // A zero before the point is no digit of it, and stands alone.
  if (isZero ? dot > from + 1 : dot - from > wholeDigits) return -1;
  const behind = fractionEnd(bytes, dot, end, scale);
  // Minus zero is zero: left to the reader of texts.
  return isZero && behind === dot && from > start ? -1 : behind;
}

/** Where digits behind a point end without the last zeros, and the point itself if nothing is left of them. */
export function fractionEnd(bytes: DataView, dot: number, end: number, permitted: number): number {
  if (dot === end) return end;
  if (bytes.getUint8(dot) !== point || dot + 1 === end || !areDigits(bytes, dot + 1, end)) return -1;
  let behind = end;
  while (bytes.getUint8(behind - 1) === zero) behind--;
  if (behind - dot - 1 > permitted) return -1;
  return behind === dot + 1 ? dot : behind;
}

/**
 * A double as a JSON number. Up to 15 digits without exponent are the shortest text of their double already, unless
 * JavaScript would write them with an exponent.
 */
export const writeDouble: FieldWriter = (bytes, start, end, out, at) => {
  if (end - start > exactDigits + 1) return -1;
  const behind = decimalEnd(bytes, start, end, exactDigits, exactDigits);
  if (behind < 0 || behind - start > exactDigits) return -1;
  const from = bytes.getUint8(start) === minus ? start + 1 : start;
  if (bytes.getUint8(from) === zero && behind - from > 6) return -1;
  return copyWords(bytes, start, behind, out, at);
};

/** `t`, `true` and `1`, `f`, `false` and `0`. */
export const writeBoolean: FieldWriter = (bytes, start, end, out, at) => {
  if (end - start !== 1) return -1;
  const byte = bytes.getUint8(start);
  if (byte === 116 || byte === 49) return word(trueBytes, out, at);
  return byte === 102 || byte === zero ? word(falseBytes, out, at) : -1;
};

const trueBytes = viewOf(Buffer.from('true'));
const falseBytes = viewOf(Buffer.from('false'));

function word(bytes: DataView, out: DataView, at: number): number {
  return copyWords(bytes, 0, bytes.byteLength, out, at);
}
