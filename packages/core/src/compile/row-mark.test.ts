import { expect, test } from 'vitest';
import type { CollectionDescription, ColumnDescription } from '../adapter/collection.ts';
import type { TypeMapping } from '../adapter/type-mapping.ts';
import { compileRowMark } from './row-mark.ts';

const column = (name: string, type: TypeMapping | undefined): ColumnDescription => ({
  ...{ name, nativeType: 'any', type, nullable: true, generated: false, comment: undefined },
});
const collection: CollectionDescription = {
  collection: { schema: 'van_thu', name: 'cong_van' },
  kind: 'table',
  columns: [
    column('do_mat', { native: 'text', canonical: { kind: 'string' }, raw: 'text' }),
    column('muc', { native: 'int', canonical: { kind: 'integer' }, raw: 'integer-text' }),
    column('la', undefined),
  ],
  primaryKey: [],
  uniqueKeys: [],
  rowEstimate: undefined,
  comment: undefined,
};

test('only a listed value is open; white space around and the form of Unicode do not matter', () => {
  const isOpen = compileRowMark({ column: 'do_mat', open: ['', 'Thường'] }, collection);
  for (const open of ['', '  ', 'Thường', ' Thường ', 'Thường'.normalize('NFD')]) expect([open, isOpen(open)]).toEqual([open, true]);
  for (const shut of ['Mật', 'thường', 'Thường?', 'A', '0', null, undefined, 0, Uint8Array.of(0xff)]) expect(isOpen(shut)).toBe(false);
});

test('NULL is open only when it is listed', () => {
  expect(compileRowMark({ column: 'do_mat', open: [null] }, collection)(null)).toBe(true);
  expect(compileRowMark({ column: 'do_mat', open: [null] }, collection)('')).toBe(false);
  expect(compileRowMark({ column: 'do_mat', open: [null] }, collection)(undefined)).toBe(false);
});

test('a number in the options is the number in the column', () => {
  const isOpen = compileRowMark({ column: 'muc', open: [0] }, collection);
  expect([isOpen('0'), isOpen('1'), isOpen(null)]).toEqual([true, false, false]);
});

test('a column that is not there, or cannot be read, is told before anything is read', () => {
  expect(() => compileRowMark({ column: 'domat', open: [''] }, collection)).toThrow(/van_thu\.cong_van has no column domat$/);
  expect(() => compileRowMark({ column: 'la', open: [''] }, collection)).toThrow(/no column la that can be read as text/);
});
