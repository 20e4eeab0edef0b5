import { listPostgresInstallations } from '@lienthong/embedded-postgres';
import { waitFor } from '@lienthong/testbed';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type ConnectorOptions, collectMetrics, createConnector } from '../src/index.ts';
import { inspectStore } from '../src/state/store.ts';
import { connect, never, snapshotRows } from './connect.ts';
import { births, citizens, contractYaml, dataset, fillPersons, personMapping, personTable } from './persons.ts';
import { sourceServer, startSourceServer } from './source-server.ts';
import { platformRows, sourceRows, type World } from './world.ts';
import { startWriter } from './writer.ts';

function withLimits(options: ConnectorOptions, limits: NonNullable<ConnectorOptions['source']['limits']>): ConnectorOptions {
  return { ...options, source: { ...options.source, limits: { ...options.source.limits, ...limits } } };
}

describe.each(listPostgresInstallations())('traps of PostgreSQL $version', ({ binaries, version }) => {
  const newWorld = sourceServer(binaries);

  async function notes(world: World): Promise<readonly (number | null)[]> {
    const { rows } = await world.receiver.query<{ length: number | null }>(
      'select length(note) as length from public.ho_tich_cong_dan order by id',
    );
    return rows.map(({ length }) => length);
  }

  async function expectEqual(world: World): Promise<void> {
    expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
  }

  test('G-02, G-03: a first run over an empty, idle table is no anchor that a later run gives up: each brings what is new and nothing else', async () => {
    await using world = await newWorld(0);
    const first = await createConnector(world.options([citizens])).run(never, { once: true });
    expect(first.datasets).toMatchObject([{ epoch: 1, phase: 'following', rowsRead: 0 }]);
    await world.source.query(fillPersons('cong_dan', 1, 5));
    const second = await createConnector(world.options([citizens])).run(never, { once: true });
    expect(second.datasets).toMatchObject([{ epoch: 1, rowsRead: 5 }]);
    await world.source.query('update cong_dan set thu_nhap = 1 where id = 1');
    const third = await createConnector(world.options([citizens])).run(never, { once: true });
    expect(third.datasets).toMatchObject([{ epoch: 1, rowsRead: 1 }]);
    const fourth = await createConnector(world.options([citizens])).run(never, { once: true });
    expect(fourth.datasets).toMatchObject([{ epoch: 1, rowsRead: 0 }]);
    await expectEqual(world);
  });

  test('AC-PG-2: a row whose large value the log leaves out is read again, and a metric counts it', async () => {
    await using world = await newWorld(10);
    await world.source.query('alter table cong_dan add column ghi_chu text');
    await world.source.query('alter table cong_dan alter column ghi_chu set storage external');
    await world.source.query("update cong_dan set ghi_chu = repeat('x', 10000) where id <= 3");
    const note = '      - name: note\n        logicalType: string\n        classification: personal\n';
    const mapping = { properties: { ...personMapping.properties, note: { column: 'ghi_chu' } } };
    const datasets = [{ contract: contractYaml(dataset, note), from: 'public.cong_dan', mapping }];
    await createConnector(world.options(datasets)).run(never, { once: true });
    await world.source.query('update cong_dan set thu_nhap = 7 where id <= 5');
    const connector = createConnector(world.options(datasets));
    const metrics = collectMetrics(connector);
    await connector.run(never, { once: true });
    metrics.stop();
    expect(await metrics.registry.metrics()).toContain(`lienthong_connector_rows_read_again_total{dataset="${dataset}"} 3\n`);
    expect(await notes(world)).toEqual([10_000, 10_000, 10_000, ...Array.from({ length: 7 }, () => null)]);
  });

  test('G-17: an interrupted snapshot goes on without reading again what is stored', async () => {
    await using world = await newWorld(20_000);
    const stop = new AbortController();
    const options = withLimits(world.options([citizens]), { rowsPerSecond: 8_000 });
    const half = connect(options);
    half.connector.on('snapshot-progress', ({ rangesDone }) => {
      if (rangesDone >= 3) stop.abort(new Error('enough'));
    });
    await half.connector.run(stop.signal);
    const store = inspectStore(world.state);
    const stored = store.ranges(dataset).reduce((sum, range) => sum + range.rows, 0);
    store.close();
    // How large the ranges are is a matter of time: what counts is that some are stored, and not all.
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(20_000);
    const rest = connect(world.options([citizens]));
    await rest.connector.run(never, { once: true });
    expect(snapshotRows(rest.events)).toBe(20_000 - stored);
    await expectEqual(world);
  });

  test('G-18: a table that is written anew while its blocks are read is read again, and no row is missed', async () => {
    await using world = await newWorld(6_000);
    // Without an index over the key it is read by blocks, of which the first ones are empty now.
    await world.source.query('alter table cong_dan drop constraint cong_dan_pkey; alter table cong_dan replica identity full');
    await world.source.query('delete from cong_dan where id <= 3000');
    const stop = new AbortController();
    const half = connect(withLimits(world.options([citizens]), { rowsPerRange: 500, batchRows: 100, rowsPerSecond: 4_000 }));
    half.connector.on('snapshot-progress', ({ rangesDone }) => {
      if (rangesDone >= 3) stop.abort(new Error('enough'));
    });
    await half.connector.run(stop.signal);
    // Rows of blocks that were not read yet go to blocks that were.
    await world.source.query('vacuum full cong_dan');
    const rest = connect(withLimits(world.options([citizens]), { batchRows: 100 }));
    const summary = await rest.connector.run(never, { once: true });
    expect(summary.datasets).toMatchObject([{ epoch: 1, phase: 'following' }]);
    expect(rest.events).toContainEqual(expect.objectContaining({ name: 'snapshot-restarted', dataset, code: 'SOURCE_REWRITTEN' }));
    await expectEqual(world);
  });

  test.each([
    ['tiny', 7, 3],
    ['huge', 1_000_000, 5_000],
  ])(
    'G-16, G-18: a snapshot in %s pieces under writers ends in the state of the source, and nothing deleted comes back',
    async (_, rowsPerRange, batchRows) => {
      await using world = await newWorld(1_500);
      await using writer = startWriter(world.source, 'cong_dan', 1_500);
      const stop = new AbortController();
      // Faster than the writer inserts: the last range has no end while rows come behind it.
      const { connector, events } = connect(withLimits(world.options([citizens]), { rowsPerRange, batchRows, rowsPerSecond: 2_000 }));
      const running = connector.run(stop.signal);
      await waitFor(() => events.some(({ name }) => name === 'snapshot-finished'), { timeoutMs: 120_000, what: 'the snapshot' });
      await writer.stop();
      stop.abort(new Error('enough'));
      await running;
      await createConnector(world.options([citizens])).run(never, { once: true });
      expect(writer.statements).toBeGreaterThan(20);
      await expectEqual(world);
    },
  );

  test('G-24: COUNT and SUM of the source reconcile with the platform after doubles within transactions', async () => {
    await using world = await newWorld(500);
    await createConnector(world.options([citizens])).run(never, { once: true });
    await world.source.query(`begin; update cong_dan set thu_nhap = thu_nhap + 0.01; update cong_dan set thu_nhap = thu_nhap * 2 where id % 2 = 0;
      delete from cong_dan where id % 7 = 0; update cong_dan set id = id + 1000 where id % 5 = 0; update cong_dan set thu_nhap = 0.1 where id > 1000; commit`);
    await createConnector(world.options([citizens])).run(never, { once: true });
    const total = 'select count(*)::text as count, sum(thu_nhap)::text as sum from cong_dan';
    const { rows: ours } = await world.source.query<{ count: string; sum: string }>(total);
    const view = await world.receiver.query<{ view_name: string }>('select view_name from lienthong.datasets where dataset = $1', [
      dataset,
    ]);
    const { rows: theirs } = await world.receiver.query<{ count: string; sum: string }>(
      `select count(*)::text as count, sum(income)::text as sum from ${view.rows[0]?.view_name ?? ''}`,
    );
    expect([theirs[0]?.count, Number(theirs[0]?.sum)]).toEqual([ours[0]?.count, Number(ours[0]?.sum)]);
    expect(Number(ours[0]?.count)).toBe(429);
  });

  test.each([true, false])(
    'PG-03: a slot that is lost during the snapshot ends the run early (bounded: %s), and is not made again until the operator says so',
    async (bounded) => {
      await using own = await startSourceServer(binaries, { max_slot_wal_keep_size: '1MB', max_wal_size: '32MB', min_wal_size: '32MB' });
      await using world = await newWorld(8_000, own);
      const { connector, events } = connect(withLimits(world.options([citizens]), { rowsPerSecond: 400 }));
      const running = connector.run(never, { once: bounded });
      running.catch(() => undefined);
      await waitFor(() => snapshotRows(events) > 0, { timeoutMs: 20_000, what: 'rows' });
      const lost = async (): Promise<boolean> => {
        await world.source.query("select pg_logical_emit_message(false, 'fill', repeat('x', 1000000)) from generate_series(1, 30)");
        await world.source.query('select pg_switch_wal()');
        await world.source.query('checkpoint');
        return (
          (await world.source.query("select 1 from pg_replication_slots where database = current_database() and wal_status = 'lost'"))
            .rowCount === 1
        );
      };
      await waitFor(lost, { timeoutMs: 30_000, what: 'the loss of the slot' });
      await expect(running).rejects.toMatchObject({
        code: 'SOURCE_HISTORY_LOST',
        remedy: expect.stringContaining('max_slot_wal_keep_size') as unknown,
      });
      expect(snapshotRows(events)).toBeLessThan(8_000);
      expect(events.some(({ name }) => name === 'snapshot-finished')).toBe(false);
      const slots = 'select slot_name, wal_status from pg_replication_slots where database = current_database()';
      expect((await world.source.query<{ wal_status: string }>(slots)).rows.map(({ wal_status }) => wal_status)).toEqual(['lost']);
      await expect(createConnector(world.options([citizens])).run(never, { once: true })).rejects.toMatchObject({
        code: 'SOURCE_HISTORY_LOST',
      });
      const again = await createConnector(world.options([citizens], { onHistoryLost: 'new-epoch' })).run(never, { once: true });
      expect(again.datasets).toMatchObject([{ epoch: 2, phase: 'following' }]);
      await expectEqual(world);
    },
  );

  test('AC-PG-5: no statement of a snapshot is long, no snapshot outlives one, and nothing is held while writers work', async () => {
    await using world = await newWorld(120_000);
    await using writer = startWriter(world.source, 'cong_dan', 120_000);
    const watcher = new pg.Client({ connectionString: world.sourceUrl });
    await watcher.connect();
    const seen = { looks: 0, statementMs: 0, transactionMs: 0, snapshotMs: 0, idleInTransaction: 0 };
    /** Since when each process has held the snapshot that it holds. */
    const held = new Map<number, { readonly xmin: string; readonly since: number }>();
    const look = async (application: string): Promise<void> => {
      const { rows } = await watcher.query<{
        pid: number;
        state: string | null;
        statement: number;
        transaction: number;
        xmin: string | null;
      }>(
        `select pid, state, extract(epoch from clock_timestamp() - query_start)::float8 * 1000 as statement,
           extract(epoch from clock_timestamp() - xact_start)::float8 * 1000 as transaction, backend_xmin::text as xmin
         from pg_stat_activity where application_name = $1 and backend_type = 'client backend'`,
        [application],
      );
      seen.looks += 1;
      for (const row of rows) {
        if (row.state === 'active') seen.statementMs = Math.max(seen.statementMs, row.statement);
        // A backend that is just starting has none yet.
        if (row.state?.startsWith('idle in transaction') === true) seen.idleInTransaction += 1;
        if (row.transaction !== null) seen.transactionMs = Math.max(seen.transactionMs, row.transaction);
        const before = held.get(row.pid);
        if (row.xmin === null) held.delete(row.pid);
        else if (before?.xmin === row.xmin) seen.snapshotMs = Math.max(seen.snapshotMs, performance.now() - before.since);
        else held.set(row.pid, { xmin: row.xmin, since: performance.now() });
      }
    };
    const started = performance.now();
    const { connector, events } = connect(
      withLimits(world.options([citizens]), { rowsPerRange: 20_000, batchRows: 5_000, rowsPerSecond: 40_000 }),
    );
    const stop = new AbortController();
    const running = connector.run(stop.signal);
    while (!events.some(({ name }) => name === 'snapshot-finished')) await look('lienthong/ho-tich');
    const lasted = performance.now() - started;
    await writer.stop();
    stop.abort(new Error('enough'));
    await running;
    expect(seen.looks).toBeGreaterThan(50);
    expect(lasted).toBeGreaterThan(2_000);
    expect(seen).toMatchObject({ idleInTransaction: 0 });
    // Far below the time that the whole takes: nothing spans it.
    expect(seen.statementMs).toBeLessThan(1_000);
    expect(seen.transactionMs).toBeLessThan(1_000);
    expect(seen.snapshotMs).toBeLessThan(1_000);

    // The same eyes see somebody who does hold one.
    const holder = new pg.Client({ connectionString: world.sourceUrl, application_name: 'holder' });
    await holder.connect();
    await holder.query('begin isolation level repeatable read');
    await holder.query('select 1');
    await waitFor(async () => {
      await look('holder');
      return seen.idleInTransaction > 0 && seen.transactionMs > 1_000 && seen.snapshotMs > 1_000;
    });
    await holder.end();
    await watcher.end();
  });

  test('a table that was dropped and made anew while the connector stood still is told, and read from scratch when that is asked for', async () => {
    await using world = await newWorld(200);
    await world.source.query(personTable('khai_sinh'));
    await world.source.query(fillPersons('khai_sinh', 1, 50));
    await createConnector(world.options([citizens, births])).run(never, { once: true });
    await world.source.query('drop table cong_dan');
    await world.source.query(personTable('cong_dan'));
    await world.source.query(fillPersons('cong_dan', 150, 250));
    await world.source.query('alter publication lienthong add table cong_dan');
    await world.source.query('delete from khai_sinh where id <= 10');
    await expect(createConnector(world.options([citizens, births])).run(never, { once: true })).rejects.toMatchObject({
      code: 'SOURCE_HISTORY_LOST',
      message: expect.stringContaining('public.cong_dan') as unknown,
    });
    const { connector, events } = connect(world.options([citizens, births]));
    const summary = await connector.run(never, { once: true, newEpoch: [dataset] });
    expect(summary.datasets).toMatchObject([
      { epoch: 2, phase: 'following' },
      { epoch: 1, phase: 'following' },
    ]);
    // The other one went on where it was.
    expect(snapshotRows(events)).toBe(101);
    await expectEqual(world);
    expect(await platformRows(world, 'ho-tich.khai-sinh')).toEqual(await sourceRows(world, 'khai_sinh'));
  });

  // A stream without changes tells the platform its place every minute: only then may the source forget.
  test('AC-PG-1: a running connector lets go of the log within 70 seconds while only other tables and other databases are written', {
    timeout: 180_000,
  }, async () => {
    await using world = await newWorld(10);
    await world.source.query('create table khac (id int)');
    const elsewhere = new pg.Client({ connectionString: world.server.connectionString });
    await elsewhere.connect();
    await elsewhere.query('create table if not exists khac (id int)');
    const stop = new AbortController();
    const running = createConnector(world.options([citizens])).run(stop.signal);
    const confirmedBeyond = async (lsn: string): Promise<boolean> => {
      const { rows } = await world.source.query<{ beyond: boolean }>(
        'select confirmed_flush_lsn >= $1::pg_lsn as beyond from pg_replication_slots where database = current_database()',
        [lsn],
      );
      return rows[0]?.beyond === true;
    };
    const writers = [world.source, elsewhere];
    for (const writer of writers) {
      await writer.query('insert into khac select generate_series(1, 10000)');
      const { rows } = await elsewhere.query<{ lsn: string }>('select pg_current_wal_flush_lsn()::text as lsn');
      await waitFor(() => confirmedBeyond(rows[0]?.lsn ?? ''), { timeoutMs: 70_000, what: 'the slot' });
    }
    stop.abort(new Error('enough'));
    await running;
    await elsewhere.end();
    expect(Number(version)).toBeGreaterThan(12);
  });
});
