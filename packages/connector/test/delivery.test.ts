import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentDigest, generateKeyPair, keyIdOf, LienThongError, type Receipt, receiptHash } from '@lienthong/core';
import { waitFor } from '@lienthong/testbed';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AnyEvent, type Connector, type ConnectorOptions, createConnector, listDeadLetters } from '../src/index.ts';
import { type AnsweringPlatform, problem, receipts, startAnsweringPlatform } from './answers.ts';
import { type MemorySource, memorySource } from './memory-source.ts';
import { contractYaml } from './persons.ts';

let state: string;
let platform: AnsweringPlatform;
let source: MemorySource;
const agencyKeys = generateKeyPair();
const never = new AbortController().signal;
const dataset = 'ho-tich.cong-dan';

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'lienthong-delivery-'));
  platform = await startAnsweringPlatform();
  source = memorySource(1_000);
});
afterEach(async () => {
  await platform[Symbol.asyncDispose]();
  await rm(state, { recursive: true, force: true });
});

function connect(change: Partial<ConnectorOptions> = {}): { readonly connector: Connector; readonly events: AnyEvent[] } {
  const connector = createConnector({
    agency: 'H26.12',
    source: { name: 'ho-tich', adapter: source.adapter, limits: { batchRows: 100 } },
    platform: {
      url: platform.url,
      key: { keyId: keyIdOf(agencyKeys.publicKey), privateKey: agencyKeys.privateKey },
      receiptKey: platform.receiptKey,
    },
    state,
    datasets: [
      {
        contract: contractYaml(dataset),
        from: 'person',
        mapping: { properties: { id: { column: 'id', cast: true }, name: 'ho_ten', born: { column: 'ngay_sinh', dates: ['yyyy-MM-dd'] } } },
        read: { kind: 'snapshot' },
      },
    ],
    batch: { bytes: 20_000 },
    delivery: { inFlight: 1, timeoutMs: 500, backoff: { initialMs: 10, maxMs: 50 } },
    ...change,
  });
  const events: AnyEvent[] = [];
  connector.onAny((event) => events.push(event));
  return { connector, events };
}

function letterOf(rejection: unknown): object {
  const { code, pointer, reason } = rejection as Record<'code' | 'pointer' | 'reason', string>; // one of the list above
  return { code, pointer, reason };
}

const codes = (events: readonly AnyEvent[]): string[] => events.flatMap((event) => (event.name === 'retrying' ? [event.code] : []));

test('500, 503, 429, a hang, a cut and the page of a proxy are waited out, and every batch arrives once', async () => {
  platform.queue.push(
    (_, response) => void response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>oops</h1>'),
    (_, response) => problem(response, 503, 'overloaded'),
    (_, response) => problem(response, 429, 'rate-limited', { 'retry-after': '1' }),
    () => {}, // never answers
    (request) => void request.socket.resetAndDestroy(),
    (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<form>log in to the hotel</form>'),
    (_, response) => void response.writeHead(404, { 'content-type': 'text/html' }).end('no such page'),
    // Whether an attempt falls into a rest is chance, each time anew: of so many one does.
    ...Array.from({ length: 15 }, () => (_: unknown, response: ServerResponse) => problem(response, 503, 'overloaded')),
  );
  const { connector, events } = connect();
  const summary = await connector.run(never, { once: true });
  expect(summary.pendingBatches).toBe(0);
  expect(new Set(platform.received).size).toBe(platform.received.length);
  expect(platform.received).toEqual(platform.received.map((_, index) => `H26.12/ho-tich/${dataset}/1/${index + 1}`));
  expect(new Set(codes(events))).toEqual(new Set(['PLATFORM_ANSWER_INVALID', 'PLATFORM_BUSY', 'PLATFORM_UNREACHABLE']));
  expect(events.some((event) => event.name === 'circuit' && event.state === 'open')).toBe(true);
  // Who looks while it is left in peace sees what was wrong.
  const resting = events.flatMap((event) => (event.name === 'retrying' && event.error.message.includes('in peace') ? [event.error] : []));
  expect(resting.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/the last time: .*(?:does not answer|the platform answered|is not of this standard)/),
  );
  // The fourth attempt came no sooner than the platform had asked for.
  expect((platform.attempts[3] ?? 0) - (platform.attempts[2] ?? 0)).toBeGreaterThanOrEqual(990);
});

test.for([
  ['of another key', 'signature', undefined],
  ['for another batch', 'names another batch', (receipt: Receipt) => ({ ...receipt, batch: `${receipt.batch}0` })],
  ['with another digest', 'another digest', (receipt: Receipt) => ({ ...receipt, digest: contentDigest(Buffer.from('other')) })],
  ['that forgets a record', 'account for every record', (receipt: Receipt) => ({ ...receipt, accepted: receipt.accepted - 1 })],
  ['that continues another chain', 'chain of receipts', (receipt: Receipt) => ({ ...receipt, number: 2, previous: receiptHash('other') })],
] as const)('a receipt %s stops the stream, and the batch stays', async ([, message, change]) => {
  platform.queue.push(change === undefined ? receipts(generateKeyPair(), []) : receipts(platform.keys, [], change));
  const { connector } = connect();
  await expect(connector.run(never, { once: true })).rejects.toMatchObject({
    code: 'RECEIPT_INVALID',
    message: expect.stringContaining(message),
  });
  expect(connector.status().spool.batches).toBeGreaterThan(0);
  expect(connector.status().datasets[0]?.failure).toBe('RECEIPT_INVALID');
});

test('a refusal stops the stream loudly, keeps the spool, and the next start goes on with it', async () => {
  platform.queue.push((_, response) => problem(response, 403, 'publishing-forbidden'));
  const { connector, events } = connect();
  await expect(connector.run(never, { once: true })).rejects.toMatchObject({
    code: 'PLATFORM_REFUSED',
    message: expect.stringContaining('publishing-forbidden'),
  });
  expect(events.filter((event) => event.name === 'dataset-failed')).toHaveLength(1);
  expect(connector.status().spool.batches).toBeGreaterThan(0);
  const again = await connect().connector.run(never, { once: true });
  expect(again.pendingBatches).toBe(0);
  expect(platform.received[0]).toBe(`H26.12/ho-tich/${dataset}/1/1`);
});

test('a batch of which nothing is usable becomes dead letters, and an empty one closes the gap', async () => {
  const listed = [
    { index: 0, code: 'too-long', pointer: '/name', reason: 'longer than 60 characters' },
    { index: 2, code: 'pattern-missed', pointer: '/born', reason: 'no such day' },
    { index: 1, code: 'NOT A CODE', pointer: '/born', reason: '' },
    'nonsense',
  ];
  platform.queue.push((_, response) => problem(response, 422, 'batch-unusable', {}, { rejected: 3, rejections: listed }));
  const { connector, events } = connect();
  const summary = await connector.run(never, { once: true });
  expect(summary.pendingBatches).toBe(0);
  expect(platform.received[0]).toBe(`H26.12/ho-tich/${dataset}/1/1`);
  expect(events.find((event) => event.name === 'batch-delivered')).toMatchObject({ sequence: 1, count: 0 });
  const letters = listDeadLetters(state);
  expect(letters.length).toBeGreaterThan(50);
  expect(letters[0]).toMatchObject({ origin: 'platform', op: 'r', status: 'waiting', ...letterOf(listed[0]) });
  expect(letters[1]).toMatchObject({ origin: 'platform', code: 'batch-unusable', pointer: '' });
  expect(letters[2]).toMatchObject(letterOf(listed[1]));
  expect(letters.slice(3).every(({ code }) => code === 'batch-unusable')).toBe(true);
});

test('a state directory that cannot be written stops the reading without loss, and goes on when it can', async () => {
  const { connector, events } = connect();
  const spool = join(state, 'spool');
  let moved = false;
  connector.on('dataset-started', () => {
    moved = true;
    void rename(spool, `${spool}.away`);
  });
  const running = connector.run(never, { once: true });
  await waitFor(() => moved && codes(events).includes('STATE_WRITE_FAILED'), { what: 'a failure to write' });
  const read = source.batchesRead;
  await waitFor(() => codes(events).length > 6, { what: 'more attempts' });
  expect(source.batchesRead).toBeLessThanOrEqual(read + 3);
  await rename(`${spool}.away`, spool);
  const summary = await running;
  expect(summary.datasets[0]?.recordsDelivered).toBe(1_001);
  expect(await readdir(spool)).toEqual([]);
});

test('a source that fails for a while is read again from where it stopped', async () => {
  source.failures.push(...Array.from({ length: 3 }, () => new LienThongError('SOURCE_UNREACHABLE', { message: 'gone' })));
  const { connector, events } = connect();
  const summary = await connector.run(never, { once: true });
  expect(codes(events)).toEqual(['SOURCE_UNREACHABLE', 'SOURCE_UNREACHABLE', 'SOURCE_UNREACHABLE']);
  expect(summary.datasets[0]).toMatchObject({ rowsRead: 1_000, recordsDelivered: 1_001 });
});

test('a table that is written anew while it is read is read again from its beginning, in the same epoch', async () => {
  source.failAfter = [5, new LienThongError('SOURCE_REWRITTEN', { message: 'rows moved' })];
  const { connector, events } = connect();
  const summary = await connector.run(never, { once: true });
  expect(events.filter(({ name }) => name === 'snapshot-restarted')).toMatchObject([{ dataset, epoch: 1, code: 'SOURCE_REWRITTEN' }]);
  expect(summary.datasets[0]).toMatchObject({ epoch: 1, phase: 'following', rowsRead: 1_500 });
  // What was gathered and not yet stored when it failed comes with the second reading.
  expect(summary.datasets[0]?.recordsDelivered).toBeGreaterThan(1_001);
});

test('a table that is written anew again and again is left to a person', async () => {
  source.failures.push(...Array.from({ length: 20 }, () => new LienThongError('SOURCE_REWRITTEN', { message: 'rows moved' })));
  const { connector, events } = connect();
  await expect(connector.run(never, { once: true })).rejects.toMatchObject({ code: 'SOURCE_REWRITTEN' });
  expect(events.filter(({ name }) => name === 'snapshot-restarted')).toHaveLength(5);
  expect(events.find(({ name }) => name === 'dataset-failed')).toMatchObject({ code: 'SOURCE_REWRITTEN' });
});

test('a stop drains: what was read is sealed and delivered, and the next start reads on behind it', async () => {
  const stop = new AbortController();
  const { connector } = connect();
  connector.on('rows-read', () => stop.abort(new Error('enough')));
  const summary = await connector.run(stop.signal);
  expect(summary.pendingBatches).toBe(0);
  expect(summary.datasets[0]?.recordsDelivered).toBe(100);
  const again = await connect().connector.run(never, { once: true });
  expect(again.datasets[0]).toMatchObject({ rowsRead: 900, recordsDelivered: 901 });
});

test('a stop while the platform is away ends at once and keeps the spool', async () => {
  const stop = new AbortController();
  platform.queue.push(
    ...Array.from({ length: 200 }, () => (_: unknown, response: Parameters<typeof problem>[0]) => problem(response, 503, 'overloaded')),
  );
  const { connector, events } = connect({ graceMs: 20_000 });
  const running = connector.run(stop.signal);
  await waitFor(() => events.filter((event) => event.name === 'retrying').length > 3, { what: 'attempts' });
  const before = performance.now();
  stop.abort(new Error('enough'));
  const summary = await running;
  expect(performance.now() - before).toBeLessThan(5_000);
  expect(summary.pendingBatches).toBeGreaterThan(0);
});
