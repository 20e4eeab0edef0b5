import { followToNow, keepFollowing, never, readAll, readRange, type SeenChange, until } from '@lienthong/conformance/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

const shown = (changes: readonly SeenChange[]) =>
  changes.map((change) => `${change.op} ${change.collection.name}${change.op === 't' ? '' : ` ${String(change.row[0])}`}`);

describe.each(everywhere)('partitions and inheritance under $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  const open = (name: string) => openSource({ ...server.input, slot: name, publication: name });

  it('PG-07: reads and follows a partitioned table by its root, three levels deep, and rows that move between partitions', async () => {
    await server.sql(`create table deep (id int, region text, year int, n int, primary key (id, region, year)) partition by list (region);
      create table deep_north partition of deep for values in ('bắc') partition by range (year);
      create table deep_north_old partition of deep_north for values from (1900) to (2000);
      create table deep_north_new partition of deep_north for values from (2000) to (2100);
      create table deep_rest partition of deep default; insert into deep values (1, 'bắc', 1990, 0), (2, 'nam', 2000, 0)`);
    await using source = await open('deep');
    const selection = select('deep', ['id', 'region', 'year', 'n'], ['id', 'region', 'year']);
    const start = await source.changes.start([selection], never);
    expect((await readAll(source.snapshot, selection)).map((row) => row.join('/')).sort()).toEqual(['1/bắc/1990/0', '2/nam/2000/0']);
    await server.sql(
      "insert into deep values (3, 'bắc', 2010, 0); update deep set year = 2020 where id = 1; update deep set region = 'bắc', n = 5 where id = 2; update deep set n = 6 where id = 2; delete from deep where id = 3",
    );
    const { changes } = await followToNow(source.changes, [selection], start);
    expect(shown(changes)).toEqual(['c deep 3', 'd deep 1', 'c deep 1', 'd deep 2', 'c deep 2', 'u deep 2', 'd deep 3']);
    expect(changes.flatMap((change) => (change.op === 'u' ? [change.row.join('/')] : []))).toEqual(['2/bắc/2000/6']);
  });

  it('PG-07: goes on while partitions are created, attached, detached and dropped; what they bring and take along is not in the log', async () => {
    await server.sql(
      `create table months (id int primary key, n int) partition by range (id); create table m1 partition of months for values from (0) to (100)`,
    );
    await using source = await open('months');
    const selection = select('months', ['id', 'n'], ['id']);
    const following = keepFollowing(source.changes, [selection], await source.changes.start([selection], never));
    const next = async (count: number) => until(async () => following.changes.length >= count);
    await server.sql('insert into months values (1, 0)');
    await next(1);
    // The job of every month.
    await server.sql('create table m2 partition of months for values from (100) to (200); insert into months values (101, 0)');
    await next(2);
    await server.sql(
      'create table m3 (id int primary key, n int); insert into m3 values (201, 0), (202, 0); alter table months attach partition m3 for values from (200) to (300)',
    );
    await server.sql('update months set n = 1 where id = 201');
    await next(3);
    await server.sql('alter table months detach partition m1; update m1 set n = 9; insert into m1 values (2, 9)');
    await server.sql('update months set n = 2 where id = 101; drop table m2; insert into months values (203, 0)');
    await next(5);
    await following.stop();
    // Rows of m1 and m2 that went without a word, and 202 that came so: reconciliation, or a new epoch, finds them.
    expect(shown(following.changes)).toEqual(['c months 1', 'c months 101', 'u months 201', 'u months 101', 'c months 203']);
    expect((await readAll(source.snapshot, selection)).map((row) => Number(row[0])).sort()).toEqual([201, 202, 203]);
  });

  it('PG-07: refuses a partition whose identity does not tell its rows apart, also one that joins later', async () => {
    await server.sql(
      'create table mixed (id int not null, n int) partition by range (id); create table mixed1 partition of mixed for values from (0) to (10); alter table mixed1 replica identity full',
    );
    await using source = await open('mixed');
    const selection = select('mixed', ['id', 'n'], ['id']);
    const start = await source.changes.start([selection], never);
    const following = keepFollowing(source.changes, [selection], start);
    await server.sql('insert into mixed values (1, 0); update mixed set n = 1; delete from mixed');
    await until(async () => following.changes.length >= 3);
    expect(shown(following.changes)).toEqual(['c mixed 1', 'u mixed 1', 'd mixed 1']);
    await server.sql(`create table mixed2 partition of mixed for values from (10) to (20); create unique index mixed2_n on mixed2 (n); alter table mixed2 alter n set not null;
      alter table mixed2 replica identity using index mixed2_n; insert into mixed values (11, 5); delete from mixed where id = 11`);
    await expect(following.ended).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      message: expect.stringContaining('mixed') as unknown,
    });
    expect(following.changes.filter((change) => change.op === 'd').length).toBe(1);
  });

  it('PG-07: keeps parents and children of inheritance apart, in reads, in the log and in truncations', async () => {
    await server.sql(
      'create table person (id int primary key, name text); create table official (primary key (id)) inherits (person); alter table person alter name set storage external; alter table official alter name set storage external',
    );
    await using source = await open('person');
    const selections = [select('person', ['id', 'name'], ['id']), select('official', ['id', 'name'], ['id'])];
    const start = await source.changes.start(selections, never);
    await server.sql(`insert into person values (1, repeat('p', 9000)); insert into official values (1, repeat('o', 9000)), (2, 'x')`);
    // Written through the parent, which has no key over both.
    await server.sql(`update person set id = id + 10; truncate only person`);
    const first = await followToNow(source.changes, selections, start);
    // The row of the parent is gone, and with it the large value of its update: only what left its old key is told.
    expect(shown(first.changes.filter(({ collection }) => collection.name === 'person'))).toEqual(['c person 1', 'd person 1', 't person']);
    expect(shown(first.changes.filter(({ collection }) => collection.name === 'official')).slice(0, 2)).toEqual([
      'c official 1',
      'c official 2',
    ]);
    const officials = first.changes.filter(({ collection, op }) => op === 'u' && collection.name === 'official');
    expect(officials.map((change) => (change.op === 't' ? [] : [change.row[0], String(change.row[1])[0]]))).toEqual([
      ['11', 'o'],
      ['12', 'x'],
    ]);
    await server.sql('truncate person');
    const second = await followToNow(source.changes, selections, first.position);
    expect(shown(second.changes).sort()).toEqual(['t official', 't person']);
  });

  it('PG-07, G-18, G-23: blocks of a keyless table and its log end in the state of the source while rows move between blocks', async () => {
    await server.sql(
      `create table heap (k int, n int, filler text); alter table heap replica identity full; insert into heap select i, 0, repeat('f', 300) from generate_series(1, 2000) i; analyze heap`,
    );
    await using source = await open('heap');
    const selection = select('heap', ['k', 'n'], ['k']);
    const start = await source.changes.start([selection], never);
    const state = new Map<string, string>();
    const ranges = await source.snapshot.split({ selection, rowsPerRange: 200, signal: never });
    expect(ranges.length).toBeGreaterThan(5);
    for (const [index, range] of ranges.entries()) {
      for (const row of await readRange(source.snapshot, selection, range, 20)) state.set(String(row[0]), String(row[1]));
      // Not in place: the new versions lie in blocks that were read, or come later.
      await server.sql(`update heap set n = n + 1, filler = repeat('g', 600) where k % 10 = ${index % 10}`);
      await server.sql(`delete from heap where k % 100 = ${index}`);
      await server.sql('vacuum heap');
    }
    const { changes } = await followToNow(source.changes, [selection], start);
    for (const change of changes) {
      if (change.op === 't') throw new Error('nothing was truncated');
      if (change.op === 'd') state.delete(String(change.row[0]));
      else state.set(String(change.row[0]), String(change.row[1]));
    }
    const now = await server.sql('select k, n from heap order by k');
    expect([...state].sort(([a], [b]) => Number(a) - Number(b))).toEqual(now);
  });
});
