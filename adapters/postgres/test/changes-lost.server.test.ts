import { inspect } from 'node:util';
import { follow, followToNow, never, until } from '@lienthong/conformance/reading';
import { LienThongError } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, select, type TestServer, targets } from './server.ts';

const any = () => true;
const everything = (error: unknown) => inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);

describe.each(targets)('what ends following on $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
    await server.sql('create table t (id int primary key, n int)');
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  const selection = select('t', ['id', 'n'], ['id']);

  it('G-10: a dropped slot is lost history, and is never made again silently', async () => {
    await using source = await openSource({ ...server.input, slot: 'dropped', publication: 'dropped' });
    const start = await source.changes.start([selection], never);
    await server.sql("select pg_drop_replication_slot('dropped')");
    await expect(follow(source.changes, [selection], start, any)).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST' });
    expect(await server.sql("select 1 from pg_replication_slots where slot_name = 'dropped'")).toEqual([]);
  });

  it('AC-PG-3: a slot that was confirmed beyond our position is lost history, not a silent gap', async () => {
    await using source = await openSource({ ...server.input, slot: 'ahead', publication: 'ahead' });
    const start = await source.changes.start([selection], never);
    await server.sql('insert into t values (1, 1)');
    await server.sql("select pg_replication_slot_advance('ahead', pg_current_wal_lsn())");
    await expect(follow(source.changes, [selection], start, any)).rejects.toMatchObject({
      code: 'SOURCE_HISTORY_LOST',
      message: expect.stringContaining('beyond the position') as unknown,
    });
  });

  it('tells without touching anything whether all behind a position is still there', async () => {
    await using source = await openSource({ ...server.input, slot: 'asked', publication: 'asked' });
    const has = async (change: object = {}) => source.changes.has?.({ ...start, ...change }, [selection], never);
    const start = await source.changes.start([selection], never);
    expect(await has()).toBe(true);
    expect(await has({ slot: 'other' })).toBe(false);
    expect(await has({ kind: 'mysql/gtid' })).toBe(false);
    expect(await has({ systemId: '1' })).toBe(false);
    expect(await has({ lsn: 'FF/0' })).toBe(false);
    // A table that left the publication was changed unseen, even if it comes back.
    await server.sql('alter publication asked drop table t');
    expect(await has()).toBe(false);
    await server.sql('alter publication asked add table only t');
    expect(await has()).toBe(false);
    const anew = await source.changes.start([selection], never, { position: start, anew: [selection] });
    expect(anew['lsn']).toBe(start['lsn']);
    const following = follow(source.changes, [selection], anew, (all) => all.length > 0);
    await until(async () => (await server.sql("select 1 from pg_replication_slots where slot_name = 'asked' and active")).length === 1);
    await using second = await openSource({ ...server.input, slot: 'asked', publication: 'asked' });
    await expect(second.changes.has?.(anew, [selection], never)).rejects.toMatchObject({ code: 'SOURCE_POSITION_IN_USE' });
    await server.sql('insert into t values (501, 1)');
    const { position } = await following;
    await source.changes.acknowledge(position, never);
    expect(await has()).toBe(false);
    await expect(source.changes.has?.(position, [selection], never)).resolves.toBe(true);
    await server.sql("select pg_drop_replication_slot('asked')");
    await expect(source.changes.has?.(position, [selection], never)).resolves.toBe(false);
    expect(await server.sql("select 1 from pg_replication_slots where slot_name = 'asked'")).toEqual([]);
  });

  it('PG-10: a missing or incomplete publication is named with the statement that mends it', async () => {
    await using source = await openSource({ ...server.input, slot: 'pub', publication: 'pub' });
    const start = await source.changes.start([selection], never);
    await server.sql("alter publication pub set (publish = 'insert, update')");
    await expect(follow(source.changes, [selection], start, any)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      remedy: `ALTER PUBLICATION "pub" SET (publish = 'insert, update, delete, truncate');`,
    });
    await server.sql("alter publication pub set (publish = 'insert, update, delete, truncate'); alter publication pub drop table t");
    await expect(follow(source.changes, [selection], start, any)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      remedy: expect.stringContaining('ALTER PUBLICATION "pub" ADD TABLE ONLY "public"."t";') as unknown,
    });
    if (target.major >= 15) {
      await server.sql('alter publication pub add table only t where (id > 1)');
      await expect(follow(source.changes, [selection], start, any)).rejects.toMatchObject({
        code: 'SOURCE_NOT_READY',
        message: expect.stringContaining('row filter') as unknown,
      });
    }
    await server.sql('drop publication pub');
    await expect(follow(source.changes, [selection], start, any)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      remedy: expect.stringContaining('CREATE PUBLICATION "pub" FOR TABLE ONLY "public"."t"') as unknown,
    });
  });

  it('G-10: positions of another server, slot, adapter or time are refused by name', async () => {
    await using source = await openSource({ ...server.input, slot: 'foreign', publication: 'foreign' });
    const start = await source.changes.start([selection], never);
    const read = (change: object) => follow(source.changes, [selection], { ...start, ...change }, any);
    await expect(read({ systemId: '1' })).rejects.toMatchObject({ code: 'SOURCE_IDENTITY_CHANGED' });
    await expect(read({ slot: 'other' })).rejects.toMatchObject({ code: 'POSITION_FOREIGN' });
    await expect(read({ kind: 'mysql/gtid' })).rejects.toMatchObject({ code: 'POSITION_FOREIGN' });
    await expect(read({ lsn: 'x' })).rejects.toMatchObject({ code: 'POSITION_FOREIGN' });
    await expect(read({ lsn: 'FFFFFF/0' })).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST' });
    await expect(read({ timeline: 7 })).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST' });
    await expect(source.changes.acknowledge({ ...start, slot: 'other' }, never)).rejects.toMatchObject({ code: 'POSITION_FOREIGN' });
  });

  it('G-23: a table without a usable identity is refused before it is published, so that its own programs can go on', async () => {
    await server.sql(
      'create table keyless (id int, n int); create table other (id int primary key, code text); create table nothing (id int primary key); alter table nothing replica identity nothing',
    );
    await using source = await openSource({ ...server.input, slot: 'keyless', publication: 'keyless' });
    for (const [name, key] of [
      ['keyless', ['id']],
      ['other', ['code']],
      ['nothing', ['id']],
    ] as const) {
      await expect(source.changes.start([select(name, [...key], [...key])], never)).rejects.toMatchObject({
        code: 'SOURCE_NOT_READY',
        remedy: `ALTER TABLE "public"."${name}" REPLICA IDENTITY FULL;`,
      });
    }
    expect(await server.sql("select 1 from pg_publication where pubname = 'keyless'")).toEqual([]);
    await server.sql('insert into keyless values (1, 1); update keyless set n = 2; alter table keyless replica identity full');
    const keyless = select('keyless', ['n', 'id'], ['id']);
    const start = await source.changes.start([keyless], never);
    await server.sql('update keyless set n = 3; update keyless set id = 2; delete from keyless');
    const { changes } = await followToNow(source.changes, [keyless], start);
    expect(changes.map((change) => (change.op === 't' ? [] : [change.op, change.row, change.oldKey]))).toEqual([
      ['u', ['3', '1'], undefined],
      ['u', ['3', '2'], [null, '1']],
      ['d', [null, '2'], undefined],
    ]);
  });

  it('G-29: a missing grant is told as the grant, and an owner is asked for what only an owner may do', async () => {
    await server.sql("create role poor login password 'poor'; create role wal login replication password 'wal'; grant select on t to wal");
    const { host, port, database } = server.embedded ?? { host: '', port: 0, database: '' };
    const as = (user: string, name: string) => openSource({ host, port, database, user, password: user, slot: name, publication: name });
    await using poor = await as('poor', 'poor');
    await expect(poor.changes.start([selection], never)).rejects.toMatchObject({
      code: 'SOURCE_PERMISSION_MISSING',
      remedy: expect.stringContaining('ALTER ROLE') as unknown,
    });
    await expect(readFirst(poor, 't')).rejects.toMatchObject({
      code: 'SOURCE_PERMISSION_MISSING',
      remedy: 'GRANT USAGE ON SCHEMA "public" TO "poor"; GRANT SELECT ON TABLE "public"."t" TO "poor";',
    });
    await using wal = await as('wal', 'wal');
    await expect(wal.changes.start([selection], never)).rejects.toMatchObject({
      code: 'SOURCE_PERMISSION_MISSING',
      remedy: expect.stringContaining('CREATE PUBLICATION "wal" FOR TABLE ONLY "public"."t"') as unknown,
    });
    await server.sql('create publication wal for table t');
    const start = await wal.changes.start([selection], never);
    await server.sql('insert into t values (77, 7)');
    const { changes } = await follow(wal.changes, [selection], start, (all) => all.length > 0);
    expect(changes[0]).toMatchObject({ op: 'c', row: ['77', '7'] });
  });

  async function readFirst(source: Awaited<ReturnType<typeof openSource>>, name: string): Promise<void> {
    await source.snapshot.split({ selection: select(name, ['id'], ['id']), rowsPerRange: 10, signal: never }).then(async ([range]) => {
      if (range === undefined) throw new Error('no range');
      for await (const batch of source.snapshot.read({
        selection: select(name, ['id'], ['id']),
        range,
        after: undefined,
        batchRows: 10,
        signal: never,
      }))
        void batch;
    });
  }

  it('PG-10: row-level security never leaves rows out silently', async () => {
    await server.sql(`create table secret (id int primary key); insert into secret values (1), (2); alter table secret enable row level security;
      create policy half on secret using (id = 1); create role half login password 'half'; grant select on secret to half`);
    const { host, port, database } = server.embedded ?? { host: '', port: 0, database: '' };
    await using source = await openSource({ host, port, database, user: 'half', password: 'half' });
    await expect(readFirst(source, 'secret')).rejects.toMatchObject({ code: 'SOURCE_PERMISSION_MISSING' });
  });

  it('G-27: no value of a row and no password is in an error', async () => {
    const canary = 'CANARY-001099012345';
    await server.sql(
      `create table canary (id text primary key); insert into canary values ('${canary}'); create view broken as select id, id::int as n from canary`,
    );
    await using source = await openSource(server.input);
    const error: unknown = await (async () => {
      const wanted = select('broken', ['id', 'n'], ['id']);
      const [range] = await source.snapshot.split({ selection: wanted, rowsPerRange: 10, signal: never });
      if (range === undefined) throw new Error('no range');
      for await (const batch of source.snapshot.read({ selection: wanted, range, after: undefined, batchRows: 10, signal: never }))
        void batch;
    })().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LienThongError);
    expect(error).toMatchObject({ code: 'SOURCE_QUERY_FAILED', details: { sqlState: '22P02' } });
    expect(everything(error)).not.toContain(canary);
    const { host, port, database } = server.embedded ?? { host: '', port: 0, database: '' };
    const login: unknown = await openSource({ host, port, database, user: 'postgres', password: canary }).catch(
      (caught: unknown) => caught,
    );
    expect(login).toMatchObject({ code: 'SOURCE_AUTH_FAILED' });
    expect(everything(login)).not.toContain(canary);
  });

  it('G-06: a killed server is told as unreachable, and following goes on behind the last position', async () => {
    await using source = await openSource({ ...server.input, slot: 'killed', publication: 'killed' });
    const start = await source.changes.start([selection], never);
    await server.sql('insert into t values (901, 1)');
    const first = await follow(source.changes, [selection], start, (all) => all.length === 1, { acknowledge: true });
    const following = follow(source.changes, [selection], first.position, () => false);
    following.catch(() => undefined);
    await until(async () => (await server.sql("select 1 from pg_replication_slots where slot_name = 'killed' and active")).length === 1);
    await server.embedded?.kill();
    await expect(following).rejects.toMatchObject({ code: expect.stringMatching(/SOURCE_(UNREACHABLE|BUSY)/) as unknown });
    await server.embedded?.restart();
    await server.sql('insert into t values (902, 1)');
    const second = await follow(source.changes, [selection], first.position, (all) => all.length === 1);
    expect(second.changes.map((change) => (change.op === 't' ? [] : change.row[0]))).toEqual(['902']);
  });
});

describe.each(targets)('the log that $label removes', (target) => {
  it('AC-PG-4: a slot that outgrew max_slot_wal_keep_size is told with the parameter to raise', async (context) => {
    if (target.major < 13) return context.skip('max_slot_wal_keep_size came with PostgreSQL 13');
    await using server = await target.open({ max_slot_wal_keep_size: '1MB', max_wal_size: '32MB', min_wal_size: '32MB' });
    await server.sql('create table t (id int primary key)');
    const selection = select('t', ['id'], ['id']);
    await using source = await openSource({ ...server.input, slot: 'lost', publication: 'lost' });
    const start = await source.changes.start([selection], never);
    await until(async () => {
      await server.sql("select pg_logical_emit_message(false, 'fill', repeat('x', 1000000)) from generate_series(1, 20)");
      await server.sql('select pg_switch_wal()');
      await server.sql('checkpoint');
      return (await server.sql("select 1 from pg_replication_slots where wal_status = 'lost'")).length === 1;
    });
    await expect(follow(source.changes, [selection], start, any)).rejects.toMatchObject({
      code: 'SOURCE_HISTORY_LOST',
      remedy: expect.stringContaining('max_slot_wal_keep_size') as unknown,
    });
  });

  it('wal_level replica is refused with the statement, and reading still works', async () => {
    await using server = await target.open({ wal_level: 'replica' });
    await server.sql('create table t (id int primary key)');
    await using source = await openSource(server.input);
    await expect(source.changes.start([select('t', ['id'], ['id'])], never)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      remedy: expect.stringContaining("ALTER SYSTEM SET wal_level = 'logical'") as unknown,
    });
  });
});
