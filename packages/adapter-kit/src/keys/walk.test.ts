import { expect, it } from 'vitest';
import type { CatalogueKey, TableColumn } from '../tables/catalogue.ts';
import { findWalk } from './walk.ts';

const column = (name: string, nullable = false): TableColumn => ({
  ...{ schema: 's', table: 't', name, nullable, generated: false, comment: undefined },
});
const key = (columns: readonly string[], more: Partial<CatalogueKey> = {}): CatalogueKey => ({
  ...{ schema: 's', table: 't', name: columns.join('_'), primary: false, unique: true, columns },
  ...more,
});

/** `xml` is a column that puts nothing in order. */
function walkOf(keys: readonly CatalogueKey[], mapped: readonly string[], place?: string) {
  const { columns, ...how } = findWalk({
    columns: [column('id'), column('số'), column('chú', true), column('xml')],
    selection: { collection: { schema: 's', name: 't' }, columns: ['id', 'số', 'chú', 'xml'], key: mapped },
    keys,
    place: place === undefined ? undefined : { name: place },
    keyColumn: ({ name }) => (name === 'xml' ? undefined : { name }),
  });
  return { columns: columns.map(({ name }) => name), ...how };
}

it('walks a table by its first key that tells rows apart and puts them in order', () => {
  const keys = [key(['xml']), key(['chú']), key(['số'], { unique: false }), key(['số', 'id']), key(['id'])];
  expect(walkOf(keys, ['id'])).toEqual({ columns: ['số', 'id'], unique: true, index: 'số_id' });
});

it('walks a table without a key by the places of its rows, where the engine tells them', () => {
  expect(walkOf([key(['chú'])], ['id'], 'rowid')).toEqual({ columns: ['rowid'], unique: true, index: undefined });
  expect(walkOf([key(['id'])], ['id'], 'rowid').columns).toEqual(['id']);
});

it('walks by the mapped key else, in the order of the index that serves it', () => {
  expect(walkOf([], ['id', 'chú'])).toEqual({ columns: ['id', 'chú'], unique: false, index: undefined });
  const index = key(['chú', 'id', 'số'], { unique: false });
  expect(walkOf([index], ['id', 'chú'])).toEqual({ columns: ['chú', 'id'], unique: false, index: 'chú_id_số' });
  expect(walkOf([index], ['số', 'id']).index).toBeUndefined();
});

it('walks by all columns that put rows in order where nothing is mapped as a key', () => {
  expect(walkOf([], [])).toEqual({ columns: ['id', 'số', 'chú'], unique: false, index: undefined });
});

it('refuses a mapped key that puts nothing in order', () => {
  expect(() => walkOf([], ['id', 'xml'])).toThrow(expect.objectContaining({ code: 'CAPABILITY_MISSING' }));
});
