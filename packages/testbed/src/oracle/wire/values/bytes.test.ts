import { Socket } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OracleType, OracleValue } from '../../engine.ts';
import { openLobs } from '../lobs.ts';
import { dataHeadBytes } from '../packets.ts';
import { fieldVersion } from '../protocol.ts';
import { openWriter } from '../writer.ts';
import type { EncodingContext } from './encoding.ts';
import { encodingOf } from './encodings.ts';
import { readMonths, readSeconds } from './intervals.ts';
import { readDate, readLocalTimestamp, readTimestamp, readZonedTimestamp } from './moments.ts';
import { readFloat, readNumber } from './numbers.ts';

const context: EncodingContext = { lobs: openLobs(), fields: fieldVersion.v23, sessionZone: () => '-09:30' };

/** The bytes that a value travels as, without the length before it. */
function bytesOf(type: OracleType, value: Exclude<OracleValue, null>): Buffer {
  const sent: Buffer[] = [];
  const stream = new Socket();
  stream.write = (chunk: Uint8Array | string) => {
    sent.push(Buffer.from(chunk));
    return true;
  };
  Object.defineProperty(stream, 'writable', { value: true });
  const out = openWriter(stream);
  encodingOf({ type }, context).write(out, value);
  out.end();
  stream.destroy();
  return Buffer.concat(sent).subarray(dataHeadBytes + 1);
}

const number: OracleType = { name: 'number', precision: 0, scale: -127 };

// What DUMP shows of them.
test.each([
  ['0', [128]],
  ['1', [193, 2]],
  ['10', [193, 11]],
  ['100', [194, 2]],
  ['123', [194, 2, 24]],
  ['0.1', [192, 11]],
  ['0.01', [192, 2]],
  ['0.001', [191, 11]],
  ['-1', [62, 100, 102]],
  ['-100', [61, 100, 102]],
  ['-123.45', [61, 100, 78, 56, 102]],
  [`-${'9'.repeat(40)}`, [43, ...Array.from({ length: 20 }, () => 2)]],
  [`1${'0'.repeat(125)}`, [255, 11]],
])('NUMBER %s has the bytes of Oracle', (text, bytes) => {
  expect([...bytesOf(number, text)]).toEqual(bytes);
  expect(readNumber(Buffer.from(bytes))).toBe(text);
});

test.each<[OracleType, Exclude<OracleValue, null>, readonly number[]]>([
  [{ name: 'date' }, '2024-02-29 13:45:30', [120, 124, 2, 29, 14, 46, 31]],
  [{ name: 'date' }, '-4712-01-01 00:00:00', [53, 88, 1, 1, 1, 1, 1]],
  [{ name: 'timestamp', scale: 9 }, '2024-02-29 13:45:30.000000000', [120, 124, 2, 29, 14, 46, 31]],
  [{ name: 'timestamp', scale: 9 }, '2024-02-29 13:45:30.000000001', [120, 124, 2, 29, 14, 46, 31, 0, 0, 0, 1]],
  [{ name: 'timestamp with time zone', scale: 0 }, '2024-03-01 06:45:30 +07:30', [120, 124, 2, 29, 24, 16, 31, 0, 0, 0, 0, 27, 90]],
  // Behind 4 October 1582 comes the 15th, and before the year 1 the one before Christ.
  [{ name: 'timestamp with time zone', scale: 0 }, '1582-10-15 03:00:00 +07:00', [115, 182, 10, 4, 21, 1, 1, 0, 0, 0, 0, 27, 60]],
  [{ name: 'timestamp with time zone', scale: 0 }, '1582-10-04 20:00:00 -07:00', [115, 182, 10, 15, 4, 1, 1, 0, 0, 0, 0, 13, 60]],
  [{ name: 'timestamp with time zone', scale: 0 }, '0001-01-01 03:00:00 +07:00', [100, 99, 12, 31, 21, 1, 1, 0, 0, 0, 0, 27, 60]],
  [{ name: 'binary_double' }, 1, [191, 240, 0, 0, 0, 0, 0, 0]],
  [{ name: 'binary_float' }, -1, [64, 127, 255, 255]],
])('%o of %s has the bytes of Oracle', (type, value, bytes) => {
  expect([...bytesOf(type, value)]).toEqual(bytes);
});

const nanoseconds = fc.integer({ min: 0, max: 999_999_999 }).map((value) => String(value).padStart(9, '0'));
const moment = fc
  .tuple(fc.date({ min: new Date('0001-01-03T00:00:00Z'), max: new Date('9999-12-29T00:00:00Z'), noInvalidDate: true }), fc.boolean())
  .map(([date, isBeforeChrist]) => `${isBeforeChrist ? '-' : ''}${date.toISOString().slice(-24, -5).padStart(19, '0').replace('T', ' ')}`)
  // Days that Oracle's calendar does not have, and years that it does not reach.
  .filter((text) => !/^1582-10-(0[5-9]|1[0-4])|^-(4[89]|47[2-9]|471[3-9]|[5-9])/.test(text) && !/^-?\d\d(\d\d)-02-29/.test(text));
const offset = fc
  .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 59 }))
  .map(([sign, hours, minutes]) =>
    hours + minutes === 0 ? '+00:00' : `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`,
  );

test('moments of every kind are read as they were written', () => {
  fc.assert(
    fc.property(moment, nanoseconds, offset, (text, fraction, zone) => {
      const whole = `${text}.${fraction}`;
      expect(readDate(bytesOf({ name: 'date' }, text))).toBe(text);
      expect(readTimestamp(bytesOf({ name: 'timestamp', scale: 9 }, whole))).toBe(whole);
      expect(readZonedTimestamp(bytesOf({ name: 'timestamp with time zone', scale: 9 }, `${whole} ${zone}`))).toBe(`${whole} ${zone}`);
      expect(readLocalTimestamp(bytesOf({ name: 'timestamp with local time zone', scale: 9 }, whole), '-09:30')).toBe(whole);
    }),
    { numRuns: 500 },
  );
});

test('numbers, floats and intervals are read as they were written', () => {
  const digits = fc.tuple(fc.boolean(), fc.bigInt({ min: 1n, max: 10n ** 38n - 1n }), fc.integer({ min: 0, max: 80 }));
  const days = fc.tuple(fc.constantFrom('+', '-'), fc.integer({ min: 1, max: 99 }), nanoseconds);
  fc.assert(
    fc.property(digits, fc.double(), fc.float(), days, ([isNegative, units, scale], double, single, [sign, day, fraction]) => {
      const padded = String(units).padStart(scale + 1, '0');
      const placed = scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`.replace(/\.?0+$/, '');
      const text = `${isNegative ? '-' : ''}${placed}`;
      expect(readNumber(bytesOf(number, text))).toBe(text);
      expect(readFloat(bytesOf({ name: 'binary_double' }, double))).toBe(double === 0 ? 0 : double);
      expect(readFloat(bytesOf({ name: 'binary_float' }, single))).toBe(single === 0 ? 0 : single);
      const interval = `${sign}${String(day).padStart(2, '0')} 23:00:59.${fraction}`;
      expect(readSeconds(bytesOf({ name: 'interval day to second', precision: 2, scale: 9 }, interval))).toBe(interval);
      const months = `${sign}${String(day).padStart(2, '0')}-11`;
      expect(readMonths(bytesOf({ name: 'interval year to month', precision: 2 }, months))).toBe(months);
    }),
    { numRuns: 500 },
  );
});

test.each<[OracleType, Exclude<OracleValue, null>, RegExp]>([
  [number, 1, /a text/],
  [number, '1e5', /plain digits/],
  [number, '1'.repeat(41), /40 digits/],
  [number, `1${'0'.repeat(126)}`, /beyond/],
  [{ name: 'binary_double' }, '1', /a number/],
  [{ name: 'date' }, '2024/02/29', /digit/],
  [{ name: 'timestamp', scale: 9 }, '2024-02-29 00:00:00.1234567890', /nine digits/],
  [{ name: 'timestamp with time zone', scale: 9 }, '2024-02-29 00:00:00 Nowhere/Else', /not known/],
  [{ name: 'interval year to month', precision: 2 }, '01-02', /without a sign/],
  [{ name: 'rowid' }, 'AAAR3sAAEAAAACXAA', /18 characters/],
  [{ name: 'varchar2', length: 0 }, 'a', /length 0/],
  [{ name: 'raw', length: 2 }, 'ab', /bytes belong/],
  [{ name: 'boolean' }, 'true', /a boolean/],
])('%o refuses %s of an engine', (type, value, message) => {
  expect(() => bytesOf(type, value)).toThrow(message);
});
