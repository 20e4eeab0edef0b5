import { generateKeyPair } from '@lienthong/core';
import { waitFor } from '@lienthong/testbed';
import { expect, test } from 'vitest';
import { type AnyEvent, type ConnectorOptions } from '../src/index.ts';
import { connect, never } from './connect.ts';
import { citizens, dataset, fillPersons } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { agency, platformRows, sourceRows, type World } from './world.ts';

const newWorld = sourceServer();

const keyOf = (options: ConnectorOptions): string => ('key' in options.platform ? options.platform.key.keyId : '');

/** The same connector with a key that the platform has registered since. */
async function withNewKey(world: World, options: ConnectorOptions): Promise<ConnectorOptions> {
  const { privateKey, publicKey } = generateKeyPair();
  const keyId = await world.platform.admin.addKey({ agency, publicKey });
  return { ...options, platform: { ...options.platform, key: { keyId, privateKey } } as ConnectorOptions['platform'] };
}

function expectRefusal(events: readonly AnyEvent[]): void {
  const failed = events.find((event) => event.name === 'dataset-failed');
  expect(failed).toMatchObject({
    dataset,
    code: 'PLATFORM_REFUSED',
    error: {
      message: expect.stringContaining('key-unknown'),
      remedy: expect.stringMatching(/register a key .* platform\.key .* start again/),
      retry: 'operator',
    },
  });
  // Told once, and not asked again and again.
  expect(events.filter(({ name }) => name === 'retrying')).toEqual([]);
}

test.each([
  ['in the middle of the snapshot', 2_000],
  ['before the first batch', 0],
])('a key revoked %s stops the dataset, and a new key delivers the rest out of the same state', async (_, deliveredRows) => {
  await using world = await newWorld(8_000);
  const options = world.options([citizens]);
  const { connector, events } = connect(options);
  if (deliveredRows === 0) await world.platform.admin.revokeKey(keyOf(options));
  else {
    let rows = 0;
    connector.on('batch-delivered', ({ count }) => {
      rows += count;
      if (rows >= deliveredRows) void world.platform.admin.revokeKey(keyOf(options));
    });
  }
  await expect(connector.run(never, { once: true })).rejects.toMatchObject({
    code: 'PLATFORM_REFUSED',
    message: expect.stringContaining('key-unknown'),
    remedy: expect.stringContaining('platform.key'),
  });
  expectRefusal(events);
  const known = await platformRows(world, dataset);
  expect(known.length).toBeLessThan(8_000);
  expect(known.length > 0).toBe(deliveredRows > 0);
  await world.source.query(`delete from cong_dan where id % 10 = 0; update cong_dan set ho_ten = 'Lê Thị Sau' where id % 10 = 1`);

  const again = connect(await withNewKey(world, options));
  const summary = await again.connector.run(never, { once: true });
  expect(summary).toMatchObject({ pendingBatches: 0, datasets: [{ epoch: 1, phase: 'following', failure: undefined }] });
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
});

test('a key revoked while changes are followed: they are followed on, and nothing of them is lost', async () => {
  await using world = await newWorld(500);
  const options = world.options([citizens]);
  const { connector, events } = connect(options);
  const stop = new AbortController();
  const running = connector.run(stop.signal).catch((error: unknown) => error);
  await waitFor(() => events.some(({ name }) => name === 'snapshot-finished'), { what: 'following' });
  await waitFor(async () => (await platformRows(world, dataset)).length === 500, { what: 'the snapshot on the platform' });
  await world.platform.admin.revokeKey(keyOf(options));
  for (let round = 0; round < 10; round++) {
    await world.source.query(
      `update cong_dan set thu_nhap = ${round}.5 where id between ${round * 20} and ${round * 20 + 9}; delete from cong_dan where id = ${400 + round}`,
    );
  }
  await waitFor(() => events.some(({ name }) => name === 'dataset-failed'), { what: 'the refusal' });
  expectRefusal(events);
  await world.source.query(fillPersons('cong_dan', 1_001, 1_050));
  stop.abort(new Error('enough'));
  expect(await running).toMatchObject({ code: 'PLATFORM_REFUSED' });
  expect(await platformRows(world, dataset)).not.toEqual(await sourceRows(world, 'cong_dan'));

  const again = connect(await withNewKey(world, options));
  const summary = await again.connector.run(never, { once: true });
  expect(summary).toMatchObject({ pendingBatches: 0, datasets: [{ epoch: 1, phase: 'following' }] });
  expect(again.events.filter(({ name }) => name === 'epoch-started')).toEqual([]);
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
});
