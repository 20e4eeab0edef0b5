import { expect, it } from 'vitest';
import { type CatalogueKey, gatherKeys, type TableColumn, type TableEntry } from './catalogue.ts';
import { describeTables } from './describe.ts';

const table = (name: string, kind: TableEntry['kind'] = 'table'): TableEntry => ({ schema: 's', name, kind, rows: 5, comment: undefined });
const column = (of: string, name: string, nullable = false): TableColumn => ({
  ...{ schema: 's', table: of, name, nullable, generated: false, comment: undefined },
});
const key = (of: string, columns: readonly string[], more: Partial<CatalogueKey> = {}): CatalogueKey => ({
  ...{ schema: 's', table: of, name: columns.join('_'), primary: false, unique: true, columns },
  ...more,
});
const typeOf = () => ({ nativeType: 'int', type: undefined });

it('describes tables with their keys: those that may be NULL, repeat or be hidden tell no rows apart', () => {
  const columns = [column('a', 'id'), column('a', 'số'), column('a', 'chú', true)];
  const keys = [
    key('a', ['id'], { primary: true }),
    key('a', ['số', 'id']),
    key('a', ['chú']),
    key('a', ['số'], { unique: false }),
    key('a', ['ẩn']),
  ];
  const [described] = describeTables({ tables: [table('a')], columns, keys }, typeOf);
  expect(described).toMatchObject({
    collection: { schema: 's', name: 'a' },
    primaryKey: ['id'],
    uniqueKeys: [['số', 'id']],
    rowEstimate: 5,
  });
  expect(described?.columns.map(({ name, nullable }) => [name, nullable])).toEqual([
    ['id', false],
    ['số', false],
    ['chú', true],
  ]);
});

it('leaves out tables of which nothing may be read, and counts no rows of a view', () => {
  const tables = [table('a'), table('b', 'view'), table('c')];
  const described = describeTables({ tables, columns: [column('b', 'id'), column('c', 'id')], keys: [] }, typeOf);
  expect(described.map(({ collection, rowEstimate }) => [collection.name, rowEstimate])).toEqual([
    ['b', undefined],
    ['c', 5],
  ]);
});

it('gathers the columns of each key as they come', () => {
  const part = (name: string, of: string, primary = false) => ({ schema: 's', table: 't', name, primary, unique: true, column: of });
  expect(gatherKeys([part('pk', 'a', true), part('pk', 'b', true), part('uq', 'c')]).map(({ name, columns }) => [name, columns])).toEqual([
    ['pk', ['a', 'b']],
    ['uq', ['c']],
  ]);
});
