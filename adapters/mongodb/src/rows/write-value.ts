import { civilFromDays } from '@lienthong/core';
import { bsonType, typeNames } from '../bson/elements.ts';
import { extendedJson } from '../bson/extended-json.ts';
import { binaryBounds, doubleText, firstInstant, isUuid, lastInstant, scalarText } from '../bson/scalar-text.ts';
import type { SelectedColumn } from '../shape.ts';
import { appendText, learnBytes, learnText, markUnfit, type RowMemory, reserve, setBounds } from './row-memory.ts';

/** Puts the value that lies in the memory from `start` to `end` into a place of the row. */
export function writeValue(
  rows: RowMemory,
  base: number,
  place: number,
  column: SelectedColumn,
  type: number,
  start: number,
  end: number,
): void {
  if (type === bsonType.null || type === bsonType.undefined) return;
  const expected = column.type;
  if (expected !== undefined && !expected.accepts.has(type)) return refuse(rows, base, place, column, type);
  const form = expected === undefined ? ownForm(rows.bytes, type, start) : expected.form;
  if (expected === undefined && form !== 'bytes' && !learnText(rows, place)) return refuse(rows, base, place, column, type);
  if (form === 'text') {
    switch (type) {
      case bsonType.string:
        // As it lies there, without its length and the NUL behind.
        return setBounds(rows, base, place, start + 4, end - 1);
      case bsonType.int:
        return appendInteger(rows, base, place, rows.bytes.readInt32LE(start));
      case bsonType.objectId:
        return appendHex(rows, base, place, start);
      case bsonType.date:
        return appendInstant(rows, base, place, start) ? undefined : refuse(rows, base, place, column, type);
      case bsonType.double:
        return appendText(rows, base, place, doubleText(rows.bytes.readDoubleLE(start)));
      default: {
        const text = scalarText({ type, bytes: rows.bytes, start, end });
        return text === undefined ? refuse(rows, base, place, column, type) : appendText(rows, base, place, text);
      }
    }
  }
  if (form === 'json') return appendText(rows, base, place, extendedJson({ type, bytes: rows.bytes, start, end }));
  // A column of which nothing was known holds bytes from its first value on, or texts.
  if (expected === undefined && !learnBytes(rows, place)) return refuse(rows, base, place, column, type);
  const [from, to] = binaryBounds(rows.bytes, start, end);
  return setBounds(rows, base, place, from, to);
}

function ownForm(bytes: Buffer, type: number, start: number): 'text' | 'json' | 'bytes' {
  switch (type) {
    case bsonType.binData:
      return isUuid(bytes, start) ? 'text' : 'bytes';
    case bsonType.string:
    case bsonType.int:
    case bsonType.long:
    case bsonType.double:
    case bsonType.decimal:
    case bsonType.bool:
    case bsonType.date:
    case bsonType.objectId:
      return 'text';
    default:
      return 'json';
  }
}

function refuse(rows: RowMemory, base: number, place: number, column: SelectedColumn, type: number): void {
  const found = typeNames.get(type) ?? 'unknown';
  const reason =
    column.type === undefined
      ? `is ${found} in a column that held other types before: declare it in the options of the source`
      : column.type.accepts.has(type)
        ? `is ${found} that column ${column.name} (${column.type.native}) cannot represent`
        : `is ${found} where column ${column.name} holds ${column.type.native}: declare the column as text or mixed if that is meant`;
  markUnfit(rows, base, place, reason);
}

const digits = Buffer.from('0123456789abcdef');

function appendInteger(rows: RowMemory, base: number, place: number, value: number): void {
  const bytes = reserve(rows, 11);
  const start = rows.used;
  let at = start;
  let rest = value;
  if (rest < 0) {
    bytes[at++] = 0x2d;
    rest = -rest;
  }
  let size = 1;
  for (let bound = 10; rest >= bound; bound *= 10) size += 1;
  for (let place = at + size - 1; place >= at; place--) {
    bytes[place] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  rows.used = at + size;
  setBounds(rows, base, place, start, rows.used);
}

const millisecondsOfDay = 86_400_000;

/** As `instantText`, without a text. False where the years of four digits end. */
function appendInstant(rows: RowMemory, base: number, place: number, start: number): boolean {
  const milliseconds = rows.bytes.readInt32LE(start + 4) * 0x1_0000_0000 + rows.bytes.readUInt32LE(start);
  if (milliseconds < firstInstant || milliseconds > lastInstant) return false;
  const bytes = reserve(rows, 24);
  const from = rows.used;
  const days = Math.floor(milliseconds / millisecondsOfDay);
  const ofDay = milliseconds - days * millisecondsOfDay;
  const { year, month, day } = civilFromDays(days);
  const seconds = Math.floor(ofDay / 1_000);
  const minutes = Math.floor(seconds / 60);
  twoDigits(bytes, from, Math.floor(year / 100));
  twoDigits(bytes, from + 2, year % 100);
  bytes[from + 4] = 0x2d;
  twoDigits(bytes, from + 5, month);
  bytes[from + 7] = 0x2d;
  twoDigits(bytes, from + 8, day);
  bytes[from + 10] = 0x54;
  twoDigits(bytes, from + 11, Math.floor(minutes / 60));
  bytes[from + 13] = 0x3a;
  twoDigits(bytes, from + 14, minutes % 60);
  bytes[from + 16] = 0x3a;
  twoDigits(bytes, from + 17, seconds % 60);
  bytes[from + 19] = 0x2e;
  bytes[from + 20] = 0x30 + Math.floor((ofDay % 1_000) / 100);
  twoDigits(bytes, from + 21, ofDay % 100);
  bytes[from + 23] = 0x5a;
  rows.used = from + 24;
  setBounds(rows, base, place, from, rows.used);
  return true;
}

function twoDigits(bytes: Buffer, at: number, value: number): void {
  bytes[at] = 0x30 + Math.floor(value / 10);
  bytes[at + 1] = 0x30 + (value % 10);
}

function appendHex(rows: RowMemory, base: number, place: number, start: number): void {
  const bytes = reserve(rows, 24);
  const from = rows.used;
  for (let at = 0; at < 12; at++) {
    const byte = bytes[start + at] ?? 0;
    bytes[from + at * 2] = digits[byte >> 4] ?? 0;
    bytes[from + at * 2 + 1] = digits[byte & 15] ?? 0;
  }
  rows.used = from + 24;
  setBounds(rows, base, place, from, rows.used);
}
