import { followToNow, never, readAll, type SeenChange } from '@lienthong/conformance/reading';
import type { RowValues } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

/** Values that are stored out of line: each type as the server prints 10,000 of something. */
const large: readonly (readonly [string, string, (text: string) => boolean])[] = [
  ['body', 'text', (text) => text === 'b'.repeat(10_000)],
  ['data', 'bytea', (text) => text === `\\x${'aa'.repeat(5_000)}`],
  ['doc', 'json', (text) => text === `{"k": "${'j'.repeat(10_000)}"}`],
  ['docb', 'jsonb', (text) => text === `{"k": "${'j'.repeat(10_000)}"}`],
  ['list', 'text[]', (text) => text === `{${'l'.repeat(5_000)},NULL,${'m'.repeat(5_000)}}`],
  ['ids', 'uuid[]', (text) => text.split('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11').length === 401],
  ['empty', 'text', (text) => text === ''],
];

const values = `repeat('b', 10000), decode(repeat('aa', 5000), 'hex'), format('{"k": "%s"}', repeat('j', 10000))::json,
  jsonb_build_object('k', repeat('j', 10000)), array[repeat('l', 5000), null, repeat('m', 5000)],
  array_fill('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, array[400]), ''`;

describe.each(everywhere)('unchanged large values under $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  async function createTable(name: string, identity: string): Promise<void> {
    const columns = large.map(([column, type]) => `${column} ${type}`).join(', ');
    const external = large.map(([column]) => `alter ${column} set storage external`).join(', ');
    await server.sql(`create table ${name} (id int primary key, code text not null, n int, ${columns}); alter table ${name} ${external};
      create unique index ${name}_code on ${name} (code); alter table ${name} replica identity ${identity}`);
  }
  const columns = ['id', 'code', 'n', ...large.map(([column]) => column)];
  const isWhole = (row: RowValues) =>
    large.every(([, , test], index) => typeof row[index + 3] === 'string' && test(String(row[index + 3])));
  const rowsOf = (changes: readonly SeenChange[]) =>
    changes.flatMap((change) => (change.op === 'c' || change.op === 'u' ? [change.row] : []));

  it.each([
    ['default', 'toast_default', ['id']],
    ['full', 'toast_full', ['id']],
    ['using index toast_index_code', 'toast_index', ['code']],
  ])(
    'AC-PG-2, PG-01: replica identity %s keeps every unchanged large value, in one batch and one transaction with its insertion',
    async (identity, name, key) => {
      await createTable(name, identity);
      await using source = await openSource({ ...server.input, slot: name, publication: name });
      const selection = select(name, columns, key);
      const start = await source.changes.start([selection], never);
      await server.sql(`begin; insert into ${name} values (1, 'một', 0, ${values}); update ${name} set n = 1 where id = 1; commit`);
      await server.sql(`insert into ${name} values (2, 'hai', 0, ${values}); update ${name} set n = 1 where id = 2`);
      await server.sql(`update ${name} set n = 2; update ${name} set code = code || '!', id = id + 10 where id = 2`);
      const { changes, batches } = await followToNow(source.changes, [selection], start, { heartbeatMs: 1_000 });
      const [first] = batches.filter((batch) => batch.changes.length > 0);
      expect(first?.changes.slice(0, 2).map(({ op }) => op)).toEqual(['c', 'u']);
      // Updates of a key that is gone by now are left to the change that took it away.
      expect(changes.map(({ op }) => op).join('')).toMatch(/^cucu{2,4}$/);
      // Never null, never a sign in its place: the value itself. And rows that were read again are rows that the source had.
      expect(rowsOf(changes).filter((row) => !isWhole(row))).toEqual([]);
      const state = new Map<unknown, RowValues>();
      const place = columns.indexOf(key[0] ?? '');
      for (const change of changes) {
        if (change.op === 't') continue;
        if (change.oldKey !== undefined) state.delete(change.oldKey[place]);
        state.set(change.row[place], change.row);
      }
      expect([...state.values()].sort()).toEqual([...(await readAll(source.snapshot, selection))].sort());
    },
  );

  it('AC-PG-2: a large value that did change, to another, to null and to the placeholder of other tools, is told as it is', async () => {
    await createTable('toast_changed', 'default');
    await using source = await openSource({ ...server.input, slot: 'toast_changed', publication: 'toast_changed' });
    const selection = select('toast_changed', ['id', 'body', 'doc'], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql(`insert into toast_changed values (1, 'một', 0, ${values})`);
    const placeholder = '__debezium_unavailable_value';
    for (const value of [`repeat('c', 10000)`, 'null', `'${placeholder}'`]) await server.sql(`update toast_changed set body = ${value}`);
    const { changes } = await followToNow(source.changes, [selection], start);
    // An update that left the document alone is read again and may bring the newest body already; the last one is sure.
    const bodies = rowsOf(changes).map((row) => row[1]);
    expect(bodies.at(-1)).toBe(placeholder);
    expect(rowsOf(changes).every((row) => String(row[2]).length > 10_000)).toBe(true);
    expect(bodies.length).toBe(4);
  });

  it('PG-01: replica identity nothing is refused before anything is published, so that the programs of the source can go on updating', async () => {
    await createTable('toast_nothing', 'nothing');
    await using source = await openSource({ ...server.input, slot: 'toast_nothing', publication: 'toast_nothing' });
    await expect(source.changes.start([select('toast_nothing', columns, ['id'])], never)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      remedy: 'ALTER TABLE "public"."toast_nothing" REPLICA IDENTITY FULL;',
    });
    await server.sql(`insert into toast_nothing values (1, 'một', 0, ${values}); update toast_nothing set n = 1`);
    const left = await server.sql(
      "select 1 from pg_publication where pubname = 'toast_nothing' union all select 1 from pg_replication_slots where slot_name = 'toast_nothing'",
    );
    expect(left).toEqual([]);
  });

  it('AC-PG-2: a large key value that an update leaves alone is told from the old row', async () => {
    await server.sql(
      `create table toast_key (code text not null, n int); alter table toast_key alter code set storage external; alter table toast_key replica identity full; insert into toast_key values (repeat('k', 3000), 0)`,
    );
    await using source = await openSource({ ...server.input, slot: 'toast_key', publication: 'toast_key' });
    const selection = select('toast_key', ['n', 'code'], ['code']);
    const start = await source.changes.start([selection], never);
    await server.sql('update toast_key set n = 1');
    const { changes } = await followToNow(source.changes, [selection], start);
    expect(rowsOf(changes)).toEqual([['1', 'k'.repeat(3000)]]);
  });
});
