import { civilFromDays } from '@lienthong/core';
import { firstInstant, lastInstant } from '../bson/scalar-text.ts';
import { type RowMemory, reserve, setBounds } from './row-memory.ts';

const digits = Buffer.from('0123456789abcdef');

/** A whole number of 32 bits. */
export function appendInteger(rows: RowMemory, base: number, place: number, value: number): void {
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
export function appendInstant(rows: RowMemory, base: number, place: number, start: number): boolean {
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

/** The twelve bytes of an ObjectId. */
export function appendHex(rows: RowMemory, base: number, place: number, start: number): void {
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
