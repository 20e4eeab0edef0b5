import { follow, followToNow, never, readAll, readRange, type SeenChange, seen, until } from '@lienthong/conformance/reading';
import { type Entry, emptyStream, merge, type RowValues, snapshotVersion, type Version, visible } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilCommitWaits, whileCommitsWait } from './commits-wait.ts';
import { everywhere, hasSession, openSource, select, type TestServer } from './server.ts';

describe.each(everywhere)('changes of $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('AC-PG-2: reads rows again whose unchanged TOAST values the log left out', async () => {
    await server.sql('create table doc (id int primary key, n int, body text); alter table doc alter body set storage external');
    await using source = await openSource({ ...server.input, slot: 'toast', publication: 'toast' });
    const selection = select('doc', ['id', 'n', 'body'], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql(
      "insert into doc values (1, 0, repeat('x', 10000)), (2, 0, repeat('y', 10000)); update doc set n = 1 where id = 1; update doc set n = 1 where id = 2; delete from doc where id = 2",
    );
    const { changes } = await follow(source.changes, [selection], start, (all) => all.some((change) => change.op === 'd'));
    expect(
      changes.map((change) => [
        change.op,
        change.op === 't' ? 0 : change.row[0],
        change.op === 't' ? 0 : String(change.row[2] ?? '').length,
      ]),
    ).toEqual([
      ['c', '1', 10000],
      ['c', '2', 10000],
      ['u', '1', 10000],
      ['d', '2', 0],
    ]);
  });

  it('PG-01: completes unchanged TOAST values under every replica identity, after later updates and deletes too', async () => {
    const big = (letter: string) => `repeat('${letter}', 10000)`;
    for (const [identity, name] of [
      ['default', 't_default'],
      ['full', 't_full'],
      ['using index t_index_code', 't_index'],
    ] as const) {
      await server.sql(`create table ${name} (id int primary key, code text not null, n int, body text, list text[], data bytea, doc jsonb);
        alter table ${name} alter body set storage external, alter list set storage external, alter data set storage external, alter doc set storage external;
        create unique index ${name}_code on ${name} (code); alter table ${name} replica identity ${identity}`);
      await using source = await openSource({ ...server.input, slot: name, publication: name });
      const key = name === 't_index' ? ['code'] : ['id'];
      const selection = select(name, ['id', 'code', 'n', 'body', 'list', 'data', 'doc'], key);
      const start = await source.changes.start([selection], never);
      await server.sql(
        `insert into ${name} select i, 'k' || i, 0, ${big('b')}, array[${big('l')}], decode(${big('a')}, 'hex'), to_jsonb(${big('j')}) from generate_series(1, 4) i`,
      );
      await server.sql(
        `update ${name} set n = 1 where id = 1; update ${name} set n = 2 where id = 1; update ${name} set n = 1 where id = 2; update ${name} set body = 'short' where id = 2`,
      );
      await server.sql(`update ${name} set id = 30, code = 'k30' where id = 3`);
      await server.sql(`update ${name} set id = 40, code = 'k40' where id = 4; delete from ${name} where id = 40`);
      const { changes } = await followToNow(source.changes, [selection], start);
      const place = selection.columns.indexOf(key[0] ?? '');
      const state = new Map<unknown, readonly unknown[]>();
      for (const change of changes) {
        if (change.op === 't') throw new Error('nothing was truncated');
        if (change.oldKey !== undefined) state.delete(change.oldKey[place]);
        if (change.op === 'd') {
          state.delete(change.row[place]);
        } else {
          // Never a row that the source did not have: every large value is whole.
          expect(change.row.slice(3).every((value) => value === 'short' || String(value).length >= 10000)).toBe(true);
          state.set(change.row[place], change.row);
        }
      }
      const now = await readAll(source.snapshot, selection);
      expect([...state.values()].sort()).toEqual([...now].sort());
      expect(now.length).toBe(3);
    }
  });

  it('waits with a re-read until the transaction of the change can be seen', async () => {
    await server.sql(
      "create table waiting (id int primary key, n int, body text); alter table waiting alter body set storage external; insert into waiting values (1, 0, repeat('w', 10000))",
    );
    await using source = await openSource({ ...server.input, slot: 'waiting', publication: 'waiting' });
    const selection = select('waiting', ['id', 'n', 'body'], ['id']);
    const start = await source.changes.start([selection], never);
    await using writer = await server.session();
    const waiting = await whileCommitsWait(server, async () => {
      const committing = writer.sql('update waiting set n = 1 where id = 1');
      await untilCommitWaits(server);
      expect(await server.sql('select n from waiting')).toEqual([['0']]);
      let told = false;
      const following = follow(source.changes, [selection], start, (all) => all.length > 0).finally(() => (told = true));
      await until(() => hasSession(server, "query like '%txid_current_snapshot%'"));
      expect(told).toBe(false);
      return { committing, following };
    });
    await waiting.committing;
    const { changes } = await waiting.following;
    expect(changes.map((change) => (change.op === 't' ? [] : [change.row[1], String(change.row[2]).length]))).toEqual([['1', 10000]]);
  });

  it('G-16: loses no transaction that is open when following starts', async () => {
    await server.sql('create table flight (id int primary key)');
    await using source = await openSource({ ...server.input, slot: 'flight', publication: 'flight' });
    const selection = select('flight', ['id'], ['id']);
    const early = await server.session();
    await early.sql('begin');
    await early.sql('insert into flight values (1)');
    let started = false;
    const starting = source.changes.start([selection], never).then((position) => {
      started = true;
      return position;
    });
    await until(async () => (await server.sql("select 1 from pg_replication_slots where slot_name = 'flight'")).length === 1);
    const late = await server.session();
    await late.sql('begin');
    await late.sql('insert into flight values (2)');
    expect(started).toBe(false);
    await early.sql('commit');
    await late.sql('commit');
    const position = await starting;
    const seen = new Set((await readAll(source.snapshot, selection)).map((row) => row[0]));
    const { changes } = await followToNow(source.changes, [selection], position);
    for (const change of changes) if (change.op !== 't') seen.add(change.row[0]);
    expect([...seen].sort()).toEqual(['1', '2']);
    expect(await source.changes.start([selection], never)).toMatchObject({ kind: 'postgres/lsn', slot: 'flight' });
    await early[Symbol.asyncDispose]();
    await late[Symbol.asyncDispose]();
  });

  it('waits for a transaction that was open when a table joined the publication', async () => {
    await server.sql('create table joined1 (id int primary key); create table joined2 (id int primary key)');
    await using source = await openSource({ ...server.input, slot: 'joined', publication: 'joined' });
    const [first, second] = [select('joined1', ['id'], ['id']), select('joined2', ['id'], ['id'])];
    await source.changes.start([first], never);
    const writer = await server.session();
    await writer.sql('begin');
    await writer.sql('insert into joined2 values (1)');
    let started = false;
    const starting = source.changes.start([first, second], never).then((position) => {
      started = true;
      return position;
    });
    await until(async () => (await server.sql("select 1 from pg_publication_tables where pubname = 'joined'")).length === 2);
    await until(() => hasSession(server, "query like '%txid_current_snapshot%'"));
    expect(started).toBe(false);
    await writer.sql('insert into joined2 values (2)');
    await writer.sql('commit');
    await starting;
    expect(await readAll(source.snapshot, second)).toEqual([['1'], ['2']]);
    await writer[Symbol.asyncDispose]();
  });

  it('AC-PG-1, G-20: moves the position and the slot while only another table is written', async () => {
    await server.sql('create table quiet (id int primary key); create table busy (id int)');
    await using source = await openSource({ ...server.input, slot: 'quiet', publication: 'quiet' });
    const selection = select('quiet', ['id'], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql('insert into busy select generate_series(1, 20000)');
    await followToNow(source.changes, [selection], start, { acknowledge: true, heartbeatMs: 100 });
    await until(
      async () =>
        (
          await server.sql(
            `select 1 from pg_replication_slots where slot_name = 'quiet' and confirmed_flush_lsn > '${String(start['lsn'])}'`,
          )
        ).length === 1,
    );
  });

  it('AC-PG-3: never confirms on its own, and confirms without a running stream too', async () => {
    await server.sql('create table held (id int primary key)');
    await using source = await openSource({ ...server.input, slot: 'held', publication: 'held' });
    const selection = select('held', ['id'], ['id']);
    const start = await source.changes.start([selection], never);
    const confirmed = () => server.sql("select confirmed_flush_lsn from pg_replication_slots where slot_name = 'held'");
    await server.sql('insert into held values (1)');
    const { position, changes } = await followToNow(source.changes, [selection], start);
    expect(changes.length).toBe(1);
    expect(await confirmed()).toEqual([[start['lsn']]]);
    await source.changes.acknowledge(position, never);
    expect(await confirmed()).toEqual([[position['lsn']]]);
    const again = await follow(source.changes, [selection], position, () => true);
    expect(again.changes).toEqual([]);
  });

  it('AC-PG-5, PG-07, PG-10: follows partitioned tables by their root, computed columns and names with capitals and quotes', async () => {
    await server.sql(`create table "Hồ ""Sơ""" ("Mã" int, "Năm" int, "Đôi" int generated always as ("Mã" * 2) stored, body text, primary key ("Mã", "Năm")) partition by range ("Năm");
      create table hs1 partition of "Hồ ""Sơ""" for values from (2000) to (2010); create table hs2 partition of "Hồ ""Sơ""" for values from (2010) to (2030)`);
    await using source = await openSource({ ...server.input, slot: 'root', publication: 'Ấn "phẩm"' });
    const selection = select('Hồ "Sơ"', ['Đôi', 'Năm', 'Mã', 'body'], ['Mã', 'Năm']);
    const start = await source.changes.start([selection], never);
    await server.sql(`insert into "Hồ ""Sơ""" ("Mã", "Năm") values (1, 2005), (2, 2015)`);
    await server.sql(`update "Hồ ""Sơ""" set body = 'x' where "Mã" = 2; update "Hồ ""Sơ""" set "Năm" = 2020 where "Mã" = 1`);
    await server.sql('truncate "Hồ ""Sơ"""');
    const { changes } = await followToNow(source.changes, [selection], start);
    const shown = changes.map((change) => [change.op, change.op === 't' ? change.collection.name : change.row.slice(0, 3).join('/')]);
    expect(shown.at(-1)).toEqual(['t', 'Hồ "Sơ"']);
    // The rows are gone by now: before PostgreSQL 18, where the log has no computed values, only the deletion is told.
    const complete = [
      ['c', '2/2005/1'],
      ['c', '4/2015/2'],
      ['u', '4/2015/2'],
      ['d', '/2005/1'],
      ['c', '2/2020/1'],
    ];
    expect(shown.slice(0, -1)).toEqual(target.major >= 18 ? complete : [['d', '/2005/1']]);
    await server.sql(`insert into "Hồ ""Sơ""" ("Mã", "Năm") values (7, 2007)`);
    const more = await follow(source.changes, [selection], start, (all) =>
      all.some((change) => change.op !== 't' && change.row[2] === '7'),
    );
    expect(more.changes.at(-1)).toMatchObject({ op: 'c', row: ['14', '2007', '7', null] });
  });

  it('goes on when columns are added and dropped aside, and stops when a selected one changes', async () => {
    await server.sql('create table shape (id int primary key, a int, b text, c int)');
    await using source = await openSource({ ...server.input, slot: 'shape', publication: 'shape' });
    const selection = select('shape', ['b', 'id', 'c'], ['id']);
    const start = await source.changes.start([selection], never);
    const changes: SeenChange[] = [];
    const request = {
      after: start,
      selections: [selection],
      heartbeatMs: 100,
      batchChanges: 100,
      maxTransactionChanges: 100,
      signal: never,
    };
    const reading = (async () => {
      for await (const batch of source.changes.read(request)) changes.push(...batch.changes.map(seen));
    })();
    reading.catch(() => undefined);
    await server.sql("insert into shape values (1, 1, 'x', 1)");
    await until(() => Promise.resolve(changes.length === 1));
    await server.sql(
      "alter table shape drop column a; alter table shape add column d int default 4; insert into shape values (2, 'y', 2, 5)",
    );
    await until(() => Promise.resolve(changes.length === 2));
    expect(changes.map((change) => (change.op === 't' ? [] : change.row))).toEqual([
      ['x', '1', '1'],
      ['y', '2', '2'],
    ]);
    await server.sql("alter table shape alter c type text; insert into shape values (3, 'z', 'three', 5)");
    await expect(reading).rejects.toMatchObject({
      code: 'SCHEMA_CHANGED',
      message: expect.stringMatching(/public\.shape no longer fits in c: .*c integer.*c text/) as unknown,
    });
  });

  it('notices that a followed table left the publication, or was made anew under its name', async () => {
    await server.sql('create table leaves (id int primary key); create table renewed (id int primary key)');
    await using source = await openSource({ ...server.input, slot: 'leaves', publication: 'leaves' });
    for (const [name, statement, code] of [
      ['leaves', 'alter publication leaves drop table leaves', 'SOURCE_NOT_READY'],
      [
        'renewed',
        'drop table renewed; create table renewed (id int primary key); alter publication leaves add table renewed',
        'SOURCE_HISTORY_LOST',
      ],
    ] as const) {
      const selection = select(name, ['id'], ['id']);
      const start = await source.changes.start([selection], never);
      let done = false;
      await expect(
        follow(
          source.changes,
          [selection],
          start,
          () => {
            if (!done) void server.sql(statement);
            done = true;
            return false;
          },
          { heartbeatMs: 20 },
        ),
      ).rejects.toMatchObject({ code });
    }
  });

  it('G-16, G-25: ends in the state of the source when a snapshot and the log interleave under random writers', async () => {
    await server.sql(
      "create table storm (a int, b text, n int, body text, primary key (a, b)); alter table storm alter body set storage external; insert into storm select i % 7, 'k' || i, 0, repeat('s', 3000) from generate_series(1, 600) i; analyze storm",
    );
    await using source = await openSource({ ...server.input, slot: 'storm', publication: 'storm' });
    const selection = select('storm', ['n', 'b', 'a', 'body'], ['a', 'b']);
    const start = await source.changes.start([selection], never);
    const entries: Entry[] = [];
    const keyOf = (row: readonly unknown[]) => JSON.stringify([row[2], row[1]]);
    const placeOf = (version: Version) => ({ epoch: 1, version, sequence: entries.length, line: 0 });
    const put = (op: 'r' | 'c' | 'u', version: Version, row: RowValues) =>
      entries.push({ op, place: placeOf(version), key: keyOf(row), record: JSON.stringify(row) });
    const remove = (version: Version, row: RowValues) => entries.push({ op: 'd', place: placeOf(version), key: keyOf(row) });
    const writing = Promise.all(
      [1, 2].map(async (writer) => {
        for (let round = 0; round < 40; round += 1) {
          const k = `k${1 + ((round * 37 + writer * 11) % 600)}`;
          const statement =
            round % 5 === 0
              ? `begin; delete from storm where b = '${k}'; insert into storm values (${round % 7}, '${k}', ${round}, repeat('w', 3000)) on conflict do nothing; update storm set n = n + 1 where b like 'k1%'; commit`
              : round % 5 === 1
                ? `update storm set a = a + 1 where b = '${k}'`
                : round % 5 === 2
                  ? `delete from storm where b = '${k}'`
                  : round % 5 === 3
                    ? `begin; update storm set n = -1 where b like 'k2%'; rollback`
                    : `update storm set n = n + 100, body = case when n % 2 = 0 then repeat('z', 4000) else body end where b like '%${writer}'`;
          // Two writers may wait for each other: the server ends one of them, as it would in life, and its rows stay as they were.
          await server.sql(statement).catch((error: unknown) => {
            if (!isDeadlock(error)) throw error;
          });
        }
      }),
    );
    const ranges = await source.snapshot.split({ selection, rowsPerRange: 60, signal: never });
    expect(ranges.length).toBeGreaterThan(4);
    for (const range of ranges) {
      for (const row of await readRange(source.snapshot, selection, range, 9)) put('r', snapshotVersion, row);
    }
    await writing;
    const { changes } = await followToNow(source.changes, [selection], start, { batchChanges: 50 });
    for (const change of changes) {
      if (change.op === 't') throw new Error('nothing was truncated');
      if (change.oldKey !== undefined) remove(change.version, change.oldKey);
      if (change.op === 'd') remove(change.version, change.row);
      else put(change.op, change.version, change.row);
    }
    const expected = new Map((await readAll(source.snapshot, selection)).map((row) => [keyOf(row), JSON.stringify(row)]));
    expect(new Map([...visible(merge(emptyStream, entries))].sort())).toEqual(new Map([...expected].sort()));
    expect(changes.length).toBeGreaterThan(500);
  });

  it('throws the reason of an abort and leaves no connection and a free slot behind', async () => {
    await server.sql('create table ended (id int primary key)');
    await using source = await openSource({ ...server.input, slot: 'ended', publication: 'ended' });
    const selection = select('ended', ['id'], ['id']);
    const start = await source.changes.start([selection], never);
    const abort = new AbortController();
    const reason = new Error('enough');
    const following = follow(source.changes, [selection], start, () => false, { signal: abort.signal });
    await until(async () => (await server.sql("select 1 from pg_replication_slots where slot_name = 'ended' and active")).length === 1);
    await using second = await openSource({ ...server.input, slot: 'ended', publication: 'ended' });
    await expect(follow(second.changes, [selection], start, () => true)).rejects.toMatchObject({ code: 'SOURCE_POSITION_IN_USE' });
    abort.abort(reason);
    await expect(following).rejects.toBe(reason);
    await follow(source.changes, [selection], start, () => true);
    await source.changes.drop(never);
    expect(
      await server.sql(
        "select 1 from pg_replication_slots where slot_name = 'ended' union all select 1 from pg_publication where pubname = 'ended'",
      ),
    ).toEqual([]);
    await source.close();
    await second.close();
    await until(async () => (await server.sql("select 1 from pg_stat_activity where application_name = 'lienthong-test'")).length === 0);
  });
});

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}
