import { follow, never, readAll, type SeenChange } from '@lienthong/conformance/reading';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSource, select, type TestServer, targets } from './server.ts';

// Transactions that are open when following begins, and end while the snapshot is read, or behind it.

const [target] = targets;
let server: TestServer;
/** So many that their pairs are more changes than a transaction keeps in memory. */
const numbers = 110;
const pairs = numbers * numbers;
beforeAll(async () => {
  if (target === undefined) throw new Error('there is no server');
  server = await target.open();
  await server.sql('create table numbers (n number(9) not null primary key)');
  await server.sql(`begin for i in 1 .. ${numbers} loop insert into numbers values (i - 1); end loop; end;`);
});
afterAll(() => server[Symbol.asyncDispose]());

const keysOf = (changes: readonly SeenChange[]) => changes.flatMap((one) => (one.op === 't' ? [] : [String(one.row[0])]));

it.each(['logminer', 'flashback'] as const)(
  'OR-01, G-24: tells transactions across the beginning once, small ones and one that lies on disk, without what savepoints took back: %s',
  async (changes) => {
    const table = `BIG_${changes.toUpperCase()}`;
    await server.sql(`create table ${table} (id number(9) not null primary key, v number(9))`);
    await server.sql(`alter table ${table} add supplemental log data (all) columns`);
    await server.sql(`insert into ${table} select -1, 0 from dual union all select -2, 0 from dual union all select -3, 0 from dual`);
    const some = (where: string) => `insert into ${table} select a.n * ${numbers} + b.n, 0 from numbers a, numbers b where ${where}`;
    await using small = await server.session();
    await using undone = await server.session();
    await using large = await server.session();
    await small.sql(`insert into ${table} values (-4, 0)`);
    await undone.sql(`insert into ${table} values (-5, 0)`);
    await large.sql(some('a.n < 55'));

    await using source = await openSource({ ...server.input, changes });
    const selection = select(table, ['ID', 'V'], ['ID'], server.schema);
    const start = await source.changes.start([selection], never);
    await small.sql('commit');
    const rows = await readAll(source.snapshot, selection, 1_000, 2);
    await large.sql('savepoint before_changes');
    await large.sql(`update ${table} set v = 1 where id between 0 and 999`);
    await large.sql('rollback to savepoint before_changes');
    await large.sql(some('a.n >= 55'));
    // These lie on disk by now.
    await large.sql('savepoint before_deletions');
    await large.sql(`delete from ${table} where id between 0 and 499`);
    await large.sql('rollback to savepoint before_deletions');
    await large.sql(`update ${table} set v = 2 where id = 7`);
    await undone.sql('rollback');
    await large.sql('commit');
    await server.sql(`insert into ${table} values (-6, 0)`);

    const told = (await follow(source.changes, [selection], start, (all) => keysOf(all).includes('-6'))).changes;
    const inserted = keysOf(told.filter(({ op }) => op === 'c'));
    expect(new Set(inserted).size).toBe(inserted.length);
    expect(inserted).toHaveLength(pairs + 2);
    expect(inserted).not.toContain('-5');
    // By flashback a row has one version in a transaction.
    expect(told.filter(({ op }) => op !== 'c').map((one) => (one.op === 't' ? [] : one.row))).toEqual(
      changes === 'logminer' ? [['7', '2']] : [],
    );
    const state = new Map<string, string>();
    for (const [id, v] of rows) state.set(String(id), String(v));
    for (const one of told) if (one.op !== 't') state.set(String(one.row[0]), String(one.row[1]));
    const [[count, sum, marked] = []] = await server.sql(`select count(*), sum(id), sum(v) from ${table}`);
    const ids = [...state.keys()].map(Number).reduce((all, id) => all + id, 0);
    expect([state.size, ids, [...state.values()].map(Number).reduce((all, v) => all + v, 0)].map(String)).toEqual([count, sum, marked]);
  },
  120_000,
);
