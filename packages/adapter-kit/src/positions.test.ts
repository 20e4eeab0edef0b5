import { expect, it } from 'vitest';
import { requireDistinct } from './followed.ts';
import { damagedPosition, requireSameWatermark } from './positions.ts';
import { rangesBetween } from './ranges.ts';
import { notAWatermark, watermarkPlace } from './watermark.ts';

const selection = { collection: { schema: 'a', name: 'b' }, columns: ['id', 'sửa'], key: ['id'] };

it('refuses positions that are none of ours by the kind alone', () => {
  expect(damagedPosition('mydb/keys')).toMatchObject({ code: 'POSITION_FOREIGN', message: expect.stringContaining('mydb/keys') });
  const position = { kind: 'mydb/watermark', format: 1, column: 'sửa' };
  expect(() => requireSameWatermark(position, 'sửa')).not.toThrow();
  expect(() => requireSameWatermark(position, 'tạo')).toThrow(expect.objectContaining({ code: 'POSITION_FOREIGN' }));
});

it('covers everything with ranges, with and without bounds', () => {
  const range = (from: number | null, to: number | null) => [from, to];
  expect(rangesBetween([], range)).toEqual([[null, null]]);
  expect(rangesBetween([3, 7], range)).toEqual([
    [null, 3],
    [3, 7],
    [7, null],
  ]);
});

it('finds the watermark among the selected columns', () => {
  expect(watermarkPlace(selection, 'sửa')).toBe(1);
  expect(() => watermarkPlace(selection, 'tạo')).toThrow(expect.objectContaining({ code: 'MAPPING_INVALID' }));
  expect(notAWatermark('id', 'xml', 'a number').message).toBe('id is xml: a watermark is a number');
});

it('follows each collection by one selection', () => {
  const other = { ...selection, collection: { schema: 'a', name: 'c' } };
  expect(() => requireDistinct([selection, other])).not.toThrow();
  expect(() => requireDistinct([selection, other, selection])).toThrow(
    expect.objectContaining({ code: 'INTERNAL', message: 'a.b is followed twice: one selection must hold the columns of both' }),
  );
});
