import { LienThongError } from '@lienthong/core';
import { putDecimal } from './decimal.ts';
import { jsonDouble } from './json-number.ts';
import { putAscii, putByte, putBytes, putInteger, putSigned64, putText, putUnsigned64, type TextOut } from './text-out.ts';

// Types of MySQL's binary JSON.
const smallObject = 0;
const largeObject = 1;
const smallArray = 2;
const largeArray = 3;
const literal = 4;
const int16 = 5;
const uint16 = 6;
const int32 = 7;
const uint32 = 8;
const int64 = 9;
const uint64 = 10;
const double = 11;
const string = 12;
const opaque = 15;

const literals = ['null', 'true', 'false'];
const quote = 0x22;

/** MySQL's binary JSON as the server prints it: keys in their stored order, blanks behind comma and colon. */
export function putJson(out: TextOut, from: Buffer, start: number, end: number): void {
  // An empty document is what INSERT IGNORE leaves of NULL.
  if (start === end) putAscii(out, 'null');
  else putValue(out, from, from[start] ?? 0, start + 1);
}

function putValue(out: TextOut, from: Buffer, type: number, at: number): void {
  switch (type) {
    case smallObject:
    case largeObject:
    case smallArray:
    case largeArray:
      return putContainer(out, from, type, at);
    case literal:
      return putAscii(out, literals[from[at] ?? 0] ?? 'null');
    case int16:
      return putInteger(out, from.readInt16LE(at));
    case uint16:
      return putInteger(out, from.readUInt16LE(at));
    case int32:
      return putInteger(out, from.readInt32LE(at));
    case uint32:
      return putInteger(out, from.readUInt32LE(at));
    case int64:
      return putSigned64(out, from, at);
    case uint64:
      return putUnsigned64(out, from, at);
    case double:
      return putAscii(out, jsonDouble(from.readDoubleLE(at)));
    case string: {
      const { length, behind } = readLength(from, at);
      return putQuoted(out, from, behind, behind + length);
    }
    case opaque:
      return putOpaque(out, from, at);
    default:
      throw damaged();
  }
}

function putContainer(out: TextOut, from: Buffer, type: number, at: number): void {
  const isLarge = type === largeObject || type === largeArray;
  const isObject = type === smallObject || type === largeObject;
  const size = isLarge ? 4 : 2;
  const count = from.readUIntLE(at, size);
  const keys = at + size * 2;
  const values = keys + (isObject ? count * (size + 2) : 0);
  putByte(out, isObject ? 0x7b : 0x5b);
  for (let index = 0; index < count; index++) {
    if (index > 0) putAscii(out, ', ');
    if (isObject) {
      const entry = keys + index * (size + 2);
      const key = at + from.readUIntLE(entry, size);
      putQuoted(out, from, key, key + from.readUInt16LE(entry + size));
      putAscii(out, ': ');
    }
    const entry = values + index * (1 + size);
    const valueType = from[entry] ?? 0;
    putValue(out, from, valueType, isInline(valueType, isLarge) ? entry + 1 : at + from.readUIntLE(entry + 1, size));
  }
  putByte(out, isObject ? 0x7d : 0x5d);
}

/** Small values stand in the place of their own offset. */
function isInline(type: number, isLarge: boolean): boolean {
  return type === literal || type === int16 || type === uint16 || (isLarge && (type === int32 || type === uint32));
}

/** Seven bits a byte, the lowest first. */
function readLength(from: Buffer, at: number): { readonly length: number; readonly behind: number } {
  let length = 0;
  for (let index = 0; index < 5; index++) {
    const byte = from[at + index] ?? 0;
    length += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return { length, behind: at + index + 1 };
  }
  throw damaged();
}

const escapes = new Map([
  [quote, '\\"'],
  [0x5c, '\\\\'],
  [0x08, '\\b'],
  [0x0c, '\\f'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
]);

function putQuoted(out: TextOut, from: Buffer, start: number, end: number): void {
  putByte(out, quote);
  let plain = start;
  for (let at = start; at < end; at++) {
    const byte = from[at] ?? 0;
    if (byte >= 0x20 && byte !== quote && byte !== 0x5c) continue;
    putBytes(out, from, plain, at);
    putAscii(out, escapes.get(byte) ?? `\\u${byte.toString(16).padStart(4, '0')}`);
    plain = at + 1;
  }
  putBytes(out, from, plain, end);
  putByte(out, quote);
}

// Types of columns whose values JSON cannot hold by itself.
const newDecimal = 246;
const temporal = { date: 10, time: 11, datetime: 12, timestamp: 7 } as const;

function putOpaque(out: TextOut, from: Buffer, at: number): void {
  const type = from[at] ?? 0;
  const { length, behind } = readLength(from, at + 1);
  switch (type) {
    case newDecimal:
      return putDecimal(out, from, behind + 2, from[behind] ?? 0, from[behind + 1] ?? 0);
    case temporal.date:
    case temporal.datetime:
    case temporal.timestamp:
      return putAscii(out, `"${packedDatetime(from.readBigInt64LE(behind), type === temporal.date)}"`);
    case temporal.time:
      return putAscii(out, `"${packedTime(from.readBigInt64LE(behind))}"`);
    default:
      return putText(out, `"base64:type${type}:${from.toString('base64', behind, behind + length)}"`);
  }
}

const two = (value: number): string => value.toString().padStart(2, '0');

function packedDatetime(packed: bigint, dateOnly: boolean): string {
  const microseconds = Number(packed & 0xffffffn);
  const whole = Number(packed >> 24n);
  const day = Math.floor(whole / 0x20000);
  const months = day >> 5;
  const date = `${Math.floor(months / 13)
    .toString()
    .padStart(4, '0')}-${two(months % 13)}-${two(day & 31)}`;
  if (dateOnly) return date;
  const clock = whole % 0x20000;
  return `${date} ${two(clock >> 12)}:${two((clock >> 6) & 63)}:${two(clock & 63)}.${microseconds.toString().padStart(6, '0')}`;
}

function packedTime(packed: bigint): string {
  const size = packed < 0n ? -packed : packed;
  const clock = Number(size >> 24n);
  const microseconds = Number(size & 0xffffffn);
  const sign = packed < 0n ? '-' : '';
  return `${sign}${two((clock >> 12) & 1023)}:${two((clock >> 6) & 63)}:${two(clock & 63)}.${microseconds.toString().padStart(6, '0')}`;
}

function damaged(): LienThongError {
  return new LienThongError('INTERNAL', { message: 'a JSON value of the log has a form that this version does not know' });
}
