import { expect, it } from 'vitest';
import { lineageOf, requireLineage } from './lineage.ts';
import type { Followed } from './relation-plan.ts';

const table = (name: string, oid: number, columns: Readonly<Record<string, number>> = { id: 1 }): Followed => ({
  selection: { collection: { schema: 'public', name }, columns: Object.keys(columns), key: ['id'] },
  relation: { oid, schema: 'public', name, kind: 'r', identity: 'd', comment: undefined },
  name: `public.${name}`,
  columns: Object.entries(columns).map(([column, number]) => ({
    relation: oid,
    name: column,
    number,
    native: 'integer',
    type: 23,
    modifier: -1,
    dimensions: 0,
    notNull: true,
    generated: false,
    comment: undefined,
    castType: 'integer',
    typeSchema: 'pg_catalog',
  })),
  types: new Map(),
  key: [0],
});

/** Where each table has one entry in one publication. */
const lineage = (followed: readonly Followed[], publication = 9): string =>
  lineageOf(followed, new Map(followed.map(({ relation: { oid } }) => [oid, `${oid}/${publication}/${oid + 1}`])));

const lost = expect.objectContaining({ code: 'SOURCE_HISTORY_LOST' });

it('refuses what was made anew under its name, and takes what is the same or new', () => {
  const before = lineage([table('a', 1), table('b', 2, { id: 1, n: 3 })]);
  const check = (now: readonly Followed[], publication?: number) => () => requireLineage(before, lineage(now, publication), now);
  expect(check([table('a', 1), table('b', 2, { id: 1, n: 3 })])).not.toThrow();
  expect(check([table('a', 1), table('c', 7)])).not.toThrow();
  expect(check([table('a', 1), table('b', 2, { id: 1, n: 3, m: 4 })])).not.toThrow();
  expect(check([table('a', 5)])).toThrow(lost);
  expect(check([table('a', 1)], 10)).toThrow(lost);
  expect(check([table('b', 2, { id: 1, n: 4 })])).toThrow('a column of public.b');
});

it('asks nothing of a position from before there were lineages', () => {
  const now = [table('a', 1)];
  expect(() => requireLineage('', lineage(now), now)).not.toThrow();
});

it('stays short enough for a header of every batch', () => {
  const many = Array.from({ length: 100 }, (_, index) => table(`a_rather_long_name_of_a_table_${index}`, index));
  expect(lineage(many).length).toBe(2_100);
});
