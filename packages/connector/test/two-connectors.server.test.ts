import { postgres } from '@lienthong/adapter-postgres';
import type { Transport } from '@lienthong/core';
import { waitFor } from '@lienthong/testbed';
import { describe, expect, test } from 'vitest';
import { type AnyEvent, type ConnectorOptions, createConnector, httpTransport } from '../src/index.ts';
import { connect, never } from './connect.ts';
import { citizens, dataset } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { platformRows, sourceRows, type World } from './world.ts';

const newWorld = sourceServer();

interface Running {
  readonly events: AnyEvent[];
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

function start(options: ConnectorOptions, newEpoch: readonly string[] = []): Running {
  const { connector, events } = connect(options);
  const stop = new AbortController();
  const ended = connector.run(stop.signal, { newEpoch }).catch((error: unknown) => error);
  return {
    events,
    ended,
    async stop() {
      stop.abort(new Error('enough'));
      await ended;
    },
  };
}

/** A connector of the same agency, source and dataset, with a state and a slot of its own. */
async function claim(world: World, slot: string): Promise<ConnectorOptions> {
  const options = world.options([citizens], { state: await world.newState() });
  const { host, port, user, password } = world.server;
  const adapter = postgres({ host, port, user, password, database: world.sourceDatabase, slot: `${world.sourceDatabase}_${slot}` });
  return { ...options, source: { ...options.source, adapter } };
}

/** Over HTTP; the first question about the stream is answered when so many connectors have asked: none has sent anything before. */
function meetingFirst(options: ConnectorOptions, meeting: () => Promise<void>): ConnectorOptions {
  const { platform } = options;
  if (!('key' in platform)) throw new Error('the world has a platform with an address');
  const inner = httpTransport({ ...platform, timeoutMs: 10_000, inFlight: 3 });
  let met = false;
  const stream: Transport['stream'] = async (name, signal) => {
    const answer = await inner.stream(name, signal);
    if (!met) await meeting();
    met = true;
    return answer;
  };
  return { ...options, platform: { ...inner, stream } };
}

function meetingOf(count: number): () => Promise<void> {
  let here = 0;
  return async () => {
    here++;
    await waitFor(() => here >= count, { what: 'the others' });
  };
}

const failures = (events: readonly AnyEvent[]): readonly string[] =>
  events.flatMap((event) => (event.name === 'dataset-failed' ? [event.code] : []));
const epochs = (events: readonly AnyEvent[]): readonly string[] =>
  events.flatMap((event) => (event.name === 'epoch-started' ? [`${event.epoch} ${event.reason}`] : []));

async function expectEqual(world: World): Promise<void> {
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
}

async function equalSoon(world: World): Promise<void> {
  await waitFor(async () => JSON.stringify(await platformRows(world, dataset)) === JSON.stringify(await sourceRows(world, 'cong_dan')), {
    what: 'both sides equal',
    timeoutMs: 20_000,
  });
}

describe('two connectors claim the same stream', () => {
  test('the second takes the stream over in a new epoch; the first says so at its next change, and stops', async () => {
    await using world = await newWorld(1_000);
    const first = start(await claim(world, 'first'));
    await waitFor(() => first.events.some(({ name }) => name === 'snapshot-finished'), { what: 'the snapshot of the first' });
    await equalSoon(world);
    const second = start(await claim(world, 'second'));
    await waitFor(() => second.events.some(({ name }) => name === 'snapshot-finished'), { what: 'the snapshot of the second' });
    expect(epochs(second.events)).toEqual(['2 state-lost']);
    await waitFor(() => second.events.some((event) => event.name === 'batch-delivered' && event.epoch === 2), {
      what: 'a batch of epoch 2',
    });
    await world.source.query(`update cong_dan set ho_ten = 'Trần Văn Đổi' where id <= 100; delete from cong_dan where id > 950`);
    await waitFor(() => failures(first.events).length > 0, { what: 'the first to notice' });
    expect(failures(first.events)).toEqual(['STREAM_TAKEN_OVER']);
    const failed = first.events.find((event) => event.name === 'dataset-failed');
    expect(failed).toMatchObject({ error: { retry: 'operator', remedy: expect.stringMatching(/one connector|new epoch/) } });
    await equalSoon(world);
    expect(failures(second.events)).toEqual([]);
    await Promise.all([first.stop(), second.stop()]);
    await expectEqual(world);
  });

  test('the first does not go on as if nothing had happened after the second has gone, and takes the stream back when it is told to', async () => {
    await using world = await newWorld(500);
    const own = await claim(world, 'first');
    await createConnector(own).run(never, { once: true });
    await createConnector(await claim(world, 'second')).run(never, { once: true });
    await world.source.query('delete from cong_dan where id <= 100');
    for (let round = 0; round < 2; round++) {
      const { connector, events } = connect(own);
      await expect(connector.run(never, { once: true })).rejects.toMatchObject({ code: 'STREAM_TAKEN_OVER' });
      expect(failures(events)).toEqual(['STREAM_TAKEN_OVER']);
    }
    const { connector, events } = connect(own);
    const summary = await connector.run(never, { once: true, newEpoch: [dataset] });
    expect(epochs(events)).toEqual(['3 asked']);
    expect(summary).toMatchObject({ pendingBatches: 0, datasets: [{ epoch: 3, failure: undefined }] });
    await expectEqual(world);
    await world.source.query('delete from cong_dan where id <= 200');
    await createConnector(own).run(never, { once: true });
    await expectEqual(world);
  });

  test('both begin at once: a number that both use stops who came later, and the one that is started again brings both sides together', async () => {
    await using world = await newWorld(20_000);
    const options = [await claim(world, 'first'), await claim(world, 'second')] as const;
    const meeting = meetingOf(2);
    const both = options.map((one) => start(meetingFirst(one, meeting)));
    await waitFor(() => both.some(({ events }) => failures(events).length > 0), { what: 'a conflict', timeoutMs: 30_000 });
    for (const { events } of both) {
      for (const event of events) {
        if (event.name === 'dataset-failed') {
          expect(event.error).toMatchObject({
            code: 'PLATFORM_REFUSED',
            message: expect.stringContaining('batch-conflict'),
            remedy: expect.stringContaining('only one connector'),
          });
        }
      }
    }
    const loser = both.findIndex(({ events }) => failures(events).length > 0);
    await Promise.all(both.map((one) => one.stop()));
    await world.source.query(`delete from cong_dan where id % 7 = 0; update cong_dan set ho_ten = 'Ngô Thị Chín' where id % 7 = 1`);
    const last = options[loser];
    if (last === undefined) throw new Error('nobody lost');
    const { connector, events } = connect(last);
    const summary = await connector.run(never, { once: true });
    expect(epochs(events)).toEqual(['2 batch-conflict']);
    expect(summary).toMatchObject({ pendingBatches: 0, datasets: [{ epoch: 2, failure: undefined }] });
    await expectEqual(world);
    // The other one was overtaken, and says so, whatever it has left. Had it met a conflict too, it takes the stream over in turn.
    const other = options[1 - loser];
    if (other === undefined) throw new Error('there are two');
    const conflicts = failures(both[1 - loser]?.events ?? []).length;
    await world.source.query('delete from cong_dan where id <= 500');
    const [publishes, overtaken] = conflicts > 0 ? [other, last] : [last, other];
    if (conflicts > 0) await createConnector(publishes).run(never, { once: true });
    await expect(createConnector(overtaken).run(never, { once: true })).rejects.toMatchObject({ code: 'STREAM_TAKEN_OVER' });
    await createConnector(publishes).run(never, { once: true });
    await expectEqual(world);
  });

  test('who was stopped by a conflict never begins an epoch that the other one uses', async () => {
    await using world = await newWorld(500);
    const own = await claim(world, 'first');
    await createConnector(own).run(never, { once: true });
    // The other one is in epoch 3 by now.
    const other = await claim(world, 'second');
    await createConnector(other).run(never, { once: true });
    await createConnector(other).run(never, { once: true, newEpoch: [dataset] });
    const { connector, events } = connect(own);
    await connector.run(never, { once: true, newEpoch: [dataset] });
    expect(epochs(events)).toEqual(['4 asked']);
    await world.source.query('delete from cong_dan where id <= 100');
    await createConnector(own).run(never, { once: true });
    await expectEqual(world);
  });
});

test('a second connector on the same state directory is refused, and the first goes on', async () => {
  await using world = await newWorld(500);
  const options = await claim(world, 'only');
  const first = start(options);
  await waitFor(() => first.events.some(({ name }) => name === 'snapshot-finished'));
  const second = connect(options);
  await expect(second.connector.run(never, { once: true })).rejects.toMatchObject({
    code: 'STATE_LOCKED',
    remedy: expect.stringContaining('Stop the other connector'),
  });
  expect(second.events.filter(({ name }) => name === 'rows-read')).toEqual([]);
  await world.source.query('delete from cong_dan where id <= 100');
  await equalSoon(world);
  await first.stop();
  await createConnector(options).run(never, { once: true });
  await expectEqual(world);
});

describe('two connectors on the same slot', () => {
  test('the second waits loudly for the slot, and whoever remains brings both sides together', async () => {
    await using world = await newWorld(500);
    const own = await claim(world, 'shared');
    const first = start(own);
    await waitFor(() => first.events.some(({ name }) => name === 'snapshot-finished'));
    await equalSoon(world);
    const other = await claim(world, 'shared');
    const second = start(other);
    const inUse = () => second.events.some((event) => event.name === 'retrying' && event.code === 'SOURCE_POSITION_IN_USE');
    await waitFor(inUse, { what: 'the slot in use', timeoutMs: 20_000 });
    await world.source.query(`delete from cong_dan where id <= 100; update cong_dan set ho_ten = 'Đỗ Văn Một' where id > 450`);
    // The second has begun an epoch of its own: the first learns of it, or goes on as long as its changes count.
    await waitFor(
      () =>
        failures(first.events).includes('STREAM_TAKEN_OVER') || first.events.filter(({ name }) => name === 'batch-delivered').length > 3,
      {
        what: 'the first to go on or to notice',
      },
    );
    await first.stop();
    await second.stop();
    await world.source.query('delete from cong_dan where id <= 200');
    // What the slot forgot while the first read it, the second has not seen: it must say so, or have everything.
    const { connector, events } = connect(other);
    const outcome = await connector.run(never, { once: true }).catch((error: unknown) => error);
    if (failures(events).length > 0) {
      expect(outcome).toMatchObject({ code: expect.stringMatching(/^(SOURCE_HISTORY_LOST|STREAM_TAKEN_OVER)$/) });
      await createConnector({ ...other, onHistoryLost: 'new-epoch' }).run(never, { once: true, newEpoch: [dataset] });
    }
    await expectEqual(world);
    await expect(createConnector(own).run(never, { once: true })).rejects.toMatchObject({
      code: expect.stringMatching(/^(SOURCE_HISTORY_LOST|STREAM_TAKEN_OVER)$/),
    });
    await expectEqual(world);
  });
});
