import { expect, it } from 'vitest';
import type { DriverValue } from '../driver-row.ts';
import { keyOf, keyText, printWithKey } from './key-rows.ts';

it('selects what is missing of the key behind the rest, and says where each part stands', () => {
  expect(printWithKey(['b', 'upper(a)'], ['a', 'b'])).toEqual({ printed: ['b', 'upper(a)', 'a'], places: [2, 0] });
});

it('reads the key of a row: bytes as hex digits, truths as digits, NULL as null', () => {
  const key = [{ text: keyText }, { text: keyText }, { text: keyText }, { text: keyText }];
  const row: readonly DriverValue[] = [null, Buffer.from([0, 255]), true, 'Ước'];
  expect(keyOf(key, row, [3, 1, 2, 0], (cells, place) => cells[place])).toEqual(['Ước', '00ff', '1', null]);
});
