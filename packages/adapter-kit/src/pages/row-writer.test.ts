import { valuesOfRows } from '@lienthong/core';
import { expect, it } from 'vitest';
import type { DriverValue } from '../driver-row.ts';
import { createRowWriter, type ValueForm } from './row-writer.ts';

const plain: ValueForm = { text: undefined, binary: false };
const bytes: ValueForm = { ...plain, binary: true };
const writerOf = (...forms: readonly ValueForm[]) => createRowWriter<readonly DriverValue[]>(forms, (row, place) => row[place]);

it('writes what the driver gives, whatever the length and the letters', () => {
  const values = ['', 'a', 'Đặng Thị Ước', '😀'.repeat(40), 'x'.repeat(70_000), 5, -0.1, true, false, null];
  const writer = writerOf(plain, bytes);
  for (const value of values) writer.add([value, Buffer.from([0, 255])], 0);
  const rows = valuesOfRows(writer.take());
  expect(rows.map(([value]) => value)).toEqual(
    values.map((value) => (value === true ? '1' : value === false ? '0' : value === null ? null : String(value))),
  );
  expect(rows.every((row) => Buffer.compare(row[1] as Uint8Array, Buffer.from([0, 255])) === 0)).toBe(true);
});

it('makes no text of half a surrogate pair: bytes come, which whoever reads a text refuses', () => {
  const writer = writerOf(plain);
  for (const value of ['a\ud83d', '\ude00b', 'Đặng \ud83d Thị']) writer.add([value], 0);
  expect(valuesOfRows(writer.take()).map(([value]) => value instanceof Uint8Array)).toEqual([true, true, true]);
});

it('uses its memory again, and begins anew', () => {
  const writer = writerOf(plain);
  writer.add(['one'], 0);
  const first = writer.take();
  writer.add(['two'], 0);
  const second = writer.take();
  expect(valuesOfRows(second)).toEqual([['two']]);
  expect(second.bytes).toBe(first.bytes);
  expect(writer.take().count).toBe(0);
});

it('fills single places of a row, and takes those of the driver from where they stand', () => {
  const writer = writerOf(plain, plain, plain);
  writer.addPlaces(new Map([[1, 'key']]));
  writer.add(['version', 'a', 'b', null], 1);
  expect(valuesOfRows(writer.take())).toEqual([
    [null, 'key', null],
    ['a', 'b', null],
  ]);
});

it('forgets what it has, as if it had never come', () => {
  const writer = writerOf(plain);
  writer.add(['half of a page'], 0);
  writer.clear();
  expect([writer.count, writer.bytes]).toEqual([0, 0]);
  writer.add(['the page'], 0);
  expect(valuesOfRows(writer.take())).toEqual([['the page']]);
});

it('writes numbers and texts as the form of their column says', () => {
  const tidy = (text: string) => text.trim();
  const writer = writerOf({ text: (value) => value.toFixed(1), tidy, binary: false }, plain);
  writer.add([5, 5], 0);
  writer.add([' a', ' a'], 0);
  expect(valuesOfRows(writer.take())).toEqual([
    ['5.0', '5'],
    ['a', ' a'],
  ]);
});
