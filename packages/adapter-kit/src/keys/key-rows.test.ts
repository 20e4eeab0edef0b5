import { expect, it } from 'vitest';
import type { DriverValue } from '../driver-row.ts';
import { firstKey, keyOf, keyText } from './key-rows.ts';
import { orderedRows } from './ordered-rows.ts';

it('selects what is missing of the key behind the rest, and says where each part stands', () => {
  const rows = { from: 't', order: [], unique: true, orderPrinted: ['a', 'b'] };
  expect(orderedRows(rows, ['b', 'upper(a)'])).toEqual({ ...rows, printed: ['b', 'upper(a)', 'a'], places: [2, 0] });
});

it('reads the key of a row: bytes as hex digits, truths as digits, NULL as null', () => {
  const key = [{ text: keyText }, { text: keyText }, { text: keyText }, { text: keyText }];
  const row: readonly DriverValue[] = [null, Buffer.from([0, 255]), true, 'Ước'];
  expect(keyOf(key, row, [3, 1, 2, 0], (cells, place) => cells[place])).toEqual(['Ước', '00ff', '1', null]);
});

it('takes the key of a boundary from the only row, and none where there is no row', () => {
  const key = [{ text: keyText }, { text: keyText }];
  expect(firstKey(key, [['7', null]])).toEqual(['7', null]);
  expect(firstKey(key, [])).toBeUndefined();
});
