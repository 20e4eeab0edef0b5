import { waitFor } from '@lienthong/testbed';
import { expect, test } from 'vitest';
import { createConnector } from '../src/index.ts';
import { connect, never } from './connect.ts';
import { births, citizens, fillPersons, personTable } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { platformRows, sourceRows, type World } from './world.ts';

const newWorld = sourceServer();

async function twoTables(): Promise<World> {
  const world = await newWorld(0);
  await world.source.query(personTable('khai_sinh'));
  await world.source.query(fillPersons('cong_dan', 1, 300));
  await world.source.query(fillPersons('khai_sinh', 1, 300));
  return world;
}

async function expectEqual(world: World, tables: readonly ('cong_dan' | 'khai_sinh')[]): Promise<void> {
  for (const table of tables)
    expect(await platformRows(world, `ho-tich.${table.replace('_', '-')}`)).toEqual(await sourceRows(world, table));
}

test('AC-MY-2: a table whose columns change stops alone, both shapes named, and is read from scratch when it fits again', async () => {
  await using world = await twoTables();
  const stop = new AbortController();
  const { connector, events } = connect(world.options([citizens, births]));
  const running = connector.run(stop.signal);
  running.catch(() => undefined);
  await waitFor(() => events.filter(({ name }) => name === 'snapshot-finished').length === 2, {
    what: 'both snapshots',
    timeoutMs: 30_000,
  });
  // Both are followed: who begins to follow behind the change of columns finds nothing changed.
  await world.source.query('update khai_sinh set thu_nhap = 3.25 where id = 1; update cong_dan set thu_nhap = 3.25 where id = 1');
  const followed = async (dataset: string) => (await platformRows(world, dataset)).some((row) => row.includes('|3.25|'));
  await waitFor(async () => (await followed('ho-tich.khai-sinh')) && (await followed('ho-tich.cong-dan')), {
    what: 'both to be followed',
    timeoutMs: 30_000,
  });
  await world.source.query('alter table khai_sinh alter column thu_nhap type text');
  await world.source.query(`insert into khai_sinh (id, ho_ten, thu_nhap) values (301, 'Lê Văn Tám', '1.25')`);
  await waitFor(() => events.some(({ name }) => name === 'dataset-failed'), { what: 'the failure', timeoutMs: 30_000 });
  await world.source.query('update cong_dan set thu_nhap = 7.75 where id <= 100');
  await waitFor(async () => (await platformRows(world, 'ho-tich.cong-dan')).filter((row) => row.includes('|7.75|')).length === 100, {
    what: 'the changes of the other table',
    timeoutMs: 30_000,
  });
  stop.abort(new Error('seen enough'));
  await expect(running).rejects.toMatchObject({
    code: 'SCHEMA_CHANGED',
    message: expect.stringMatching(
      /1 of 2 datasets stopped: ho-tich\.khai-sinh: .*mapped \(.*thu_nhap numeric.*in the log \(.*thu_nhap text/s,
    ) as unknown,
    details: { datasets: ['ho-tich.khai-sinh'] },
  });

  await world.source.query('alter table khai_sinh alter column thu_nhap type numeric(15,2) using thu_nhap::numeric');
  const reasons: string[] = [];
  const again = createConnector(world.options([citizens, births]));
  again.on('epoch-started', ({ dataset, reason }) => reasons.push(`${dataset} ${reason}`));
  await again.run(never, { once: true });
  expect(reasons).toEqual(['ho-tich.khai-sinh changes-missed']);
  await expectEqual(world, ['cong_dan', 'khai_sinh']);
});

test('G-10: a table that was dropped and made anew is read from scratch alone, where the operator has said so', async () => {
  await using world = await twoTables();
  const { connector, events } = connect(world.options([citizens, births], { onHistoryLost: 'new-epoch' }));
  const stop = new AbortController();
  const running = connector.run(stop.signal);
  running.catch(() => undefined);
  await waitFor(() => events.filter(({ name }) => name === 'snapshot-finished').length === 2, {
    what: 'both snapshots',
    timeoutMs: 30_000,
  });
  await world.source.query(`drop table khai_sinh; ${personTable('khai_sinh')}; ${fillPersons('khai_sinh', 200, 500)}`);
  const { rows } = await world.source.query<{ pubname: string }>('select pubname from pg_publication');
  await world.source.query(`alter publication ${rows[0]?.pubname ?? ''} add table khai_sinh`);
  await world.source.query('update khai_sinh set thu_nhap = 9.25 where id = 400');
  await world.source.query('update cong_dan set thu_nhap = 7.75 where id <= 100');
  await waitFor(() => events.filter(({ name }) => name === 'snapshot-finished').length === 3, {
    what: 'the new snapshot',
    timeoutMs: 30_000,
  });
  await waitFor(async () => (await platformRows(world, 'ho-tich.cong-dan')).filter((row) => row.includes('|7.75|')).length === 100, {
    what: 'the changes of the other table',
    timeoutMs: 30_000,
  });
  stop.abort(new Error('seen enough'));
  const { datasets } = await running;
  expect(datasets.map(({ dataset, epoch, failure }) => [dataset, epoch, failure])).toEqual([
    ['ho-tich.cong-dan', 1, undefined],
    ['ho-tich.khai-sinh', 2, undefined],
  ]);
  await expectEqual(world, ['cong_dan', 'khai_sinh']);
});

test('G-10: what happened to one table while the connector stood still stops its dataset alone, once', async () => {
  await using world = await twoTables();
  await createConnector(world.options([citizens, births])).run(never, { once: true });
  await world.source.query(`drop table khai_sinh; ${personTable('khai_sinh')}; ${fillPersons('khai_sinh', 200, 500)}`);
  await world.source.query('update cong_dan set thu_nhap = 7.75 where id <= 100');
  const { rows } = await world.source.query<{ pubname: string }>('select pubname from pg_publication');
  await world.source.query(`alter publication ${rows[0]?.pubname ?? ''} add table khai_sinh`);
  await expect(createConnector(world.options([citizens, births])).run(never, { once: true })).rejects.toMatchObject({
    code: 'SOURCE_HISTORY_LOST',
    details: { datasets: ['ho-tich.khai-sinh'] },
  });
  await expectEqual(world, ['cong_dan']);
  await createConnector(world.options([citizens, births])).run(never, { once: true });
  await expectEqual(world, ['cong_dan', 'khai_sinh']);
});

test.each([
  ['that is gone', 'drop table khai_sinh', 'COLLECTION_MISSING', `${personTable('khai_sinh')}; ${fillPersons('khai_sinh', 200, 500)}`],
  [
    'of whose old rows the log would say nothing',
    'alter table khai_sinh replica identity nothing',
    'SOURCE_NOT_READY',
    'alter table khai_sinh replica identity default',
  ],
  ['that nobody publishes any more', 'alter publication PUBLICATION drop table khai_sinh', 'SOURCE_NOT_READY', undefined],
])('G-10: at a start a table %s stops its dataset alone', async (_, damage, code, mend) => {
  await using world = await twoTables();
  await createConnector(world.options([citizens, births])).run(never, { once: true });
  const { rows } = await world.source.query<{ pubname: string }>('select pubname from pg_publication');
  await world.source.query(damage.replace('PUBLICATION', rows[0]?.pubname ?? ''));
  await world.source.query('update cong_dan set thu_nhap = 7.75 where id <= 100');
  await expect(createConnector(world.options([citizens, births])).run(never, { once: true })).rejects.toMatchObject({
    code,
    message: expect.stringContaining('1 of 2 datasets stopped') as unknown,
    details: { datasets: ['ho-tich.khai-sinh'] },
  });
  await expectEqual(world, ['cong_dan']);
  if (mend !== undefined) await world.source.query(mend);
  await world.source.query('update cong_dan set thu_nhap = 8.25 where id <= 50');
  await createConnector(world.options([citizens, births])).run(never, { once: true });
  await expectEqual(world, ['cong_dan', 'khai_sinh']);
});
