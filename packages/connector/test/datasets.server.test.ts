import { waitFor } from '@lienthong/testbed';
import { expect, test } from 'vitest';
import { createConnector, listDeadLetters, retryDeadLetters, showDeadLetter } from '../src/index.ts';
import { never } from './connect.ts';
import { births, citizens, fillPersons, personMapping, personTable } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { agency, platformRows, sourceRows } from './world.ts';

const newWorld = sourceServer();

test('two datasets of one source are followed together, and one that fails does not stop the other', async () => {
  await using world = await newWorld(0);
  await world.source.query(personTable('khai_sinh'));
  await world.source.query(fillPersons('cong_dan', 1, 3_000));
  await world.source.query(fillPersons('khai_sinh', 1, 500));
  await createConnector(world.options([citizens, births])).run(never, { once: true });
  await world.source.query('update cong_dan set thu_nhap = 1.5 where id < 50; delete from khai_sinh where id < 20');
  await createConnector(world.options([citizens, births])).run(never, { once: true });
  expect(await platformRows(world, 'ho-tich.cong-dan')).toEqual(await sourceRows(world, 'cong_dan'));
  expect(await platformRows(world, 'ho-tich.khai-sinh')).toEqual(await sourceRows(world, 'khai_sinh'));

  await world.platform.admin.retireContract({ dataset: 'ho-tich.khai-sinh', version: '1.0.0' });
  await world.source.query('update cong_dan set thu_nhap = 2.5 where id < 50; delete from khai_sinh where id < 40');
  const failing = createConnector(world.options([citizens, births])).run(never, { once: true });
  await expect(failing).rejects.toMatchObject({
    code: 'PLATFORM_REFUSED',
    message: expect.stringContaining('ho-tich.khai-sinh'),
    details: { datasets: ['ho-tich.khai-sinh'] },
  });
  expect(await platformRows(world, 'ho-tich.cong-dan')).toEqual(await sourceRows(world, 'cong_dan'));
});

test('rejected rows wait as dead letters without stopping the stream, and are published when the mapping is mended', async () => {
  await using world = await newWorld(1_000);
  await world.source.query(
    `update cong_dan set ngay_sinh = '31/12/1999' where id in (7, 8, 9); update cong_dan set ho_ten = null where id = 10`,
  );
  const first = await createConnector(world.options([citizens])).run(never, { once: true });
  expect(first.datasets[0]?.rejected).toBe(4);
  expect(await platformRows(world, 'ho-tich.cong-dan')).toHaveLength(996);
  const letters = listDeadLetters(world.state);
  expect(letters).toHaveLength(4);
  expect(letters[0]).toMatchObject({
    dataset: 'ho-tich.cong-dan',
    op: 'r',
    version: '0',
    code: 'date-unreadable',
    pointer: '/born',
    status: 'waiting',
    origin: 'connector',
  });
  expect(JSON.stringify(letters)).not.toContain('31/12/1999');
  const id = letters[0]?.id ?? 0;
  expect(showDeadLetter(world.state, id)?.values).toBeUndefined();
  expect(showDeadLetter(world.state, id, { values: true })?.values).toMatchObject({ ngay_sinh: '31/12/1999' });

  // A newer record of the key makes its letter pointless; a newer wrong one adds a letter.
  await world.source.query(
    `update cong_dan set ngay_sinh = '1999-12-31' where id = 9; update cong_dan set ho_ten = repeat('x', 61) where id = 11`,
  );
  const mended = {
    ...citizens,
    mapping: { properties: { ...personMapping.properties, born: { column: 'ngay_sinh', dates: ['yyyy-MM-dd', 'dd/MM/yyyy'] } } },
  };
  await createConnector(world.options([mended])).run(never, { once: true });
  expect(listDeadLetters(world.state, { status: 'superseded' })).toHaveLength(1);

  // A change that came between must win over the retried row.
  await world.source.query(`update cong_dan set ho_ten = 'Phạm Thị Mới' where id = 8`);
  const retried = await retryDeadLetters(world.options([mended]), 'all', never);
  expect(retried.published).toHaveLength(2);
  expect(retried.refused).toMatchObject([{ code: 'required-missing' }, { code: 'too-long' }]);
  await createConnector(world.options([mended])).run(never, { once: true });
  const expected = (await sourceRows(world, 'cong_dan'))
    .filter((row) => !row.startsWith('10|'))
    .map((row) => row.replace('31/12/1999', '1999-12-31'));
  expect((await platformRows(world, 'ho-tich.cong-dan')).filter((row) => !row.startsWith('11|'))).toEqual(
    expected.filter((row) => !row.startsWith('11|')),
  );
  expect(listDeadLetters(world.state, { status: 'resolved' })).toHaveLength(2);
});

test('a mapping that fits nothing stops the dataset instead of filling the disk', async () => {
  await using world = await newWorld(2_000);
  const wrong = {
    ...citizens,
    mapping: { properties: { ...personMapping.properties, born: { column: 'ngay_sinh', dates: ['dd/MM/yyyy'] } } },
  };
  const run = createConnector(world.options([wrong], { deadLetters: { maxWaiting: 100 } })).run(never, { once: true });
  await expect(run).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
});

test('a view is read in full, each pass an epoch, and what is gone from it disappears', async () => {
  await using world = await newWorld(0);
  await world.source.query('create view con_song as select * from cong_dan where thu_nhap > 100');
  await world.source.query(fillPersons('cong_dan', 1, 1_000));
  const view = { ...citizens, from: 'public.con_song', read: { kind: 'snapshot' } } as const;
  await createConnector(world.options([view])).run(never, { once: true });
  expect(await platformRows(world, 'ho-tich.cong-dan')).toEqual(await sourceRows(world, 'con_song'));
  await world.source.query('delete from cong_dan where id % 3 = 0');
  const second = await createConnector(world.options([view])).run(never, { once: true });
  expect(second.datasets[0]?.epoch).toBe(2);
  expect(await platformRows(world, 'ho-tich.cong-dan')).toEqual(await sourceRows(world, 'con_song'));
});

test('rowsPerSecond holds the snapshot back, at every moment of it', async () => {
  await using world = await newWorld(6_000);
  const options = world.options([citizens]);
  const limits = { ...options.source.limits, rowsPerSecond: 2_000, batchRows: 200, maxConnections: 2 };
  const connector = createConnector({ ...options, source: { ...options.source, limits } });
  const seen: { readonly milliseconds: number; readonly rows: number }[] = [];
  connector.on('rows-read', ({ kind, rows }) => {
    if (kind === 'snapshot') seen.push({ milliseconds: performance.now(), rows: (seen.at(-1)?.rows ?? 0) + rows });
  });
  await connector.run(never, { once: true });
  expect(seen.at(-1)?.rows).toBe(6_000);
  const start = seen[0]?.milliseconds ?? 0;
  // One second's rows may come at once, and each connection reads a batch before it pays.
  const allowed = (milliseconds: number): number => 2_000 + 2 * 200 + (milliseconds - start + 50) * 2;
  expect(seen.filter(({ milliseconds, rows }) => rows > allowed(milliseconds))).toEqual([]);
  expect(await platformRows(world, 'ho-tich.cong-dan')).toEqual(await sourceRows(world, 'cong_dan'));
});

test('a watermark column brings what grew, without reading the rest again', async () => {
  await using world = await newWorld(1_500);
  const grown = { ...citizens, read: { kind: 'incremental', watermark: 'cap_nhat_luc', settleSeconds: 0 } } as const;
  await createConnector(world.options([grown])).run(never, { once: true });
  await world.source.query(`update cong_dan set ho_ten = 'Mới', cap_nhat_luc = now() where id between 10 and 19`);
  const again = await waitFor(async () => {
    const summary = await createConnector(world.options([grown])).run(never, { once: true });
    return (summary.datasets[0]?.rowsRead ?? 0) > 0 ? summary : undefined;
  });
  expect(again.datasets[0]?.rowsRead).toBeLessThan(100);
  expect(await platformRows(world, 'ho-tich.cong-dan')).toEqual(await sourceRows(world, 'cong_dan'));
});

test('G-10: a vanished slot stops loudly, and starts a new epoch when the operator has said so', async () => {
  await using world = await newWorld(1_000);
  await createConnector(world.options([citizens])).run(never, { once: true });
  await world.source.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()');
  await world.source.query('delete from cong_dan where id <= 100');
  await expect(createConnector(world.options([citizens])).run(never, { once: true })).rejects.toMatchObject({
    code: 'SOURCE_HISTORY_LOST',
  });
  const summary = await createConnector(world.options([citizens], { onHistoryLost: 'new-epoch' })).run(never, { once: true });
  expect(summary.datasets[0]?.epoch).toBe(2);
  expect(await platformRows(world, 'ho-tich.cong-dan')).toEqual(await sourceRows(world, 'cong_dan'));
});

test('a column that is gone is told before anything is read', async () => {
  await using world = await newWorld();
  await world.source.query('create table cong_dan (id bigint primary key)');
  const run = createConnector(world.options([citizens, births])).run(never, { once: true });
  await expect(run).rejects.toMatchObject({
    message: expect.stringMatching(/2 of 2 datasets stopped: .*MAPPING_INVALID.*COLLECTION_MISSING/s),
  });
  expect(agency).toBe('H26.12');
});

test('a dataset that was left out for a while is read from scratch when it comes back', async () => {
  await using world = await newWorld(0);
  await world.source.query(personTable('khai_sinh'));
  await world.source.query(fillPersons('cong_dan', 1, 100));
  await world.source.query(fillPersons('khai_sinh', 1, 100));
  await createConnector(world.options([citizens, births])).run(never, { once: true });
  await world.source.query('delete from khai_sinh where id < 20');
  await createConnector(world.options([citizens])).run(never, { once: true });
  const reasons: string[] = [];
  const connector = createConnector(world.options([citizens, births]));
  connector.on('epoch-started', ({ dataset, reason }) => reasons.push(`${dataset} ${reason}`));
  await connector.run(never, { once: true });
  expect(reasons).toEqual(['ho-tich.khai-sinh changes-missed']);
  expect(await platformRows(world, 'ho-tich.khai-sinh')).toEqual(await sourceRows(world, 'khai_sinh'));
});

test('another way of reading starts an epoch, because its versions do not compare with those before', async () => {
  await using world = await newWorld(100);
  await createConnector(world.options([{ ...citizens, read: { kind: 'incremental', watermark: 'cap_nhat_luc', settleSeconds: 0 } }])).run(
    never,
    { once: true },
  );
  await world.source.query('delete from cong_dan where id < 20');
  const summary = await createConnector(world.options([citizens])).run(never, { once: true });
  expect(summary.datasets[0]?.epoch).toBe(2);
  expect(await platformRows(world, 'ho-tich.cong-dan')).toEqual(await sourceRows(world, 'cong_dan'));
  const asked = await createConnector(world.options([citizens])).run(never, { once: true, newEpoch: ['ho-tich.cong-dan'] });
  expect(asked.datasets[0]).toMatchObject({ epoch: 3, rowsRead: 81 });
});

test('a full spool of a dataset that is refused does not keep the others from being read', async () => {
  await using world = await newWorld(0);
  await world.source.query(personTable('khai_sinh'));
  await world.source.query(fillPersons('cong_dan', 1, 5_000));
  await world.source.query(fillPersons('khai_sinh', 1, 5_000));
  await world.platform.admin.withdrawPublishing({ agency, dataset: '*' });
  await world.platform.admin.allowPublishing({ agency, dataset: 'ho-tich.cong-dan' });
  await world.platform.admin.registerContract({ yaml: births.contract });
  const run = createConnector(world.options([births, citizens], { spool: { maxBytes: 10_000 } })).run(never, { once: true });
  await expect(run).rejects.toMatchObject({ code: 'PLATFORM_REFUSED', details: { datasets: ['ho-tich.khai-sinh'] } });
  expect(await platformRows(world, 'ho-tich.cong-dan')).toEqual(await sourceRows(world, 'cong_dan'));
});
