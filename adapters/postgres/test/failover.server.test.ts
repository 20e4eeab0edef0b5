import { follow, followToNow, never, readAll, type SeenChange, until } from '@lienthong/conformance/reading';
import { describe, expect, it } from 'vitest';
import { openSource, select, targets } from './server.ts';
import { openPair } from './standby.ts';

const selection = select('person', ['id', 'name'], ['id']);
const keys = (changes: readonly SeenChange[]) => changes.map((change) => (change.op === 't' ? 't' : String(change.row[0])));

describe.each(targets)('failover of $label', (target) => {
  it('AC-PG-4, PG-09: a standby is read, following it is refused by name, and a position of the primary waits there', async () => {
    await using pair = await openPair(target);
    await pair.primary.sql("create table person (id int primary key, name text); insert into person values (1, 'An')");
    await using source = await openSource({ ...pair.primary.input, slot: 'ours', publication: 'ours' });
    const start = await source.changes.start([selection], never);
    await pair.caughtUp();
    await using standby = await openSource({ ...pair.standby.input, slot: 'ours', publication: 'ours' });
    expect(await readAll(standby.snapshot, selection)).toEqual([['1', 'An']]);
    await expect(standby.changes.start([selection], never)).rejects.toMatchObject({
      code: 'SOURCE_NOT_READY',
      message: expect.stringContaining('standby') as unknown,
      remedy: 'Connect to the primary.',
    });
    const probe = await standby.probe(never);
    expect(probe.readiness).toMatchObject({ snapshot: { ready: true }, changes: { ready: false } });
    expect(probe.findings.map(({ id }) => id)).toContain('standby');
    // In the middle of a failover the address leads to a standby for a while: no reason to give a position up.
    await expect(follow(standby.changes, [selection], start, () => true)).rejects.toMatchObject({
      code: 'SOURCE_BUSY',
      message: expect.stringContaining('standby') as unknown,
    });
    await expect(standby.changes.has?.(start, [selection], never)).rejects.toMatchObject({ code: 'SOURCE_BUSY' });
    await expect(standby.changes.head(never)).rejects.toMatchObject({ code: 'SOURCE_BUSY' });
  });

  it('AC-PG-4: a failover slot goes on at the promoted standby without loss, after restarts there too', async (context) => {
    if (target.major < 17) return context.skip('failover slots came with PostgreSQL 17');
    await using pair = await openPair(target);
    await pair.primary.sql("create table person (id int primary key, name text); insert into person values (1, 'An')");
    const options = { slot: 'ours', publication: 'ours', failoverSlot: true };
    await using source = await openSource({ ...pair.primary.input, ...options });
    const start = await source.changes.start([selection], never);
    await pair.primary.sql("insert into person values (2, 'Bình')");
    const before = await followToNow(source.changes, [selection], start, { acknowledge: true });
    expect(keys(before.changes)).toEqual(['2']);
    // As in life, where the connector goes on confirming: the standby takes the slot over when it has the log from there on.
    let read = before;
    await until(async () => {
      await pair.primary.sql('select pg_log_standby_snapshot()');
      read = await followToNow(source.changes, [selection], read.position, { acknowledge: true, heartbeatMs: 20 });
      await pair.caughtUp();
      await pair.standby.sql('select pg_sync_replication_slots()');
      return (
        (await pair.standby.sql("select 1 from pg_replication_slots where slot_name = 'ours' and synced and not temporary")).length === 1
      );
    }, 30_000);
    expect(read.changes).toEqual([]);
    await expect(follow((await openStandby()).changes, [selection], start, () => true)).rejects.toMatchObject({ code: 'SOURCE_BUSY' });

    await pair.primary.sql("insert into person values (3, 'Chi'); update person set name = 'Ân' where id = 1");
    await pair.caughtUp();
    await pair.primary.embedded.kill();
    await pair.promote();
    const promoted = await openStandby();
    const rest = await follow(promoted.changes, [selection], read.position, (all) => all.length >= 2, { acknowledge: true });
    expect(keys(rest.changes)).toEqual(['3', '1']);
    expect(rest.position).toMatchObject({ timeline: 2 });
    await expect(promoted.changes.has?.(rest.position, [selection], never)).resolves.toBe(true);
    // Behind the place where the old timeline was left.
    await pair.standby.sql("insert into person values (4, 'Dung')");
    const more = await followToNow(promoted.changes, [selection], rest.position);
    await pair.standby.embedded.restart();
    await pair.standby.sql("insert into person values (5, 'Én')");
    const last = await followToNow(promoted.changes, [selection], more.position);
    expect([...keys(more.changes), ...keys(last.changes)]).toEqual(['4', '5']);
    // What was published before the failover may be asked for again.
    const versions = [...before.changes, ...rest.changes, ...more.changes, ...last.changes].map(({ version }) => version);
    expect(versions).toEqual([...versions].sort());

    async function openStandby() {
      const opened = await openSource({ ...pair.standby.input, ...options });
      context.onTestFinished(() => opened.close());
      return opened;
    }
  });

  it('AC-PG-4: nothing is told of a failover slot that the standby does not have yet', async (context) => {
    if (target.major < 17) return context.skip('synchronized_standby_slots came with PostgreSQL 17');
    await using pair = await openPair(target);
    await pair.primary.sql('create table person (id int primary key, name text)');
    await using source = await openSource({ ...pair.primary.input, slot: 'ours', publication: 'ours', failoverSlot: true });
    const start = await source.changes.start([selection], never);
    await pair.caughtUp();
    await pair.standby.embedded.kill();
    await pair.primary.sql("insert into person values (1, 'An')");
    const [written] = await pair.primary.sql('select pg_current_wal_lsn()');
    let beats = 0;
    const early = await follow(source.changes, [selection], start, () => (beats += 1) >= 10, { heartbeatMs: 50 });
    expect(early.changes).toEqual([]);
    expect(await pair.primary.sql(`select '${String(early.position['lsn'])}'::pg_lsn < '${written?.[0] ?? ''}'`)).toEqual([['t']]);
    await pair.standby.embedded.restart();
    expect(keys((await followToNow(source.changes, [selection], early.position)).changes)).toEqual(['1']);
  });

  it('AC-PG-4: a promoted standby without the slot is refused by name, and the slot is not made anew', async () => {
    await using pair = await openPair(target);
    await pair.primary.sql('create table person (id int primary key, name text)');
    const options = { slot: 'ours', publication: 'ours' };
    await using source = await openSource({ ...pair.primary.input, ...options });
    const start = await source.changes.start([selection], never);
    await pair.caughtUp();
    await pair.primary.embedded.kill();
    await pair.promote();
    await using promoted = await openSource({ ...pair.standby.input, ...options });
    await expect(follow(promoted.changes, [selection], start, () => true)).rejects.toMatchObject({
      code: 'SOURCE_HISTORY_LOST',
      message: expect.stringContaining('failed over without it') as unknown,
    });
    expect(await pair.standby.sql("select 1 from pg_replication_slots where slot_name = 'ours'")).toEqual([]);
    // A position that the new primary never reached names changes that do not exist any more.
    const beyond = { ...start, lsn: 'FF/0' };
    await expect(follow(promoted.changes, [selection], beyond, () => true)).rejects.toMatchObject({
      code: 'SOURCE_HISTORY_LOST',
      message: expect.stringContaining('timeline') as unknown,
    });
  });
});
