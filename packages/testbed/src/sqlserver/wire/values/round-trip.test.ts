import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { SqlType, SqlValue } from '../../engine.ts';
import { openTokenWriter } from '../token-writer.ts';
import { encodingOf } from './encodings.ts';
import { readValue } from './reading.ts';

/** The bytes that a value travels as, without the length before it. */
function bytesOf(type: SqlType, value: Exclude<SqlValue, null>, lengthBytes: number): Buffer {
  const sent: Buffer[] = [];
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _, done) => {
      sent.push(chunk);
      done();
    },
  });
  const out = openTokenWriter(stream, 0);
  encodingOf({ name: '', type, nullable: true }, 'db').write(out, value);
  out.end();
  return Buffer.concat(sent).subarray(8 + lengthBytes);
}

const decimal = (precision: number, scale: number): SqlType => ({ name: 'decimal', precision, scale });
const offset: SqlType = { name: 'datetimeoffset', scale: 7 };

// What tedious reads as a double or a Date, and so cannot show whole.
test.each<[SqlType, string]>([
  [decimal(38, 0), '99999999999999999999999999999999999999'],
  [decimal(38, 38), '-0.99999999999999999999999999999999999999'],
  [decimal(28, 4), '-999999999999999999999999.9999'],
  [decimal(19, 0), '9223372036854775807'],
  [decimal(16, 8), '12345678.90123456'],
  [decimal(9, 9), '0.000000001'],
  [decimal(5, 0), '0'],
  [{ name: 'money' }, '922337203685477.5807'],
  [{ name: 'money' }, '-922337203685477.5808'],
  [{ name: 'money' }, '-0.0001'],
  [{ name: 'smallmoney' }, '-214748.3648'],
  [offset, '2024-02-29 00:00:00.0000001 +07:00'],
  [offset, '2024-02-29 23:59:59.9999999 -14:00'],
  [offset, '0001-01-02 03:00:00.0000000 +14:00'],
  [{ name: 'datetimeoffset', scale: 0 }, '1999-12-31 23:59:59 -00:30'],
  [{ name: 'datetime2', scale: 7 }, '9999-12-31 23:59:59.9999999'],
  [{ name: 'datetime2', scale: 2 }, '0001-01-01 00:00:00.01'],
  [{ name: 'date' }, '1900-02-28'],
  [{ name: 'date' }, '2000-02-29'],
  [{ name: 'time', scale: 4 }, '23:59:59.9999'],
  [{ name: 'datetime' }, '1753-01-01 00:00:00.003'],
  [{ name: 'datetime' }, '9999-12-31 23:59:59.997'],
  [{ name: 'smalldatetime' }, '2079-06-06 23:59:00'],
  [{ name: 'uniqueidentifier' }, '00010203-0405-0607-0809-0A0B0C0D0E0F'],
])('%o keeps %s', (type, value) => {
  expect(readValue(type, bytesOf(type, value, 1))).toBe(value);
});

test('bytes are those of MS-TDS', () => {
  const hex = (type: SqlType, value: Exclude<SqlValue, null>): string => bytesOf(type, value, 0).toString('hex');
  // Sign, then 10000 * 1.5 in little-endian; money has its upper half first; the first three groups of a uniqueidentifier are turned.
  expect(hex(decimal(9, 4), '1.5000')).toBe('0501983a0000');
  expect(hex({ name: 'money' }, '1.5000')).toBe('0800000000983a0000');
  expect(hex({ name: 'uniqueidentifier' }, '00010203-0405-0607-0809-0A0B0C0D0E0F')).toBe(
    '1003020100050407060809 0a0b0c0d0e0f'.replace(' ', ''),
  );
  // 730119 days from 0001-01-01 to 2000-01-01, less one; 12:00 is 43200 s, and 300 ticks are one of datetime's.
  expect(hex({ name: 'date' }, '2000-01-01')).toBe('0307240b');
  expect(hex({ name: 'datetime' }, '1900-01-02 12:00:00.000')).toBe('080100000000c1c500');
  expect(hex({ name: 'time', scale: 0 }, '12:00:00')).toBe('03c0a800');
  expect(hex({ name: 'datetimeoffset', scale: 0 }, '2000-01-01 07:00:00 +07:00')).toBe('0800000007240ba401');
});

test.each<[SqlType, Exclude<SqlValue, null>, RegExp]>([
  [{ name: 'int' }, '1', /a number/],
  [{ name: 'int' }, 2 ** 31, /out of range/],
  [{ name: 'tinyint' }, 256, /0 to 255/],
  [{ name: 'bigint' }, 1, /a bigint/],
  [{ name: 'bit' }, 1, /a boolean/],
  [decimal(9, 4), '1.5', /1 decimals where the column has 4/],
  [{ name: 'date' }, '2024/02/29', /YYYY-MM-DD/],
  [{ name: 'time', scale: 3 }, '12:00:00.1234', /4 decimals where 3 fit/],
  [{ name: 'datetime2', scale: 0 }, '2024-02-29 1x:00:00', /digit/],
  [{ name: 'uniqueidentifier' }, 'x', /another form/],
  [{ name: 'varchar', length: 2, collation: 'Vietnamese_CI_AS' }, 'ab', /bytes belongs/],
  [{ name: 'varchar', length: 2, collation: 'Vietnamese_CI_AS' }, Buffer.from('abc'), /3 bytes for a column of 2/],
  [{ name: 'nvarchar', length: 2, collation: 'Vietnamese_CI_AS' }, 'abc', /6 bytes for a column of 4/],
  [{ name: 'sql_variant' }, 'x', /a variant/],
  [{ name: 'sql_variant' }, { type: { name: 'xml' }, value: '<a/>' }, /No sql_variant has the type xml/],
])('%o refuses %s of an engine', (type, value, message) => {
  expect(() => bytesOf(type, value, 0)).toThrow(message);
});
