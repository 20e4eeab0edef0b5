import { type Decimal, decodeDecimal128, towardsZero } from './decimal.ts';
import { bsonType, canonical, canonicalOf } from './types.ts';
import { endOf, type Value } from './value.ts';

/**
 * A value as a string of bytes (one character each, U+0000 to U+00FF) such that comparing two strings with `<` is comparing the
 * values in MongoDB's order of all BSON values, and two are equal when MongoDB's comparison says so (1 and 1.0 and NumberLong(1)).
 * No key is the beginning of another, so keys of several values can stand one behind the other.
 */
export type KeyString = string;

/** The key of a field that is not there: it compares as `undefined` does. */
export const missingKey: KeyString = String.fromCharCode(canonical.undefined);

/** The key of null, as which `sort` counts a missing field. */
export const nullKey: KeyString = String.fromCharCode(canonical.null);

// Reused by every call; a call never waits, so nobody sees another one's bytes.
let scratch = Buffer.allocUnsafe(64 * 1024);
let length = 0;

export function keyOf(value: Value): KeyString {
  length = 0;
  appendValue(value.type, value.bytes, value.start, value.end);
  return scratch.toString('latin1', 0, length);
}

function room(bytes: number): void {
  if (length + bytes <= scratch.length) return;
  const larger = Buffer.allocUnsafe(2 * (length + bytes));
  scratch.copy(larger, 0, 0, length);
  scratch = larger;
}

function appendByte(byte: number): void {
  room(1);
  scratch[length++] = byte;
}

function appendBytes(bytes: Buffer, start: number, end: number): void {
  room(end - start);
  bytes.copy(scratch, length, start, end);
  length += end - start;
}

function appendValue(type: number, bytes: Buffer, start: number, end: number): void {
  appendByte(canonicalOf(type));
  switch (type) {
    case bsonType.int:
      return appendDouble(bytes.readInt32LE(start));
    case bsonType.double:
      return appendDouble(bytes.readDoubleLE(start));
    case bsonType.long:
      return appendLong(bytes.readBigInt64LE(start));
    case bsonType.decimal:
      return appendDecimal(decodeDecimal128(bytes, start));
    case bsonType.string:
    case bsonType.symbol:
    case bsonType.javascript:
      return appendText(bytes, start + 4, end - 1);
    case bsonType.object:
      return appendObject(bytes, start, end);
    case bsonType.array:
      return appendArray(bytes, start, end);
    case bsonType.objectId:
    case bsonType.bool:
      return appendBytes(bytes, start, end);
    default:
      return appendRare(type, bytes, start, end);
  }
}

function appendRare(type: number, bytes: Buffer, start: number, end: number): void {
  switch (type) {
    case bsonType.date:
      return appendUnsigned(BigInt.asUintN(64, bytes.readBigInt64LE(start) ^ (1n << 63n)));
    case bsonType.timestamp:
      return appendUnsigned(bytes.readBigUInt64LE(start));
    case bsonType.binData:
      appendLength(bytes.readInt32LE(start));
      return appendBytes(bytes, start + 4, end);
    case bsonType.dbPointer:
      appendLength(bytes.readInt32LE(start));
      return appendBytes(bytes, start + 4, end);
    case bsonType.regex:
      return appendBytes(bytes, start, end);
    case bsonType.javascriptWithScope: {
      const scope = start + 8 + bytes.readInt32LE(start + 4);
      appendText(bytes, start + 8, scope - 1);
      return appendObject(bytes, scope, end);
    }
    default:
      return;
  }
}

function appendUnsigned(value: bigint): void {
  room(8);
  scratch.writeBigUInt64BE(value, length);
  length += 8;
}

function appendLength(value: number): void {
  room(4);
  scratch.writeUInt32BE(value, length);
  length += 4;
}

/** Zero bytes become 00 FF and a 00 ends the text: no type begins with FF, so a shorter text stays before a longer one. */
function appendText(bytes: Buffer, start: number, end: number): void {
  room(2 * (end - start) + 1);
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    scratch[length++] = byte;
    if (byte === 0) scratch[length++] = 0xff;
  }
  scratch[length++] = 0;
}

/** Field by field: first the type, then the name, then the value; an object that ends is less than one that goes on. */
function appendObject(bytes: Buffer, start: number, end: number): void {
  let at = start + 4;
  while (at < end - 1) {
    const type = bytes[at] ?? 0;
    const nameEnd = bytes.indexOf(0, at + 1);
    const valueEnd = endOf(type, bytes, nameEnd + 1);
    appendByte(canonicalOf(type));
    appendBytes(bytes, at + 1, nameEnd + 1);
    appendValue(type, bytes, nameEnd + 1, valueEnd);
    at = valueEnd;
  }
  appendByte(0);
}

function appendArray(bytes: Buffer, start: number, end: number): void {
  let at = start + 4;
  while (at < end - 1) {
    const type = bytes[at] ?? 0;
    const valueStart = bytes.indexOf(0, at + 1) + 1;
    const valueEnd = endOf(type, bytes, valueStart);
    appendValue(type, bytes, valueStart, valueEnd);
    at = valueEnd;
  }
  appendByte(0);
}

/**
 * A number is a double not farther from zero, in eight bytes that sort, and a mark: it is that double, or it is more and its
 * decimal digits follow. Doubles, ints and most longs need nothing more; 2^53+1 and decimals stay exact.
 */
function appendDouble(value: number): void {
  // -0 equals 0, and -0 + 0 is 0.
  appendPrefix(value + 0);
  appendByte(value < 0 || Number.isNaN(value) ? 0xff : 0);
}

function appendPrefix(value: number): void {
  room(8);
  if (Number.isNaN(value)) scratch.fill(0, length, length + 8);
  else {
    scratch.writeDoubleBE(value, length);
    if ((scratch[length] ?? 0) >= 0x80) for (let at = length; at < length + 8; at++) scratch[at] = ~(scratch[at] ?? 0);
    else scratch[length] = (scratch[length] ?? 0) | 0x80;
  }
  length += 8;
}

function appendLong(value: bigint): void {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return appendDouble(number);
  const negative = value < 0n;
  appendDecimal({ negative, coefficient: negative ? -value : value, exponent: 0 });
}

function appendDecimal(decimal: Decimal | number): void {
  if (typeof decimal === 'number') return appendDouble(decimal);
  if (decimal.coefficient === 0n) return appendDouble(0);
  const { double, exact } = towardsZero(decimal);
  const signed = decimal.negative ? -double : double;
  if (exact) return appendDouble(signed);
  appendPrefix(signed);
  const start = length;
  appendByte(1);
  appendDigits(decimal);
  if (decimal.negative) for (let at = start; at < length; at++) scratch[at] = ~(scratch[at] ?? 0);
}

/** `0.digits * 10^power`: the power first, then the digits without zeros behind. */
function appendDigits({ coefficient, exponent }: Decimal): void {
  const all = coefficient.toString();
  const digits = all.replace(/0+$/, '');
  room(2 + digits.length + 1);
  scratch.writeUInt16BE(exponent + all.length + 0x8000, length);
  scratch.write(digits, length + 2, 'latin1');
  length += 2 + digits.length;
  scratch[length++] = 0;
}
