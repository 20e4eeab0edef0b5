import { follow, followToNow, keepFollowing, never, readAll, type SeenChange, until } from '@lienthong/conformance/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, select, type TestServer, type TestSession, targets } from './server.ts';

const keys = (changes: readonly SeenChange[]) => changes.map((change) => (change.op === 't' ? Number.NaN : Number(change.row[0])));

describe.each(targets)('transactions of $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open({ max_prepared_transactions: '10', logical_decoding_work_mem: '64kB' });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  const open = (name: string) => openSource({ ...server.input, slot: name, publication: name });

  async function sessions(count: number): Promise<AsyncDisposable & { readonly all: readonly TestSession[] }> {
    const all = await Promise.all(Array.from({ length: count }, () => server.session()));
    return { all, [Symbol.asyncDispose]: async () => void (await Promise.all(all.map((one) => one[Symbol.asyncDispose]()))) };
  }

  it('AC-PG-3: interleaved transactions lose nothing over restarts of the reader, though later ones were acknowledged first', async () => {
    await server.sql('create table woven (id int primary key, tx text)');
    const selection = select('woven', ['id', 'tx'], ['id']);
    const seen: number[] = [];
    let position: Awaited<ReturnType<typeof first.changes.start>>;
    await using first = await open('woven');
    position = await first.changes.start([selection], never);
    await using writers = await sessions(2);
    const [long, short] = writers.all;
    if (long === undefined || short === undefined) throw new Error('no sessions');
    await long.sql('begin');
    await long.sql("insert into woven values (1, 'long')");
    for (let round = 0; round < 3; round += 1) {
      await short.sql(`begin; insert into woven values (${10 + round}, 'short'); commit`);
      await long.sql(`insert into woven values (${2 + round}, 'long')`);
      // A reader of its own each round: what it saw is durable, and the server has been told so.
      await using source = await open('woven');
      const read = await followToNow(source.changes, [selection], position, { acknowledge: true });
      position = read.position;
      seen.push(...keys(read.changes));
    }
    expect(seen).toEqual([10, 11, 12]);
    await long.sql('commit');
    await using source = await open('woven');
    const rest = await followToNow(source.changes, [selection], position, { acknowledge: true });
    expect(keys(rest.changes)).toEqual([1, 2, 3, 4]);
    // By commit, not by the moment of the change: the long one outranks the short ones that it began before.
    const again = await open('woven');
    await expect(again.changes.has?.(rest.position, [selection], never)).resolves.toBe(true);
    await again.close();
  });

  it('AC-PG-3: interleaved transactions lose nothing when the server is killed between them', async () => {
    await server.sql('create table crashed (id int primary key, n int)');
    const selection = select('crashed', ['id', 'n'], ['id']);
    await using source = await open('crashed');
    const start = await source.changes.start([selection], never);
    {
      await using writers = await sessions(2);
      const [long, short] = writers.all;
      await long?.sql('begin');
      await long?.sql('insert into crashed values (1, 1)');
      await short?.sql('insert into crashed values (2, 1)');
      const read = await followToNow(source.changes, [selection], start, { acknowledge: true });
      expect(keys(read.changes)).toEqual([2]);
      await long?.sql('insert into crashed values (3, 1)');
      await long?.sql('commit');
      await short?.sql('begin');
      await short?.sql('insert into crashed values (4, 1)');
      await server.embedded?.kill();
      await server.embedded?.restart();
      await server.sql('insert into crashed values (5, 1)');
      const rest = await followToNow(source.changes, [selection], read.position);
      expect(keys(rest.changes)).toEqual([1, 3, 5]);
    }
    expect((await readAll(source.snapshot, selection)).map((row) => Number(row[0]))).toEqual([1, 2, 3, 5]);
  });

  it('tells what a savepoint kept and nothing that was rolled back to one, also with hundreds of subtransactions', async () => {
    await server.sql('create table points (id int primary key, n int)');
    await using source = await open('points');
    const selection = select('points', ['id', 'n'], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql(`begin; insert into points values (1, 0); savepoint a; insert into points values (2, 0); update points set n = 1 where id = 1;
      rollback to a; insert into points values (3, 0); savepoint b; insert into points values (4, 0); release b; commit`);
    await server.sql('begin; insert into points values (5, 0); rollback');
    await server.sql(`do $$ begin for i in 100..499 loop begin insert into points values (i, 0); if i % 2 = 0 then raise exception 'no'; end if;
      exception when others then null; end; end loop; end $$`);
    const { changes } = await followToNow(source.changes, [selection], start);
    expect(keys(changes)).toEqual([1, 3, 4, ...Array.from({ length: 200 }, (_, index) => 101 + 2 * index)]);
    expect(new Set(changes.map(({ version }) => version)).size).toBe(changes.length);
  });

  it('tells prepared transactions when they are committed, and nothing of those that are rolled back', async () => {
    await server.sql('create table prepared (id int primary key)');
    await using source = await open('prepared');
    const selection = select('prepared', ['id'], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql("begin; insert into prepared values (1); prepare transaction 'yes'");
    await server.sql("begin; insert into prepared values (2); prepare transaction 'no'");
    await server.sql('insert into prepared values (3)');
    const early = await followToNow(source.changes, [selection], start, { acknowledge: true });
    expect(keys(early.changes)).toEqual([3]);
    await server.embedded?.kill();
    await server.embedded?.restart();
    await server.sql("commit prepared 'yes'");
    await server.sql("rollback prepared 'no'");
    const late = await followToNow(source.changes, [selection], early.position);
    expect(keys(late.changes)).toEqual([1]);
  });

  it('begins to follow only when a prepared transaction has ended, and has its rows from the snapshot', async () => {
    await server.sql('create table pending (id int primary key)');
    await server.sql("begin; insert into pending values (1); prepare transaction 'pending'");
    await using source = await open('pending');
    const selection = select('pending', ['id'], ['id']);
    let started = false;
    const starting = source.changes.start([selection], never).then((position) => {
      started = true;
      return position;
    });
    await until(async () => (await server.sql("select 1 from pg_replication_slots where slot_name = 'pending'")).length === 1);
    const probe = await source.probe(never);
    expect(started).toBe(false);
    expect(probe.findings.find(({ id }) => id === 'transaction-prepared')).toMatchObject({
      message: expect.stringContaining('pending') as unknown,
      remedy: expect.stringContaining('PREPARED') as unknown,
    });
    await server.sql("commit prepared 'pending'");
    const start = await starting;
    expect(await readAll(source.snapshot, selection)).toEqual([['1']]);
    expect(keys((await followToNow(source.changes, [selection], start)).changes)).toEqual([]);
  });

  it('passes over logical messages, of transactions and without, and moves on behind them', async () => {
    await server.sql('create table spoken (id int primary key)');
    await using source = await open('spoken');
    const selection = select('spoken', ['id'], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql("begin; select pg_logical_emit_message(true, 'app', 'x'); insert into spoken values (1); commit");
    await server.sql("select pg_logical_emit_message(false, 'app', repeat('y', 100000))");
    const { changes, position } = await followToNow(source.changes, [selection], start);
    expect(keys(changes)).toEqual([1]);
    expect(await server.sql(`select '${String(position['lsn'])}'::pg_lsn > '${String(start['lsn'])}'`)).toEqual([['t']]);
  });

  it('G-11: hands a transaction on that is larger than every buffer, and resumes before it, whole', async () => {
    await server.sql('create table vast (id int primary key, body text)');
    await using source = await open('vast');
    const selection = select('vast', ['id', 'body'], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql("insert into vast select i, repeat('v', 200) from generate_series(1, 60000) i");
    const cut = await follow(source.changes, [selection], start, (all) => all.length >= 30_000, { acknowledge: true, batchChanges: 5_000 });
    expect(cut.batches.length).toBeGreaterThan(5);
    // However far it was read, and whatever was acknowledged: the place stays before it.
    const whole = await followToNow(source.changes, [selection], cut.position, { batchChanges: 5_000 });
    expect(keys(whole.changes)).toEqual(Array.from({ length: 60_000 }, (_, index) => index + 1));
    expect(whole.changes.slice(0, 30_000).map(({ version }) => version)).toEqual(
      cut.changes.slice(0, 30_000).map(({ version }) => version),
    );
  });

  it('G-14: counts up within a transaction that changes one key again and again', async () => {
    await server.sql('create table again (id int primary key, n int); insert into again values (1, 0)');
    await using source = await open('again');
    const selection = select('again', ['id', 'n'], ['id']);
    const start = await source.changes.start([selection], never);
    await server.sql(`begin; ${'update again set n = n + 1; '.repeat(20)} delete from again; insert into again values (1, -1); commit`);
    const { changes } = await followToNow(source.changes, [selection], start);
    expect(changes.map(({ op }) => op).join('')).toBe(`${'u'.repeat(20)}dc`);
    const versions = changes.map(({ version }) => version);
    expect([...new Set(versions)].sort()).toEqual(versions);
  });

  it('PG-10: a truncation reaches the tables that it cascades to, in order with what comes before and after', async () => {
    await server.sql('create table mother (id int primary key); create table child (id int primary key, of int references mother)');
    await using source = await open('mother');
    const selections = [select('mother', ['id'], ['id']), select('child', ['id', 'of'], ['id'])];
    const following = keepFollowing(source.changes, selections, await source.changes.start(selections, never));
    await server.sql('insert into mother values (1); insert into child values (1, 1)');
    await server.sql('begin; truncate mother cascade; insert into mother values (2); commit');
    await until(async () => following.changes.length >= 5);
    await following.stop();
    const shown = following.changes.map((change) => `${change.op} ${change.collection.name}`);
    expect(shown.slice(0, 2)).toEqual(['c mother', 'c child']);
    expect(shown.slice(2, 4).sort()).toEqual(['t child', 't mother']);
    expect(shown.slice(4)).toEqual(['c mother']);
  });
});
