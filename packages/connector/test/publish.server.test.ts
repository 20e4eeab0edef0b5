import { expect, test } from 'vitest';
import { type ConnectorEvents, createConnector, type ReadOptions } from '../src/index.ts';
import { never } from './connect.ts';
import { citizens, dataset, fillPersons, personTable } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { platformRows, sourceRows } from './world.ts';

const newWorld = sourceServer();

test('a bounded run publishes a snapshot, a second one only the changes since', async () => {
  await using world = await newWorld(10_000);
  const connector = createConnector(world.options([citizens]));
  const delivered: ConnectorEvents['batch-delivered'][] = [];
  connector.on('batch-delivered', (event) => delivered.push(event));
  const first = await connector.run(never, { once: true });
  expect(first.pendingBatches).toBe(0);
  expect(first.datasets).toMatchObject([{ dataset, epoch: 1, phase: 'following', rowsRead: 10_000, rejected: 0, failure: undefined }]);
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
  expect(delivered.length).toBeGreaterThan(5);

  await world.source.query(`update cong_dan set ho_ten = 'Trần Thị Bé' where id <= 5`);
  await world.source.query('delete from cong_dan where id between 6 and 10');
  await world.source.query('update cong_dan set id = id + 100000 where id between 11 and 15');
  await world.source.query(fillPersons('cong_dan', 20_001, 20_010));
  const second = await connector.run(never, { once: true });
  expect(second.datasets[0]?.rowsRead).toBe(25);
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));

  await world.source.query('truncate cong_dan');
  await world.source.query(fillPersons('cong_dan', 5, 7));
  await connector.run(never, { once: true });
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
});

test('another database of the same server is refused: its rows would take the place of those that were published', async () => {
  await using world = await newWorld();
  await using copy = await newWorld();
  for (const { source } of [world, copy]) await source.query(personTable('cong_dan'));
  await world.source.query(fillPersons('cong_dan', 1, 100));
  const once = (read: ReadOptions, source = world.options([]).source) =>
    createConnector(world.options([{ ...citizens, read }], { source })).run(never, { once: true });
  await once({ kind: 'snapshot' });
  await expect(once({ kind: 'snapshot' }, copy.options([]).source)).rejects.toMatchObject({ code: 'SOURCE_IDENTITY_CHANGED' });
  expect(await platformRows(world, dataset)).toHaveLength(100);
  expect((await once({ kind: 'snapshot' })).datasets[0]).toMatchObject({ rowsRead: 100, failure: undefined });
});
