import { batchId, contentDigest, type SealedBatch, type Transport } from '@lienthong/core';
import { waitFor } from '@lienthong/testbed';
import { expect, test } from 'vitest';
import { type AnyEvent, createConnector, httpTransport } from '../src/index.ts';
import { connect, never, snapshotRows } from './connect.ts';
import { births, citizens, fillPersons, personTable } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { agency, platformRows, sourceRows, type World } from './world.ts';

const newWorld = sourceServer();

const citizenStream = { agency, source: 'ho-tich', dataset: 'ho-tich.cong-dan' };

/** A new connector with an empty state directory: the old one is lost. */
async function connectAnew(world: World, datasets: Parameters<World['options']>[0]): Promise<ReturnType<typeof connect>> {
  return connect(world.options(datasets, { state: await world.newState() }));
}

const outcomes = (events: readonly AnyEvent[]): readonly string[] =>
  events
    .flatMap((event) => {
      if (event.name === 'epoch-started') return [`${event.dataset} ${event.reason} ${event.obstacle ?? ''}`];
      return event.name === 'resumed-from-platform' ? [`${event.dataset} resumed`] : [];
    })
    .toSorted();

function transportOf(world: World): Transport {
  const { platform } = world.options([]);
  if (!('key' in platform)) throw new Error('the world has a platform with an address');
  return httpTransport({ ...platform, timeoutMs: 10_000, inFlight: 3 });
}

/** Over HTTP, but batches that `hangs` names are on their way for ever. */
function hangingTransport(world: World, hangs: (batch: SealedBatch) => boolean): Transport {
  const inner = transportOf(world);
  return {
    ...inner,
    send: (batch, signal) =>
      hangs(batch)
        ? new Promise((_, reject) => {
            const end = (): void => reject(signal.reason as Error); // the run's own reason
            if (signal.aborted) end();
            else signal.addEventListener('abort', end, { once: true });
          })
        : inner.send(batch, signal),
  };
}

async function askStream(world: World): ReturnType<Transport['stream']> {
  const transport = transportOf(world);
  try {
    return await transport.stream(citizenStream, never);
  } finally {
    await transport.close();
  }
}

async function expectEqual(world: World): Promise<void> {
  expect(await platformRows(world, 'ho-tich.cong-dan')).toEqual(await sourceRows(world, 'cong_dan'));
}

test('a connector whose state was lost after everything was delivered goes on behind the platform without a snapshot', async () => {
  await using world = await newWorld(1_000);
  await world.source.query('update cong_dan set ho_ten = null where id = 500');
  await createConnector(world.options([citizens])).run(never, { once: true });
  await world.source.query(`delete from cong_dan where id <= 100; update cong_dan set ho_ten = 'Lê Văn Mới' where id between 200 and 209;
    insert into cong_dan select 5000, 'Trần Thị Thêm', '2001-02-03', 7.5, now(); delete from cong_dan where id = 500`);
  for (const round of [1, 2, 3]) {
    const { connector, events } = await connectAnew(world, [citizens]);
    const summary = await connector.run(never, { once: true });
    expect(outcomes(events)).toEqual(['ho-tich.cong-dan resumed']);
    expect(snapshotRows(events)).toBe(0);
    // One record was rejected in the snapshot: its letter is gone with the state, and the event says so.
    if (round === 1)
      expect(events.find(({ name }) => name === 'resumed-from-platform')).toMatchObject({ abandoned: 0, lostDeadLetters: 1 });
    expect(summary.datasets[0]).toMatchObject({ epoch: 1, phase: 'following', rowsRead: round === 1 ? 112 : 10 });
    await expectEqual(world);
    const remote = await askStream(world);
    expect(remote).toMatchObject({ epoch: 1, missing: [] });
    expect(remote?.contiguous).toBe(remote?.highest);
    await world.source.query(`update cong_dan set thu_nhap = ${round} where id between 900 and 909`);
  }
});

test('numbers that are missing are abandoned, and what comes late all the same changes nothing', async () => {
  await using world = await newWorld(500);
  await createConnector(world.options([citizens])).run(never, { once: true });
  const before = await askStream(world);
  const highest = before?.highest ?? 0;
  // A batch of the old process that overtook two others, which never left its spool.
  const transport = transportOf(world);
  const body = new Uint8Array(0);
  const header = {
    ...{
      stream: citizenStream,
      contractVersion: '1.0.0',
      epoch: 1,
      sequence: highest + 3,
      count: 0,
      low: before?.high,
      high: before?.high,
    },
    ...{ time: '2026-01-01T00:00:00Z', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
  };
  const overtaking = { header, encoding: 'identity', digest: contentDigest(body), body } as const;
  await transport.send(overtaking, never);
  expect(await askStream(world)).toMatchObject({ contiguous: highest, highest: highest + 3, missing: [highest + 1, highest + 2] });
  await world.source.query('delete from cong_dan where id <= 100');

  // One of the two arrives between the question and the answer: the other is asked about again.
  const platform: Transport = {
    ...transport,
    async resume(name, epoch, abandoned, signal) {
      if (abandoned.length === 2) await transport.send({ ...overtaking, header: { ...header, sequence: highest + 1 } }, signal);
      await transport.resume(name, epoch, abandoned, signal);
    },
    close: async () => {},
  };
  const { connector, events } = connect(world.options([citizens], { platform, state: await world.newState() }));
  await connector.run(never, { once: true });
  expect(events.find(({ name }) => name === 'resumed-from-platform')).toMatchObject({ epoch: 1, sequence: highest + 4, abandoned: 1 });
  await expectEqual(world);
  const late = { ...overtaking, header: { ...header, sequence: highest + 2 } };
  const { receipt } = await transport.send(late, never);
  expect(receipt.batch).toBe(batchId(late.header));
  await transport.close();

  await world.source.query('delete from cong_dan where id <= 200');
  const again = await connectAnew(world, [citizens]);
  await again.connector.run(never, { once: true });
  expect(outcomes(again.events)).toEqual(['ho-tich.cong-dan resumed']);
  await expectEqual(world);
  expect(await askStream(world)).toMatchObject({ epoch: 1, missing: [] });
});

test('a number that the lost process took at the last moment leads to a new epoch, not to a stream that stands still', async () => {
  await using world = await newWorld(500);
  await createConnector(world.options([citizens])).run(never, { once: true });
  const state = await world.newState();
  await createConnector(world.options([citizens], { state })).run(never, { once: true });
  // It was on its way when the new connector asked where the stream is.
  const remote = await askStream(world);
  const body = new Uint8Array(0);
  const transport = transportOf(world);
  const header = { stream: citizenStream, contractVersion: '1.0.0', epoch: 1, sequence: (remote?.highest ?? 0) + 1, count: 0 };
  const more = { low: undefined, high: remote?.high, time: '2026-01-01T00:00:00Z', traceparent: undefined };
  await transport.send({ header: { ...header, ...more }, encoding: 'identity', digest: contentDigest(body), body }, never);
  await transport.close();
  await world.source.query('delete from cong_dan where id <= 100');
  await expect(createConnector(world.options([citizens], { state })).run(never, { once: true })).rejects.toMatchObject({
    message: expect.stringContaining('batch-conflict'),
  });
  const { connector, events } = connect(world.options([citizens], { state }));
  const summary = await connector.run(never, { once: true });
  expect(outcomes(events)).toEqual(['ho-tich.cong-dan batch-conflict ']);
  expect(summary).toMatchObject({ pendingBatches: 0, datasets: [{ epoch: 2 }] });
  await expectEqual(world);
});

test('a connector whose spool was lost with batches in it starts a new epoch: the source has forgotten them', async () => {
  await using world = await newWorld(1_000);
  await createConnector(world.options([citizens])).run(never, { once: true });
  const stop = new AbortController();
  const { connector, events } = connect(world.options([citizens]));
  const running = connector.run(stop.signal);
  await waitFor(() => events.some(({ name }) => name === 'position'), { what: 'following' });
  await world.closePlatform();
  await world.source.query('delete from cong_dan where id <= 100');
  await waitFor(() => events.some((event) => event.name === 'batch-spooled' && event.count === 100), {
    what: 'the deletions in the spool',
  });
  stop.abort(new Error('enough'));
  expect((await running).pendingBatches).toBeGreaterThan(0);
  await world.openPlatform();

  const anew = await connectAnew(world, [citizens]);
  const summary = await anew.connector.run(never, { once: true });
  expect(outcomes(anew.events)).toEqual(['ho-tich.cong-dan state-lost history-forgotten']);
  expect(summary.datasets[0]).toMatchObject({ epoch: 2 });
  await expectEqual(world);
});

test('a connector whose state was lost in the middle of a snapshot starts a new epoch', async () => {
  await using world = await newWorld(20_000);
  const stop = new AbortController();
  // The last that the platform hears is a change, with a place in the log: the snapshot before it is not whole.
  let changed = Number.MAX_SAFE_INTEGER;
  const platform = hangingTransport(world, ({ header }) => {
    if (header.count === 7) changed = header.sequence;
    return header.sequence > changed;
  });
  const options = world.options([citizens], { platform, graceMs: 0 });
  const limits = { ...options.source.limits, rowsPerSecond: 2_000 };
  const { connector } = connect({ ...options, source: { ...options.source, limits }, delivery: { ...options.delivery, inFlight: 1 } });
  let asked = false;
  connector.on('batch-delivered', ({ count }) => {
    if (count === 7) stop.abort(new Error('enough'));
    if (asked) return;
    asked = true;
    void world.source.query('update cong_dan set thu_nhap = thu_nhap + 1 where id between 6001 and 6007');
  });
  const half = await connector.run(stop.signal);
  expect(half.datasets[0]).toMatchObject({ phase: 'snapshot' });
  await world.source.query('delete from cong_dan where id <= 5000');

  const anew = await connectAnew(world, [citizens]);
  const summary = await anew.connector.run(never, { once: true });
  expect(outcomes(anew.events)).toEqual(['ho-tich.cong-dan state-lost snapshot-unfinished']);
  expect(summary.datasets[0]).toMatchObject({ epoch: 2 });
  await expectEqual(world);
});

test('several streams go on from the earliest of their places', async () => {
  await using world = await newWorld(0);
  await world.source.query(personTable('khai_sinh'));
  await world.source.query(fillPersons('cong_dan', 1, 500));
  await world.source.query(fillPersons('khai_sinh', 1, 500));
  await createConnector(world.options([citizens, births])).run(never, { once: true });
  // Batches of one dataset hang from some moment on; then the process is gone, without a drain.
  let hanging = false;
  const platform = hangingTransport(world, ({ header }) => hanging && header.stream.dataset === 'ho-tich.khai-sinh');
  const stop = new AbortController();
  const { connector, events } = connect(world.options([citizens, births], { platform, graceMs: 0 }));
  const running = connector.run(stop.signal);
  const marks = (): number => events.filter((event) => event.name === 'batch-delivered' && event.count === 0).length;
  await waitFor(() => marks() >= 2, { what: 'the place of each stream' });
  hanging = true;
  await world.source.query('delete from khai_sinh where id <= 100');
  await waitFor(() => events.some((event) => event.name === 'batch-spooled' && event.count === 100), { what: 'deletions in the spool' });
  await world.source.query('delete from cong_dan where id <= 50');
  await waitFor(() => events.some((event) => event.name === 'batch-delivered' && event.count === 50), { what: 'deletions delivered' });
  stop.abort(new Error('gone'));
  await running;

  const anew = await connectAnew(world, [citizens, births]);
  await anew.connector.run(never, { once: true });
  expect(outcomes(anew.events)).toEqual(['ho-tich.cong-dan resumed', 'ho-tich.khai-sinh resumed']);
  await expectEqual(world);
  expect(await platformRows(world, 'ho-tich.khai-sinh')).toEqual(await sourceRows(world, 'khai_sinh'));
});

test('a dataset that is read from another table today gets a new epoch while the other is resumed', async () => {
  await using world = await newWorld(0);
  await world.source.query(personTable('khai_sinh'));
  await world.source.query(personTable('khai_sinh_moi'));
  await world.source.query(fillPersons('cong_dan', 1, 500));
  await world.source.query(fillPersons('khai_sinh', 1, 500));
  await world.source.query(fillPersons('khai_sinh_moi', 300, 700));
  await createConnector(world.options([citizens, births])).run(never, { once: true });
  await world.source.query('delete from cong_dan where id <= 50; delete from khai_sinh_moi where id > 650');
  const anew = await connectAnew(world, [citizens, { ...births, from: 'public.khai_sinh_moi' }]);
  await anew.connector.run(never, { once: true });
  expect(outcomes(anew.events)).toEqual(['ho-tich.cong-dan resumed', 'ho-tich.khai-sinh state-lost reading-changed']);
  expect(snapshotRows(anew.events)).toBe(351);
  await expectEqual(world);
  expect(await platformRows(world, 'ho-tich.khai-sinh')).toEqual(await sourceRows(world, 'khai_sinh_moi'));
});
