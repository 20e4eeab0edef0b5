import { civilFromDays } from '@lienthong/core';
import { putByte, putInteger, type TextOut } from './text-out.ts';

const dash = 0x2d;
const colon = 0x3a;
const blank = 0x20;

export function fractionBytes(digits: number): number {
  return (digits + 1) >> 1;
}

function putDay(out: TextOut, year: number, month: number, day: number): void {
  putInteger(out, year, 4);
  putByte(out, dash);
  putInteger(out, month, 2);
  putByte(out, dash);
  putInteger(out, day, 2);
}

function putClock(out: TextOut, hour: number, minute: number, second: number): void {
  putInteger(out, hour, 2);
  putByte(out, colon);
  putInteger(out, minute, 2);
  putByte(out, colon);
  putInteger(out, second, 2);
}

/** Stored with an even number of digits. */
function putFraction(out: TextOut, stored: number, digits: number): void {
  if (digits === 0) return;
  putByte(out, 0x2e);
  putInteger(out, digits % 2 === 1 ? Math.floor(stored / 10) : stored, digits);
}

/** DATE: three bytes, year, month of 4 bits and day of 5. */
export function putDate(out: TextOut, from: Buffer, at: number): void {
  const packed = from.readUIntLE(at, 3);
  putDay(out, packed >> 9, (packed >> 5) & 15, packed & 31);
}

/** DATETIME since MySQL 5.6: 40 bits, big-endian. */
export function putDatetime2(out: TextOut, from: Buffer, at: number, digits: number): void {
  const packed = from.readUIntBE(at, 5) - 0x8000000000;
  const day = Math.floor(packed / 0x20000);
  const clock = packed % 0x20000;
  const months = day >> 5;
  putDay(out, Math.floor(months / 13), months % 13, day & 31);
  putByte(out, blank);
  putClock(out, clock >> 12, (clock >> 6) & 63, clock & 63);
  const size = fractionBytes(digits);
  if (size > 0) putFraction(out, from.readUIntBE(at + 5, size), digits);
}

/** TIME since MySQL 5.6: a negative time is the complement, fraction included. */
export function putTime2(out: TextOut, from: Buffer, at: number, digits: number): void {
  const size = fractionBytes(digits);
  const unit = 256 ** size;
  let packed = from.readUIntBE(at, 3 + size) - 0x800000 * unit;
  if (packed < 0) {
    packed = -packed;
    putByte(out, dash);
  }
  const clock = Math.floor(packed / unit);
  putClock(out, (clock >> 12) & 1023, (clock >> 6) & 63, clock & 63);
  putFraction(out, packed % unit, digits);
}

/** TIMESTAMP since MySQL 5.6: seconds, big-endian, then the fraction. */
export function putTimestamp2(out: TextOut, from: Buffer, at: number, digits: number): void {
  const size = fractionBytes(digits);
  putInstant(out, from.readUInt32BE(at), size === 0 ? 0 : from.readUIntBE(at + 4, size), digits);
}

const secondsOfDay = 86_400;

/** Seconds of Unix as date and time in UTC. Zero is the zero date. */
export function putInstant(out: TextOut, seconds: number, fraction: number, digits: number): void {
  if (seconds === 0 && fraction === 0) {
    putDay(out, 0, 0, 0);
    putByte(out, blank);
    putClock(out, 0, 0, 0);
  } else {
    const days = Math.floor(seconds / secondsOfDay);
    const rest = seconds - days * secondsOfDay;
    const { year, month, day } = civilFromDays(days);
    putDay(out, year, month, day);
    putByte(out, blank);
    putClock(out, (rest / 3600) | 0, ((rest / 60) | 0) % 60, rest % 60);
  }
  putFraction(out, fraction, digits);
}

/** DATETIME before MySQL 5.6: YYYYMMDDHHMMSS as a number. */
export function putOldDatetime(out: TextOut, from: Buffer, at: number): void {
  const packed = from.readUInt32LE(at + 4) * 0x100000000 + from.readUInt32LE(at);
  const day = Math.floor(packed / 1_000_000);
  putDay(out, Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100);
  putByte(out, blank);
  const clock = packed % 1_000_000;
  putClock(out, Math.floor(clock / 10_000), Math.floor(clock / 100) % 100, clock % 100);
}

/** TIME before MySQL 5.6: HHMMSS as a signed number. */
export function putOldTime(out: TextOut, from: Buffer, at: number): void {
  const packed = from.readIntLE(at, 3);
  if (packed < 0) putByte(out, dash);
  const clock = Math.abs(packed);
  putClock(out, Math.floor(clock / 10_000), Math.floor(clock / 100) % 100, clock % 100);
}
