import { viewOf } from '@lienthong/core';
import { expect, it } from 'vitest';
import { type WriteValue, writeNumeric, writeTimestamp } from './binary-values.ts';

function written(write: WriteValue, text: string): Buffer {
  const from = Buffer.from(`..${text}..`);
  const to = Buffer.alloc(100, 0x3f);
  return to.subarray(3, write(viewOf(from), 2, from.length - 2, viewOf(to), 3));
}

// That the server reads them rightly is the round trip's to show (test/round-trip.server.test.ts): here are what it cannot tell.
it('rounds an instant to the microseconds that the server has, over the end of a day and of a year', () => {
  const micros = (text: string) => written(writeTimestamp, text).readBigInt64BE();
  expect(micros('2000-01-01T00:00:00.000000499Z')).toBe(0n);
  expect(micros('2000-01-01T00:00:00.0000005Z')).toBe(1n);
  expect(micros('1999-12-31T23:59:59.9999995Z')).toBe(0n);
  expect(micros('1999-12-31T23:59:59.999999Z')).toBe(-1n);
  expect(micros('0001-01-01T00:00:00Z')).toBe(-63_082_281_600_000_000n);
  expect(micros('9999-12-31T23:59:59.999999Z')).toBe(252_455_615_999_999_999n);
});

it('groups digits by four from the point on, and says how many stand behind it', () => {
  const words = (text: string) => {
    const bytes = written(writeNumeric, text);
    return Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16BE(index * 2));
  };
  expect(words('-12345.678')).toEqual([3, 1, 0x4000, 3, 1, 2345, 6780]);
  expect(words('0')).toEqual([1, 0, 0, 0, 0]);
  expect(words('0.00012')).toEqual([3, 0, 0, 5, 0, 1, 2000]);
  expect(words('18446744073709551615')).toEqual([5, 4, 0, 0, 1844, 6744, 737, 955, 1615]);
});
