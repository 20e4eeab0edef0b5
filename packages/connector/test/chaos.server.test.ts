import { waitFor } from '@lienthong/testbed';
import { beforeAll, expect, test } from 'vitest';
import { type ConnectorEvents, type ConnectorOptions, createConnector, httpTransport } from '../src/index.ts';
import { buildChild, startChild } from './build-child.ts';
import { never } from './connect.ts';
import type { ConnectorChildInput } from './connector-child.ts';
import { citizens, dataset } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { agency, platformRows, sourceRows, type World } from './world.ts';
import { startWriter } from './writer.ts';

const newWorld = sourceServer();
let program: string;
beforeAll(async () => {
  program = await buildChild('connector-child.ts');
});

function childInput(world: World, change: Partial<ConnectorOptions> = {}): ConnectorChildInput {
  const { source, ...options } = world.options([citizens], change);
  const { adapter: _adapter, ...rest } = source;
  return {
    postgres: {
      host: world.server.host,
      port: world.server.port,
      user: world.server.user,
      password: world.server.password,
      database: world.sourceDatabase,
    },
    options: { ...options, source: rest },
  };
}

async function remoteStream(world: World): Promise<Awaited<ReturnType<ReturnType<typeof httpTransport>['stream']>>> {
  const { platform } = world.options([citizens]);
  if (!('key' in platform)) throw new Error('the world has a platform with an address');
  const transport = httpTransport({ ...platform, timeoutMs: 10_000, inFlight: 1 });
  try {
    return await transport.stream({ agency, source: 'ho-tich', dataset }, never);
  } finally {
    await transport.close();
  }
}

test('a connector that is killed again and again, while rows change, ends equal to its source', async () => {
  await using world = await newWorld(20_000);
  await using writer = startWriter(world.source, 'cong_dan', 20_000);
  for (let round = 0; round < 5; round++) {
    const process = startChild(program, childInput(world));
    const events = (name: string): number => process.messages.filter((message) => (message as { name: string }).name === name).length;
    // In the snapshot first, in the changes later; sometimes before anything was delivered.
    await waitFor(() => events('batch-spooled') >= 1 + round * 6, {
      timeoutMs: 30_000,
      what: `batches of round ${round}; ${process.errors()}`,
    });
    await process.kill('SIGKILL');
  }
  await writer.stop();
  const summary = await createConnector(world.options([citizens])).run(never, { once: true });
  expect(summary.datasets).toMatchObject([{ epoch: 1, phase: 'following', failure: undefined }]);
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
  const remote = await remoteStream(world);
  expect(remote).toMatchObject({ epoch: 1, missing: [] });
  expect(remote?.contiguous).toBe(remote?.highest);
  expect(writer.statements).toBeGreaterThan(50);
}, 180_000);

test('a connector that is killed and loses its state again and again, while rows change, ends equal to its source', async () => {
  await using world = await newWorld(2_000);
  await using writer = startWriter(world.source, 'cong_dan', 2_000);
  const outcomes: string[] = [];
  // In the snapshot first, then so many deliveries behind it.
  for (const batches of [undefined, 20, 30, 5, 20]) {
    const child = startChild(program, childInput(world, { state: await world.newState() }));
    const names = (): readonly string[] => (child.messages as readonly { readonly name: string }[]).map(({ name }) => name); // the child sends events
    // Deliveries behind the end of the snapshot: what was in the spool when it ended has to be delivered first.
    const delivered = (): number => {
      const all = names();
      const count = (name: string, part: readonly string[]): number => part.filter((other) => other === name).length;
      const finished = all.indexOf('snapshot-finished');
      if (finished >= 0) return count('batch-delivered', all) - count('batch-spooled', all.slice(0, finished));
      return batches === undefined || all.includes('resumed-from-platform') ? count('batch-delivered', all) : 0;
    };
    await waitFor(() => delivered() >= (batches ?? 2), { timeoutMs: 30_000, what: `deliveries; ${child.errors()}` });
    await child.kill('SIGKILL');
    outcomes.push(...names().filter((name) => name === 'epoch-started' || name === 'resumed-from-platform'));
  }
  expect(outcomes).toHaveLength(5);
  // What was on its way when the process was killed is still in the source.
  expect(outcomes).toContain('resumed-from-platform');
  // A platform that is behind, and a source that changed meanwhile: without a word of what was lost.
  await writer.stop();
  const options = world.options([citizens], { state: await world.newState() });
  await createConnector(options).run(never, { once: true });
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
  expect(await remoteStream(world)).toMatchObject({ missing: [] });
}, 120_000);

test('SIGTERM drains: the process delivers what it has read and ends with 0, and the next one reads on behind it', async () => {
  await using world = await newWorld(20_000);
  // Batches larger than what is read at a time: the stop comes while rows wait for more.
  const child = startChild(program, childInput(world, { batch: { bytes: 1024 * 1024, maxDelayMs: 20 } }));
  type Message = { readonly name: string; readonly rows: number; readonly pendingBatches: number };
  const messages = (name: string) => (child.messages as readonly Message[]).filter((message) => message.name === name); // the child sends events
  await waitFor(() => messages('batch-spooled').length >= 2, { timeoutMs: 30_000, what: `batches; ${child.errors()}` });
  await child.kill('SIGTERM');
  expect(child.errors()).toBe('');
  expect(child.process).toMatchObject({ exitCode: 0, signalCode: null });
  await waitFor(() => messages('stopped').length === 1, { what: 'the last message' });
  expect(messages('draining')).toHaveLength(1);
  expect(messages('stopped')[0]?.pendingBatches).toBe(0);
  expect(messages('batch-delivered')).toHaveLength(messages('batch-spooled').length);
  const read = messages('rows-read').reduce((sum, { rows }) => sum + rows, 0);
  expect(read).toBeLessThan(20_000);
  const summary = await createConnector(world.options([citizens])).run(never, { once: true });
  expect(summary.datasets).toMatchObject([{ epoch: 1, rowsRead: 20_000 - read }]);
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
}, 60_000);

test('a platform that goes away and comes back gets everything: the spool grows, then drains', async () => {
  await using world = await newWorld(2_000);
  const connector = createConnector(world.options([citizens]));
  const seen: (keyof ConnectorEvents)[] = [];
  connector.onAny((event) => seen.push(event.name));
  const stop = new AbortController();
  const running = connector.run(stop.signal);
  await waitFor(() => connector.status().datasets[0]?.phase === 'following' && connector.status().spool.batches === 0, {
    what: 'the snapshot',
  });
  await world.closePlatform();
  await using writer = startWriter(world.source, 'cong_dan', 2_000);
  await waitFor(() => connector.status().spool.batches >= 5, { timeoutMs: 20_000, what: 'a spool that grows' });
  await waitFor(() => seen.includes('circuit'), { timeoutMs: 20_000, what: 'a circuit that opens' });
  await writer.stop();
  await world.openPlatform();
  await waitFor(
    async () =>
      connector.status().spool.batches === 0 &&
      (await platformRows(world, dataset)).join('\n') === (await sourceRows(world, 'cong_dan')).join('\n'),
    {
      timeoutMs: 30_000,
      what: 'both sides to be equal',
    },
  );
  stop.abort(new Error('enough'));
  await running;
  expect(seen).toContain('retrying');
  expect(seen).toContain('recovered');
});

test('a full spool stops the reading, loudly, until there is room again', async () => {
  await using world = await newWorld(20_000);
  await world.closePlatform();
  await world.openPlatform();
  const maxBytes = 20_000;
  const connector = createConnector(world.options([citizens], { spool: { maxBytes } }));
  const events: { name: string; rows: number }[] = [];
  let highest = 0;
  connector.onAny((event) => {
    if (event.name === 'epoch-started') void world.closePlatform();
    if (event.name === 'spool') highest = Math.max(highest, event.bytes);
    events.push({ name: event.name, rows: connector.status().datasets[0]?.rowsRead ?? 0 });
  });
  const running = connector.run(never, { once: true });
  await waitFor(() => events.some(({ name }) => name === 'paused'), { timeoutMs: 20_000, what: 'the pause' });
  await waitFor(() => events.filter(({ name }) => name === 'retrying').length > 5, { timeoutMs: 20_000, what: 'attempts to deliver' });
  const rowsAtPause = connector.status().datasets[0]?.rowsRead ?? 0;
  expect(rowsAtPause).toBeLessThan(20_000);
  await world.openPlatform();
  await running;
  expect(events.some(({ name }) => name === 'resumed')).toBe(true);
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
  // What was read ahead when the door closed is bounded: three ranges and three steps each.
  expect(highest).toBeLessThan(maxBytes + 12 * 20_000);
});
