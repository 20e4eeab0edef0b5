import { follow, followToNow, keepFollowing, never, until } from '@lienthong/conformance/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, select, type TestServer, targets } from './server.ts';

const selection = select('quiet', ['id'], ['id']);

describe.each(targets)('the slot on $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open({ max_slot_wal_keep_size: '64MB', min_wal_size: '32MB', max_wal_size: '256MB' });
    await server.sql('create table quiet (id int primary key); create table busy (id int, body text)');
    await server.sql('create database elsewhere');
    await server.sql('create table busy (id int, body text)', 'elsewhere');
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  const open = (name: string) => openSource({ ...server.input, slot: name, publication: name });
  const slotOf = async (name: string, what: string) =>
    (await server.sql(`select ${what} from pg_replication_slots where slot_name = '${name}'`))[0]?.[0] ?? '';

  it.each([
    ['another table', 'postgres', 'quiet_table'],
    ['another database of the cluster', 'elsewhere', 'quiet_cluster'],
  ])('AC-PG-1, G-20: is confirmed within two seconds while only %s is written, without a table of our own', async (_, database, name) => {
    await using source = await open(name);
    const start = await source.changes.start([selection], never);
    const tables = 'select count(*) from pg_class';
    const [before] = await server.sql(tables);
    const following = keepFollowing(source.changes, [selection], start, { acknowledge: true, heartbeatMs: 100 });
    let newest = String(start['lsn']);
    for (let round = 0; round < 3; round += 1) {
      await server.sql("insert into busy select i, repeat('b', 100) from generate_series(1, 20000) i", database);
      const [written] = await server.sql('select pg_current_wal_flush_lsn()');
      expect(await server.sql(`select '${written?.[0] ?? ''}'::pg_lsn > '${newest}'`)).toEqual([['t']]);
      newest = written?.[0] ?? '';
      await until(async () => (await slotOf(name, `confirmed_flush_lsn >= '${newest}'`)) === 't', 2_000);
    }
    await following.stop();
    expect(following.changes).toEqual([]);
    expect(await server.sql(tables)).toEqual([before]);
    await source.changes.drop(never);
  });

  it('PG-04: passes over a transaction of 100,000 foreign rows, before and behind ours, to the end that was fixed before', async () => {
    await using source = await open('foreign_span');
    const start = await source.changes.start([selection], never);
    const foreign = "insert into busy select i, 'f' from generate_series(1, 100000) i";
    await server.sql(foreign);
    await server.sql('insert into quiet values (1)');
    await server.sql(foreign);
    const goal = await source.changes.head(never);
    const following = keepFollowing(source.changes, [selection], start);
    await until(async () => source.changes.passed(following.position(), goal));
    await following.stop();
    expect(following.changes.map((change) => (change.op === 't' ? [] : change.row))).toEqual([['1']]);
    await source.changes.drop(never);
  });

  it('PG-05: definitions and empty transactions do not pin the slot: drained, it lets go of log and of old catalogue rows', async () => {
    await using source = await open('churn');
    const start = await source.changes.start([selection], never);
    const before = { restart: await slotOf('churn', 'restart_lsn'), xmin: await slotOf('churn', 'catalog_xmin') };
    for (let round = 0; round < 30; round += 1) await server.sql(`create table churn${round} (id int); drop table churn${round}`);
    await server.sql('select txid_current(); begin; insert into busy values (1); rollback');
    const following = keepFollowing(source.changes, [selection], start, { acknowledge: true });
    await until(async () => {
      // Writes the list of running transactions from which the server knows where decoding could begin anew.
      await server.sql('checkpoint');
      return (await slotOf('churn', `restart_lsn > '${before.restart}' and catalog_xmin::text::int8 >= ${before.xmin} + 30`)) === 't';
    });
    await following.stop();
    expect(following.changes).toEqual([]);
    await source.changes.drop(never);
  });

  it('AC-PG-1: doctor warns at half of max_slot_wal_keep_size with rate and time left, and names inactive slots of others', async () => {
    await using source = await open('budget');
    await source.changes.start([selection], never);
    await server.sql("select pg_create_physical_replication_slot('forgotten', true)");
    const findings = async (id: string) => (await source.probe(never)).findings.filter((finding) => finding.id === id);
    expect(await findings('slot-budget')).toMatchObject([{ level: 'info', remedy: undefined }]);
    expect(
      (await findings('slot-inactive')).map(({ message, remedy }) => [message.includes('forgotten'), remedy?.includes("'forgotten'")]),
    ).toEqual([[true, true]]);
    const fill = "select pg_logical_emit_message(false, 'fill', repeat('x', 1000000)) from generate_series(1, 4)";
    await until(async () => {
      await server.sql(fill);
      return (await findings('slot-budget'))[0]?.level === 'warning';
    });
    const retained = Number(await slotOf('budget', 'pg_current_wal_lsn() - restart_lsn')) / 1024 ** 2;
    expect(retained).toBeGreaterThan(28);
    expect(retained).toBeLessThan(56);
    let writing = true;
    const writer = (async () => {
      while (writing) await server.sql("insert into busy select i, repeat('w', 100) from generate_series(1, 50) i");
    })();
    const [warning] = await findings('slot-budget');
    writing = false;
    await writer;
    expect(warning?.message).toMatch(
      /uses (5\d|6\d|7\d|8\d) % of its log budget; [\d.]+ MB are left, at the present rate of [\d.]+ .?B\/s \d+ (seconds|minutes|hours|days)/,
    );
    expect(warning?.remedy).toContain('max_slot_wal_keep_size');
    await source.changes.drop(never);
    await server.sql("select pg_drop_replication_slot('forgotten')");
  });

  it('AC-PG-4, PG-03: a slot that loses its log while it is read ends following at once and for good, with the parameter to raise', async () => {
    await using source = await open('outgrown');
    const start = await source.changes.start([selection], never);
    const following = keepFollowing(source.changes, [selection], start);
    await until(async () => (await slotOf('outgrown', 'active')) === 't');
    await until(async () => {
      await server.sql("select pg_logical_emit_message(false, 'fill', repeat('x', 1000000)) from generate_series(1, 30)");
      await server.sql('select pg_switch_wal()');
      await server.sql('checkpoint');
      return (await slotOf('outgrown', 'wal_status')) === 'lost';
    });
    await expect(following.ended).rejects.toMatchObject({
      code: expect.stringMatching(/SOURCE_(BUSY|UNREACHABLE|HISTORY_LOST)/) as unknown,
    });
    const lost = { code: 'SOURCE_HISTORY_LOST', retry: 'operator', remedy: expect.stringContaining('max_slot_wal_keep_size') as unknown };
    await expect(follow(source.changes, [selection], start, () => true)).rejects.toMatchObject(lost);
    await expect(source.changes.start([selection], never, { position: start, anew: [] })).rejects.toMatchObject(lost);
    await expect(source.changes.start([selection], never)).rejects.toMatchObject(lost);
    await expect(source.changes.acknowledge(start, never)).rejects.toMatchObject(lost);
    expect((await source.probe(never)).findings.filter(({ id }) => id === 'slot-lost')).toMatchObject([{ level: 'error' }]);
    // Dropped by a person: still nothing is made again behind the back of a position.
    await server.sql("select pg_drop_replication_slot('outgrown')");
    await expect(source.changes.start([selection], never, { position: start, anew: [] })).rejects.toMatchObject({
      code: 'SOURCE_HISTORY_LOST',
    });
    expect(await slotOf('outgrown', '1')).toBe('');
  });

  it('AC-PG-4: a slot that was invalidated because nobody read it names that parameter', async (context) => {
    if (target.major < 18) return context.skip('idle_replication_slot_timeout came with PostgreSQL 18');
    await using source = await open('idle');
    const start = await source.changes.start([selection], never);
    await followToNow(source.changes, [selection], start, { acknowledge: true });
    await server.sql("alter system set idle_replication_slot_timeout = '1s'");
    await server.sql('select pg_reload_conf()');
    await until(async () => {
      await server.sql('checkpoint');
      return (await slotOf('idle', 'invalidation_reason')) === 'idle_timeout';
    });
    await server.sql('alter system reset idle_replication_slot_timeout');
    await server.sql('select pg_reload_conf()');
    await expect(follow(source.changes, [selection], start, () => true)).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST' });
    await expect(source.changes.start([selection], never)).rejects.toMatchObject({
      remedy: expect.stringContaining('idle_replication_slot_timeout') as unknown,
    });
  });
});
