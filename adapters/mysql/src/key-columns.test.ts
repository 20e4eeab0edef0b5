import { above, upTo } from '@lienthong/adapter-kit';
import { expect, it } from 'vitest';
import type { CatalogueColumn } from './catalogue.ts';
import { keyColumn } from './key-columns.ts';
import { words } from './page-words.ts';

function column(name: string, type: string, charset?: string, nullable = false): CatalogueColumn {
  return {
    schema: 's',
    table: 't',
    name,
    type,
    native: type,
    nullable,
    charset,
    precision: 0,
    scale: undefined,
    fraction: 0,
    octets: 0,
    generated: false,
    comment: undefined,
  };
}

const key = [keyColumn(column('a', 'int')), keyColumn(column('b', 'varchar', 'latin1')), keyColumn(column('c', 'date'))].flatMap(
  (part) => part ?? [],
);

it('writes out what lies above a key and up to it, in the order of its columns', () => {
  expect(above(key, ['1', 'e9', '2026-01-01'], undefined, words.nulls)).toBe(
    "`a` >= 1 and (`a` > 1 or (`a` = 1 and (`b` > _latin1 x'e9' or (`b` = _latin1 x'e9' and `c` > '2026-01-01'))))",
  );
  expect(upTo(key, ['1', 'e9'], undefined, words.nulls)).toBe("`a` <= 1 and (`a` < 1 or (`a` = 1 and `b` <= _latin1 x'e9'))");
  expect(upTo(key, ['-1'], undefined, words.nulls)).toBe('`a` <= -1');
});

it.each([
  ['int', '1 or 1=1'],
  ['int', ''],
  ['decimal', '1;'],
  ['double', "1e'"],
  ['date', "'; drop table t"],
  ['varchar', "e9' or 'a'='a"],
  ['varchar', 'e'],
  ['uuid', "x' or"],
])('takes nothing of a position for the key of type %s that is not its own: %s', (type, text) => {
  const part = keyColumn(column('a', type, 'latin1'));
  if (part === undefined) throw new Error('a key column was expected');
  expect(() => part.operand(text)).toThrow(expect.objectContaining({ code: 'POSITION_FOREIGN' }));
});

it('knows types that put nothing in order', () => {
  for (const type of ['json', 'point', 'blob', 'vector']) expect(keyColumn(column('a', type))).toBeUndefined();
});
