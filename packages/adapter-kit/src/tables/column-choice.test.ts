import { expect, it } from 'vitest';
import { columnChoice } from './column-choice.ts';

const place = { schema: 'HO_TICH', table: 'T', name: 'Tên' };
const chosen = (value: unknown) => {
  const problems: string[] = [];
  return [columnChoice('storedText', value, 'schema.table.column', problems)(place), problems];
};

it('chooses all columns, none, or those that are named, whatever the case', () => {
  expect(chosen(undefined)).toEqual([false, []]);
  expect(chosen(true)).toEqual([true, []]);
  expect(chosen(false)).toEqual([false, []]);
  expect(chosen(['ho_tich.t.tên'])).toEqual([true, []]);
  expect(chosen(['ho_tich.t.họ'])).toEqual([false, []]);
});

it.each([['a.b'], [['a.b']], [[1]], [{}]])('refuses %j, which names no column', (value) => {
  expect(chosen(value)).toEqual([false, ['storedText must be true, false, or list columns as schema.table.column']]);
});
