import { never, readAll, readRange } from '@lienthong/conformance/reading';
import { valuesOfRows } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

describe.each(everywhere)('snapshot of $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  const keyed: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['an integer key', 'int', 'i', ['k']],
    [
      'a text key under a Vietnamese collation',
      'text collate "vi-x-icu"',
      `(array['ă','Ă','đ','Đ','z','a','â','á','''x','\\y'])[1 + i % 10] || i`,
      ['k'],
    ],
    ['a numeric key', 'numeric', 'i / 7.0', ['k']],
    ['a uuid key', 'uuid', 'md5(i::text)::uuid', ['k']],
    ['a timestamptz key', 'timestamptz', "'2020-01-01'::timestamptz + i * interval '1.000001 second'", ['k']],
    ['a bpchar key', 'char(12)', 'i::text', ['k']],
    ['a composite key', 'int', 'i / 100', ['k', 'part']],
    ['a double precision key', 'double precision', 'i * 0.1', ['k']],
    ['a bytea key', 'bytea', "decode(md5(i::text), 'hex')", ['k']],
  ];

  it.each(keyed)(
    'AC-PG-5, G-19: reads every row once by %s, while others insert, and resumes behind each batch',
    async (_, type, value, key) => {
      await server.sql(
        `drop table if exists "Bảng ""lạ"""; create table "Bảng ""lạ""" (k ${type}, part text, "Giá trị" int, primary key (${key.join(', ')}))`,
      );
      await server.sql(`insert into "Bảng ""lạ""" select ${value}, 'p' || i, i from generate_series(1, 5000) i; analyze "Bảng ""lạ"""`);
      const selection = select('Bảng "lạ"', ['Giá trị', 'part', 'k'], key);
      await using source = await openSource(server.input);
      const ranges = await source.snapshot.split({ selection, rowsPerRange: 700, signal: never });
      expect(ranges.length).toBeGreaterThan(3);
      const seen: string[] = [];
      const rest: string[] = [];
      let inserted = 10_000;
      for (const range of ranges) {
        let resumed = false;
        for await (const batch of source.snapshot.read({ selection, range, after: undefined, batchRows: 97, signal: never })) {
          const rows = valuesOfRows(batch.rows);
          seen.push(...rows.map((row) => String(row[0])));
          inserted += 1;
          if (inserted % 10 === 0)
            await server.sql(`insert into "Bảng ""lạ""" select ${value}, 'p' || i, i from (values (${inserted})) v(i)`);
          if (!resumed) {
            resumed = true;
            const again = [...rows, ...(await readRange(source.snapshot, selection, range, 131, batch.position))];
            rest.push(...again.map((row) => String(row[0])));
          }
        }
      }
      const original = Array.from({ length: 5000 }, (__, index) => String(index + 1)).sort();
      for (const read of [seen, rest]) {
        expect(new Set(read).size).toBe(read.length);
        expect(read.filter((row) => Number(row) <= 5000).sort()).toEqual(original);
      }
    },
  );

  it('PG-07, G-19, G-23: reads tables without key, with an unindexed key, and partitioned ones without key, by blocks', async () => {
    await server.sql(`create table bare (n int, filler text); insert into bare select i, repeat('f', 200) from generate_series(1, 3000) i; analyze bare;
      create table parted (n int, filler text) partition by range (n);
      create table parted1 partition of parted for values from (0) to (1000);
      create table parted2 partition of parted for values from (1000) to (9999);
      insert into parted select i, repeat('f', 200) from generate_series(1, 3000) i; analyze parted; create table nothing (n int)`);
    await using source = await openSource(server.input);
    for (const selection of [select('bare', ['n'], []), select('bare', ['n'], ['n']), select('parted', ['n'], ['n'])]) {
      const ranges = await source.snapshot.split({ selection, rowsPerRange: 500, signal: never });
      expect(ranges.length).toBeGreaterThan(3);
      const rows = (await Promise.all(ranges.map((range) => readRange(source.snapshot, selection, range, 50)))).flat();
      expect(rows.map((row) => Number(row[0])).sort((a, b) => a - b)).toEqual(Array.from({ length: 3000 }, (_, index) => index + 1));
    }
    expect(await readAll(source.snapshot, select('nothing', ['n'], ['n']))).toEqual([]);
  });

  it.each([
    ['written anew', 'vacuum full moved'],
    ['emptied', 'truncate moved'],
    ['given a partition', 'alter table moved_parent attach partition moved_later for values from (9000) to (9999)'],
  ])('PG-07, G-18: says of a table that was %s while its blocks are read that rows may lie elsewhere', async (_, statement) => {
    await server.sql(`drop table if exists moved, moved_parent, moved_later; create table moved (n int, filler text); insert into moved select i, repeat('f', 200) from generate_series(1, 1000) i;
      create table moved_parent (n int, filler text) partition by range (n); create table moved_first partition of moved_parent for values from (0) to (5000);
      insert into moved_parent select * from moved; create table moved_later (n int, filler text); analyze`);
    await using source = await openSource(server.input);
    const selection = select(statement.includes('parent') ? 'moved_parent' : 'moved', ['n'], ['n']);
    const ranges = await source.snapshot.split({ selection, rowsPerRange: 200, signal: never });
    expect(ranges.length).toBeGreaterThan(3);
    const [first, second, third] = ranges.map((range) => () => readRange(source.snapshot, selection, range, 50));
    await first?.();
    await server.sql(statement);
    for (const read of [second, third]) {
      await expect(read?.()).rejects.toMatchObject({
        code: 'SOURCE_REWRITTEN',
        message: expect.stringContaining(selection.collection.name) as unknown,
      });
    }
    expect(await readAll(source.snapshot, selection)).toHaveLength(statement.includes('truncate') ? 0 : 1000);
  });

  it.each([0, 1, 9, 10, 11, 20, 21])('G-19: reads %i rows once, by an index, by blocks and by a view, in pages of ten', async (count) => {
    await server.sql(`create table sized_${count} (a int, b text, primary key (b, a)); create table bare_${count} (a int, b text);
      create view seen_${count} as select * from sized_${count}; insert into sized_${count} select i, 'b' || i % 3 from generate_series(1, ${count}) i;
      insert into bare_${count} select a, b from sized_${count}; analyze`);
    await using source = await openSource(server.input);
    for (const selection of [
      select(`sized_${count}`, ['a', 'b'], ['a', 'b']),
      select(`bare_${count}`, ['a', 'b'], []),
      select(`seen_${count}`, ['a', 'b'], ['b']),
    ]) {
      for (const rowsPerRange of [4, 10, 1_000]) {
        const rows = await readAll(source.snapshot, selection, rowsPerRange, 10);
        expect(rows.map((row) => Number(row[0])).sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
      }
    }
  });

  it('reads views by the mapped key without losing equal or NULL keys', async () => {
    await server.sql(`create table base (a int, b int, n int); insert into base select i / 40, nullif(i % 3, 0), i from generate_series(1, 1000) i;
      insert into base values (null, 1, 1001), (null, null, 1002); create view seen as select * from base; create materialized view kept as select * from base`);
    await using source = await openSource(server.input);
    const everything = Array.from({ length: 1002 }, (_, index) => index + 1);
    for (const name of ['seen', 'kept']) {
      for (const key of [['a'], ['a', 'b']]) {
        const rows = await readAll(source.snapshot, select(name, ['n', 'a', 'b'], key), 100, 30);
        expect(rows.map((row) => Number(row[0])).sort((a, b) => a - b)).toEqual(everything);
      }
    }
  });

  it('reads a key of an extension type in the order of that type', async (context) => {
    const available = await server.sql("select 1 from pg_available_extensions where name = 'citext'");
    if (available.length === 0) return context.skip('this build has no citext');
    await server.sql(`create schema ext; create extension citext schema ext; create table folded (k ext.citext primary key);
      insert into folded select (array['a','B','c','D','_','Z'])[1 + i % 6] || i from generate_series(1, 2000) i; analyze folded`);
    await using source = await openSource(server.input);
    const rows = await readAll(source.snapshot, select('folded', ['k'], ['k']), 300, 70);
    expect(new Set(rows.map((row) => row[0])).size).toBe(2000);
    expect(rows.length).toBe(2000);
  });

  it('PG-07: leaves parents and children of old-style inheritance apart', async () => {
    await server.sql(
      'create table parent (id int primary key); create table child (primary key (id)) inherits (parent); insert into parent values (1); insert into child values (2)',
    );
    await using source = await openSource(server.input);
    expect(await readAll(source.snapshot, select('parent', ['id'], ['id']))).toEqual([['1']]);
    expect(await readAll(source.snapshot, select('child', ['id'], ['id']))).toEqual([['2']]);
  });

  it('ends the statement and the connection when the reader is aborted, throws the reason, and stays usable', async () => {
    await server.sql(
      'create table endless (id int primary key); insert into endless select generate_series(1, 5000); create view slow as select id, pg_sleep(0.01)::text from endless',
    );
    await using source = await openSource(server.input);
    const selection = select('slow', ['id', 'pg_sleep'], ['id']);
    const abort = new AbortController();
    const [range] = await source.snapshot.split({ selection, rowsPerRange: 100_000, signal: never });
    if (range === undefined) throw new Error('no range');
    const reading = (async () => {
      for await (const batch of source.snapshot.read({ selection, range, after: undefined, batchRows: 1000, signal: abort.signal }))
        expect(batch).toBe(undefined);
    })();
    const running = async () =>
      (
        await server.sql(
          "select 1 from pg_stat_activity where application_name = 'lienthong-test' and state = 'active' and query like 'copy%'",
        )
      ).length;
    for (;;) if ((await running()) > 0) break;
    const reason = new Error('enough');
    abort.abort(reason);
    await expect(reading).rejects.toBe(reason);
    for (;;) if ((await running()) === 0) break;
    expect(await readAll(source.snapshot, select('parent', ['id'], ['id']))).toEqual([['1']]);
    await source.close();
    await source.close();
    for (;;) if ((await server.sql("select 1 from pg_stat_activity where application_name = 'lienthong-test'")).length === 0) break;
  });
});
