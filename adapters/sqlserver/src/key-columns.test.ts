import { expect, it } from 'vitest';
import type { CatalogueColumn } from './catalogue.ts';
import { keyColumn } from './key-columns.ts';
import { createParameters } from './sql.ts';

const base: CatalogueColumn = {
  schema: 'dbo',
  table: 't',
  name: 'a',
  type: 'int',
  length: 4,
  precision: 10,
  scale: 0,
  nullable: false,
  generated: false,
  collation: undefined,
  codePage: undefined,
  comment: undefined,
};
function key(...columns: readonly Partial<CatalogueColumn>[]) {
  return columns.flatMap((column) => keyColumn({ ...base, ...column }) ?? []);
}

it('tells a value in the type of its column, so that an index serves', () => {
  const told = (column: Partial<CatalogueColumn>, text: string) => {
    const parameters = createParameters();
    return key(column)
      .map((part) => part.operand(text, parameters, 'k'))
      .join();
  };
  expect(told({ type: 'varchar', length: 60, collation: 'Vietnamese_CI_AS' }, 'Ước')).toBe(
    'convert(varchar(60), @k0 collate Vietnamese_CI_AS)',
  );
  expect(told({ type: 'datetime2', scale: 7 }, '2024-02-29 13:45:30.1234567')).toBe('convert(datetime2(7), @k0, 121)');
  expect(told({ type: 'decimal', precision: 15, scale: 2 }, '-0.50')).toBe('convert(decimal(15,2), @k0)');
  expect(told({ type: 'varbinary', length: 8 }, '00ff')).toBe('@k0');
});

it('refuses a position whose text does not fit the column, without showing it', () => {
  for (const [type, text] of [
    ['int', 'CANARY'],
    ['binary', 'CANARY'],
    ['datetime', "'; CANARY"],
    ['uniqueidentifier', 'CANARY'],
    ['float', 'CANARY'],
  ] as const) {
    expect(() => key({ type }).map((part) => part.operand(text, createParameters(), 'k'))).toThrow(
      expect.objectContaining({ code: 'POSITION_FOREIGN' }),
    );
    expect(() => key({ type }).map((part) => part.operand(text, createParameters(), 'k'))).not.toThrow(/CANARY/);
  }
});
