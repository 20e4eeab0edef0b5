import type { KeyText } from '@lienthong/adapter-kit';
import type { CatalogueColumn, CatalogueKey } from '../src/catalogue.ts';
import { type Shape, shapeOf } from '../src/shape.ts';

/** A table as the catalogue tells it, and two keys of it. */
export interface TableCase {
  readonly shape: Shape;
  readonly low: KeyText;
  readonly high: KeyText;
}

type Part = Partial<CatalogueColumn> & Pick<CatalogueColumn, 'name' | 'type'>;

function tableCase(parts: readonly Part[], key: readonly string[], low: KeyText, high: KeyText, options: TableOptions = {}): TableCase {
  const columns = parts.map(
    (part): CatalogueColumn => ({
      ...{ schema: 'dbo', table: 't', length: 8, precision: 0, scale: 0, nullable: false, generated: false },
      ...{ collation: undefined, codePage: undefined, comment: undefined },
      ...part,
    }),
  );
  const table = {
    schema: 'dbo',
    name: 't',
    objectId: 1,
    modified: '',
    rows: 5,
    comment: undefined,
    kind: options.kind ?? ('table' as const),
  };
  const keys: readonly CatalogueKey[] =
    options.kind === 'view' || options.unkeyed === true
      ? []
      : [{ schema: 'dbo', table: 't', name: 'pk', primary: true, unique: true, columns: key }];
  const selection = { collection: { schema: 'dbo', name: 't' }, columns: columns.map(({ name }) => name), key };
  return { shape: shapeOf(selection, table, columns, keys, { storedText: ({ name }) => name.startsWith('tcvn') }), low, high };
}

interface TableOptions {
  readonly kind?: 'table' | 'view';
  readonly unkeyed?: boolean;
}

const unicode = { collation: 'Vietnamese_CI_AS', codePage: 1258 };
const western = { collation: 'SQL_Latin1_General_CP1_CI_AS', codePage: 1252 };
const id: Part = { name: 'id', type: 'bigint' };

/** Every type of the table of types, in forms that are written differently. */
const everyType: readonly Part[] = [
  id,
  { name: 'bit', type: 'bit' },
  { name: 'int', type: 'int' },
  { name: 'decimal', type: 'decimal', precision: 15, scale: 2 },
  { name: 'money', type: 'money' },
  { name: 'smallmoney', type: 'smallmoney' },
  { name: 'float', type: 'float' },
  { name: 'real', type: 'real' },
  { name: 'date', type: 'date' },
  { name: 'datetime', type: 'datetime' },
  { name: 'smalldatetime', type: 'smalldatetime' },
  { name: 'datetime2', type: 'datetime2', scale: 7 },
  { name: 'datetimeoffset', type: 'datetimeoffset', scale: 7 },
  { name: 'time', type: 'time', scale: 7 },
  { name: 'char', type: 'char', length: 5, ...western },
  { name: 'varchar', type: 'varchar', length: 60, ...western },
  { name: 'varchar 8000', type: 'varchar', length: 8_000, ...western },
  { name: 'varchar max', type: 'varchar', length: -1, ...western },
  { name: 'text', type: 'text', ...western },
  { name: 'tcvn char', type: 'char', length: 5, ...western },
  { name: 'tcvn max', type: 'varchar', length: -1, ...western },
  { name: 'tcvn text', type: 'text', ...western },
  { name: 'nchar', type: 'nchar', length: 10, ...unicode },
  { name: 'nvarchar', type: 'nvarchar', length: 120, ...unicode },
  { name: 'nvarchar max', type: 'nvarchar', length: -1, ...unicode },
  { name: 'ntext', type: 'ntext', ...unicode },
  { name: 'varbinary', type: 'varbinary', length: 20 },
  { name: 'image', type: 'image' },
  { name: 'timestamp', type: 'timestamp' },
  { name: 'uniqueidentifier', type: 'uniqueidentifier' },
  { name: 'xml', type: 'xml' },
  { name: 'hierarchyid', type: 'hierarchyid' },
  { name: 'geography', type: 'geography' },
  { name: 'sql_variant', type: 'sql_variant' },
];

export const tables: Readonly<Record<string, TableCase>> = {
  'every type': tableCase(everyType, ['id'], ['1'], ['9']),
  'one number': tableCase([id, { name: 'Tên ]lạ', type: 'nvarchar', length: 120, ...unicode }], ['id'], ['1'], ['9']),
  'three columns': tableCase(
    [
      { name: 'a', type: 'int' },
      { name: 'b', type: 'nvarchar', length: 120, ...unicode },
      { name: 'c', type: 'datetime2', scale: 3 },
    ],
    ['a', 'b', 'c'],
    ['1', 'x', '2024-02-29 13:45:30.123'],
    ['9', 'y', '2024-03-01 00:00:00.000'],
  ),
  uniqueidentifier: tableCase(
    [{ name: 'id', type: 'uniqueidentifier' }],
    ['id'],
    ['6f9619ff-8b86-d011-b42d-00c04fc964ff'],
    ['6f9619ff-8b86-d011-b42d-00c04fc964fe'],
  ),
  'legacy text': tableCase([{ name: 'tcvn', type: 'varchar', length: 20, ...western }, id], ['tcvn'], ['a'], ['b']),
  'nullable key': tableCase(
    [
      { name: 'a', type: 'decimal', precision: 9, scale: 2, nullable: true },
      { name: 'b', type: 'varbinary', length: 4, nullable: true },
    ],
    ['a', 'b'],
    [null, '00ff'],
    ['5.50', null],
    { unkeyed: true },
  ),
  'a view': tableCase([id, { name: 'x', type: 'float' }], ['x'], ['0.1'], ['2e+300'], { kind: 'view' }),
  watermarks: tableCase(
    [
      id,
      { name: 'w1', type: 'bigint', nullable: true },
      { name: 'w2', type: 'timestamp' },
      { name: 'w3', type: 'datetime' },
      { name: 'w4', type: 'smalldatetime', nullable: true },
      { name: 'w5', type: 'datetime2', scale: 7 },
      { name: 'w6', type: 'datetimeoffset', scale: 3 },
      { name: 'w7', type: 'date' },
    ],
    ['id'],
    ['1'],
    ['9'],
  ),
};
