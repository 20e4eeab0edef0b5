import { valuesOfRows } from '@lienthong/core';
import { expect, it } from 'vitest';
import { createRowWriter } from './row-writer.ts';

const plain = { sql: (x: string) => x, text: undefined, binary: false };
const bytes = { ...plain, binary: true };

it('writes what the driver gives, whatever the length and the letters', () => {
  const values = ['', 'a', 'Đặng Thị Ước', '😀'.repeat(40), 'x'.repeat(70_000), 5, -0.1, true, false, null];
  const writer = createRowWriter([plain, bytes]);
  for (const value of values) writer.add([{ value }, { value: Buffer.from([0, 255]) }], 0);
  const rows = valuesOfRows(writer.take());
  expect(rows.map(([value]) => value)).toEqual(
    values.map((value) => (value === true ? '1' : value === false ? '0' : value === null ? null : String(value))),
  );
  expect(rows.every((row) => Buffer.compare(row[1] as Uint8Array, Buffer.from([0, 255])) === 0)).toBe(true);
});

it('makes no text of half a surrogate pair: bytes come, which whoever reads a text refuses', () => {
  const writer = createRowWriter([plain]);
  for (const value of ['a\ud83d', '\ude00b', 'Đặng \ud83d Thị']) writer.add([{ value }], 0);
  expect(valuesOfRows(writer.take()).map(([value]) => value instanceof Uint8Array)).toEqual([true, true, true]);
});

it('uses its memory again, and begins anew', () => {
  const writer = createRowWriter([plain]);
  writer.add([{ value: 'one' }], 0);
  const first = writer.take();
  writer.add([{ value: 'two' }], 0);
  const second = writer.take();
  expect(valuesOfRows(second)).toEqual([['two']]);
  expect(second.bytes).toBe(first.bytes);
  expect(writer.take().count).toBe(0);
});

it('fills single places of a row, and takes those of the driver from where they stand', () => {
  const writer = createRowWriter([plain, plain, plain]);
  writer.addPlaces(new Map([[1, { value: 'key' }]]));
  writer.add([{ value: 'version' }, { value: 'a' }, { value: 'b' }, { value: null }], 1);
  expect(valuesOfRows(writer.take())).toEqual([
    [null, 'key', null],
    ['a', 'b', null],
  ]);
});
