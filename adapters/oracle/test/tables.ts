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

interface TableOptions {
  readonly kind?: 'table' | 'view';
  readonly unkeyed?: boolean;
}

function tableCase(parts: readonly Part[], key: readonly string[], low: KeyText, high: KeyText, options: TableOptions = {}): TableCase {
  const columns = parts.map(
    (part): CatalogueColumn => ({
      ...{ schema: 'HO_TICH', table: 'T', length: 22, characters: 0, byCharacters: false, precision: undefined, scale: undefined },
      ...{ nullable: false, generated: false, comment: undefined },
      ...part,
    }),
  );
  const table = {
    ...{ schema: 'HO_TICH', name: 'T', objectId: 73_001, modified: '', rows: 5, comment: undefined, indexOrganized: false },
    ...{ temporary: false, kind: options.kind ?? ('table' as const) },
  };
  const keys: readonly CatalogueKey[] =
    options.kind === 'view' || options.unkeyed === true
      ? []
      : [{ schema: 'HO_TICH', table: 'T', name: 'PK', primary: true, unique: true, columns: key }];
  const selection = { collection: { schema: 'HO_TICH', name: 'T' }, columns: columns.map(({ name }) => name), key };
  const policies = { storedText: ({ name }: { readonly name: string }) => name.startsWith('TCVN') };
  return { shape: shapeOf(selection, table, columns, keys, policies), low, high };
}

const id: Part = { name: 'ID', type: 'NUMBER', precision: 19, scale: 0 };
const text = (name: string, type = 'VARCHAR2'): Part => ({ name, type, length: 240, characters: 60, byCharacters: true });

/** Every type of the table of types, in forms that are written differently. */
const everyType: readonly Part[] = [
  id,
  { name: 'BARE', type: 'NUMBER', nullable: true },
  { name: 'MONEY', type: 'NUMBER', precision: 15, scale: 2 },
  { name: 'SINGLE', type: 'BINARY_FLOAT' },
  { name: 'DOUBLE', type: 'BINARY_DOUBLE' },
  { name: 'DAY', type: 'DATE' },
  { name: 'SECONDS', type: 'TIMESTAMP', scale: 0 },
  { name: 'NANOS', type: 'TIMESTAMP', scale: 9 },
  { name: 'ZONED', type: 'TIMESTAMP WITH TIME ZONE', scale: 3 },
  { name: 'LOCAL', type: 'TIMESTAMP WITH LOCAL TIME ZONE', scale: 6 },
  { name: 'YEARS', type: 'INTERVAL YEAR TO MONTH', precision: 2 },
  { name: 'DAYS', type: 'INTERVAL DAY TO SECOND', precision: 2, scale: 6 },
  text('TEXT'),
  text('FILLED', 'CHAR'),
  text('NATIONAL', 'NVARCHAR2'),
  text('TCVN'),
  { name: 'BYTES', type: 'RAW', length: 16 },
  { name: 'LARGE', type: 'CLOB', length: 4000 },
  { name: 'BINARY', type: 'BLOB', length: 4000 },
  { name: 'XML', type: 'XMLTYPE', length: 2000 },
  { name: 'DOCUMENT', type: 'JSON', length: 4000 },
  { name: 'TRUTH', type: 'BOOLEAN', length: 1 },
  { name: 'PLACE', type: 'ROWID', length: 10 },
];

export const tables: Readonly<Record<string, TableCase>> = {
  'every type': tableCase(everyType, ['ID'], ['1'], ['9']),
  'one number': tableCase([id, text('Tên lạ')], ['ID'], ['1'], ['9']),
  'three columns': tableCase(
    [id, text('B', 'NVARCHAR2'), { name: 'C', type: 'TIMESTAMP', scale: 3 }],
    ['ID', 'B', 'C'],
    ['1', 'a', '2024-02-29 13:45:30.123'],
    ['2', 'b', '2024-03-01 00:00:00.000'],
  ),
  dates: tableCase(
    [
      { name: 'D', type: 'DATE' },
      { name: 'Z', type: 'TIMESTAMP WITH TIME ZONE', scale: 3 },
    ],
    ['D', 'Z'],
    ['2024-02-29 13:45:30', '2024-02-29 13:45:30.123+07:00'],
    ['2024-03-01 00:00:00', '2024-02-29 13:45:30.123+07:00'],
  ),
  bytes: tableCase([{ name: 'R', type: 'RAW', length: 16 }], ['R'], ['00ff'], ['ff']),
  'legacy text': tableCase([text('TCVN')], ['TCVN'], ['a7'], ['c6']),
  'no key': tableCase([id, text('A')], ['ID'], ['AAAR3sAAEAAAACXAAA'], ['AAAR3sAAEAAAACXAAB'], { unkeyed: true }),
  view: tableCase(
    [
      { ...id, nullable: true },
      { ...text('A'), nullable: true },
    ],
    ['ID', 'A'],
    ['1', null],
    [null, 'a'],
    { kind: 'view' },
  ),
  watermarks: tableCase(
    [
      id,
      { name: 'N', type: 'NUMBER', precision: 19, scale: 0 },
      { name: 'D', type: 'DATE', nullable: true },
      { name: 'T', type: 'TIMESTAMP', scale: 6 },
      { name: 'Z', type: 'TIMESTAMP WITH TIME ZONE', scale: 3 },
    ],
    ['ID'],
    ['1'],
    ['9'],
  ),
};
