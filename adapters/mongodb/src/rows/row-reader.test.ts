import { type RowValues, Unfit, valuesOfRows } from '@lienthong/core';
import { Decimal128, Double, Int32, Long, ObjectId, serialize, UUID } from 'bson';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCollectionName } from '../collection-path.ts';
import { parseColumn } from '../column-path.ts';
import type { SelectedColumn } from '../shape.ts';
import { mongoType } from '../types.ts';
import { createRowReader } from './row-reader.ts';

/** Rows of these documents; columns as `name: type`, `name` alone where nothing is known, `name#` for the place in an array. */
function rowsOf(documents: readonly object[], columns: Readonly<Record<string, string>>, collection = 'c'): readonly RowValues[] {
  const path = parseCollectionName(collection);
  const selected = Object.entries(columns).map(([name, type]): SelectedColumn => {
    const array = path.arrays.findIndex((own) => `${own.join('.')}#` === name);
    return {
      name,
      path: array < 0 ? parseColumn(name) : (path.arrays[array] ?? []),
      type: mongoType(type),
      ordinal: array < 0 ? undefined : array,
    };
  });
  const reader = createRowReader({ columns: selected, path });
  for (const document of documents) reader.push(Buffer.from(serialize(document)), 0);
  return valuesOfRows(reader.block());
}

const shown = (rows: readonly RowValues[]) => rows.map((row) => row.map((value) => (value instanceof Unfit ? `? ${value.reason}` : value)));

it('gives values as the texts of their types, and NULL for null, undefined and what is missing', () => {
  const document = {
    _id: new ObjectId('65a1b2c3d4e5f60718293a4b'),
    s: 'Nguyễn Thị Ánh',
    i: new Int32(-2_147_483_648),
    l: Long.fromString('9007199254740993'),
    d: new Double(0.1),
    x: Decimal128.fromString('123456789012345678901234567890.1234'),
    b: true,
    t: new Date('2026-03-04T05:06:07.089Z'),
    u: new UUID('3b241101-e2bb-4255-8caf-4136c566a962'),
    n: null,
  };
  const columns = {
    _id: 'objectId',
    s: 'string',
    i: 'int',
    l: 'long',
    d: 'double',
    x: 'decimal',
    b: 'bool',
    t: 'date',
    u: 'uuid',
    n: 'string',
    m: 'int',
  };
  expect(rowsOf([document], columns)).toEqual([
    [
      '65a1b2c3d4e5f60718293a4b',
      'Nguyễn Thị Ánh',
      '-2147483648',
      '9007199254740993',
      '0.1',
      '123456789012345678901234567890.1234',
      'true',
      '2026-03-04T05:06:07.089Z',
      '3b241101-e2bb-4255-8caf-4136c566a962',
      null,
      null,
    ],
  ]);
});

it('refuses, with the types and without the value, what its column does not hold', () => {
  const rows = shown(rowsOf([{ a: 'CANARY', b: 5, c: 'x' }], { a: 'int', b: 'string', c: 'string', 'c.d': 'string' }));
  expect(rows[0]?.[0]).toMatch(/^\? is string where column a holds int/);
  expect(rows[0]?.[1]).toMatch(/^\? is int where column b holds string/);
  expect(rows[0]?.[2]).toBe('x');
  expect(rows[0]?.[3]).toMatch(/^\? lies below a value of type string/);
  expect(JSON.stringify(rows)).not.toContain('CANARY');
});

it('follows paths, whatever order the fields of each document have, and dots that belong to a name', () => {
  const documents = [
    { a: { b: { c: 1 } }, 'd.e': 'dot', z: 1 },
    { z: 2, 'd.e': 'later', a: { x: 0, b: { c: 3 } } },
    { a: null },
    { a: { b: {} } },
  ];
  expect(rowsOf(documents, { 'a.b.c': 'int', 'd\\.e': 'string', z: 'int' })).toEqual([
    ['1', 'dot', '1'],
    ['3', 'later', '2'],
    [null, null, null],
    [null, null, null],
  ]);
});

it('makes a row of each element of an array, with its place and what is around it', () => {
  const documents = [
    { _id: 1, g: [{ so: 'a', anh: [{ t: 'x' }, { t: 'y' }] }, { so: 'b' }, { so: 'c', anh: [] }] },
    { _id: 2, g: [] },
    { _id: 3 },
    { _id: 4, g: { so: 'alone' } },
  ];
  expect(rowsOf(documents, { _id: 'int', 'g#': 'int', 'g.so': 'string' }, 'c[g]')).toEqual([
    ['1', '0', 'a'],
    ['1', '1', 'b'],
    ['1', '2', 'c'],
    ['4', '0', 'alone'],
  ]);
  expect(rowsOf(documents, { _id: 'int', 'g#': 'int', 'g.so': 'string', 'g.anh#': 'int', 'g.anh.t': 'string' }, 'c[g][g.anh]')).toEqual([
    ['1', '0', 'a', '0', 'x'],
    ['1', '0', 'a', '1', 'y'],
  ]);
  expect(rowsOf([{ _id: 1, tags: ['p', 'q'] }], { _id: 'int', 'tags#': 'int', tags: 'string' }, 'c[tags]')).toEqual([
    ['1', '0', 'p'],
    ['1', '1', 'q'],
  ]);
});

it('keeps what does not fit with its own element, and drops it with a document that makes no row', () => {
  const rows = shown(
    rowsOf(
      [
        { _id: 'x', g: [] },
        { _id: 'y', g: [{ n: 1 }, { n: 'CANARY' }] },
      ],
      { _id: 'int', 'g.n': 'int' },
      'c[g]',
    ),
  );
  expect(rows.map(([id]) => String(id).slice(0, 11))).toEqual(['? is string', '? is string']);
  expect(rows.map(([, n]) => String(n).slice(0, 11))).toEqual(['1', '? is string']);
});

it('writes instants as ISO 8601 has them, within the years of four digits', () => {
  const ends = [Date.parse('0001-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z'), -1, 0, 951_782_399_999];
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...ends), fc.integer({ min: ends[0] ?? 0, max: ends[1] ?? 0 })), (at) => {
      const [row] = rowsOf([{ t: new Date(at) }], { t: 'date' });
      return row?.[0] === new Date(at).toISOString();
    }),
    { numRuns: 1_000 },
  );
  for (const at of [(ends[0] ?? 0) - 1, (ends[1] ?? 0) + 1])
    expect(rowsOf([{ t: new Date(at) }], { t: 'date' })[0]?.[0]).toBeInstanceOf(Unfit);
});

it('holds thousands of documents, longer than its first memory', () => {
  const documents = Array.from({ length: 3_000 }, (_, index) => ({ _id: index, text: 'ạ'.repeat(index % 300), n: 5 - index }));
  const rows = rowsOf(documents, { _id: 'int', text: 'string', n: 'int' });
  expect(rows.every((row, index) => row[0] === String(index) && row[1] === 'ạ'.repeat(index % 300) && row[2] === String(5 - index))).toBe(
    true,
  );
});
