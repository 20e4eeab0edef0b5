import {
  compareFloors,
  comparePlaces,
  createBufferPool,
  type Entry,
  emptyStream,
  type Kept,
  merge,
  type ParsedLine,
  type StreamState,
  snapshotVersion,
  type Version,
  visible,
} from '@lienthong/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRowMemories } from '../src/ingest/row-memory.ts';
import { createRowWriter } from '../src/ingest/row-writer.ts';
import { acceptBatch } from '../src/storage/accept-batch.ts';
import { contractStore, type StoredContract } from '../src/storage/contracts.ts';
import type { Database } from '../src/storage/database.ts';
import type { BatchOutcome } from '../src/storage/merge-and-enter.ts';
import { createMergeHints, type MergeHints } from '../src/storage/merge-hints.ts';
import { type FeedPage, readFeed } from '../src/storage/read-feed.ts';
import { rowReader } from '../src/storage/rows.ts';
import { streamId } from '../src/storage/streams.ts';
import { sweepFeed } from '../src/storage/sweep-feed.ts';
import { testContract } from './contract.ts';
import { testServer } from './server.ts';
import { openStorage } from './storage.ts';

const newDatabase = testServer();
const rowMemories = createRowMemories();
let database: Database;
let contract: StoredContract;
const plainHints = createMergeHints();
/** How often each way was taken, and how often it was the wrong one. */
const ways = new Map<string, number>();
const hints: MergeHints = {
  choose: (stream, wanted) => {
    const path = plainHints.choose(stream, wanted);
    // A process that remembers nothing of the stream, as after a restart, must come to the same end.
    const chosen = forgetful ? wanted : path;
    count(chosen);
    return chosen;
  },
  learn: (stream, path, worked) => {
    if (!worked) count(`${path} failed`);
    plainHints.learn(stream, path, worked);
  },
};
let forgetful = false;
const count = (way: string) => ways.set(way, (ways.get(way) ?? 0) + 1);
beforeAll(async () => {
  const storage = await openStorage(
    `${await newDatabase()}?options=-c%20deadlock_timeout%3D20ms`,
    testContract({ ma: 'string', ten: 'string' }),
  );
  database = storage.database;
  contract = storage.contracts[0] as StoredContract; // one was registered
});
afterAll(() => database.close());

interface Line {
  readonly op: 'r' | 'c' | 'u' | 'd' | 't';
  readonly version: Version;
  readonly key: string;
  readonly value: string;
}

interface Batch {
  readonly epoch: number;
  readonly sequence: number;
  readonly lines: readonly Line[];
}

// Few keys and few versions: ties and overtaking are the rule, not the exception.
const changeVersions = fc.constantFrom('1:1-0000000001', '1:1-0000000002', '1:2-0000000001', '1:~', '1:A', '1:a', '1:\\');
const recordLines = fc.record({
  op: fc.constantFrom('c' as const, 'u' as const, 'd' as const, 'd' as const),
  version: changeVersions,
});
const readLines = fc.record({ op: fc.constant('r' as const), version: fc.oneof(fc.constant('0'), changeVersions) });
const truncations = fc.record({ op: fc.constant('t' as const), version: fc.oneof(fc.constant(''), changeVersions) });
const lines: fc.Arbitrary<Line> = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: recordLines }, { weight: 4, arbitrary: readLines }, { weight: 1, arbitrary: truncations }),
    fc.constantFrom('a', 'b', 'c'),
    fc.stringMatching(/^[a-z]{0,4}$/),
  )
  .map(([{ op, version }, key, value]) => ({ op, version: version as Version, key, value })); // all of the list are versions

const batchOf = (of: fc.Arbitrary<Line>) =>
  fc.record({ epoch: fc.integer({ min: 1, max: 3 }), lines: fc.array(of, { minLength: 1, maxLength: 7 }) });
// What a first full read sends: nothing but reads without a place, which go straight into the table.
const snapshots: fc.Arbitrary<Line> = fc
  .tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.stringMatching(/^[a-z]{0,4}$/))
  .map(([key, value]) => ({ op: 'r', version: snapshotVersion, key, value }));
const mixed = fc.array(batchOf(lines), { minLength: 1, maxLength: 5 });
const snapshotFirst = fc
  .tuple(fc.array(batchOf(snapshots), { minLength: 1, maxLength: 3 }), fc.array(batchOf(lines), { maxLength: 3 }))
  .map((parts) => parts.flat());
// Changes in the order of the log: each batch is higher than all before.
const following = fc.array(batchOf(lines), { minLength: 2, maxLength: 4 }).map((batches) =>
  batches.map((batch, index) => ({
    epoch: 1,
    lines: batch.lines.map(
      (line): Line => (line.op === 't' || line.version === snapshotVersion ? line : { ...line, version: `1:${index}` as Version }),
    ), // digits sort
  })),
);

const histories = fc
  .oneof(mixed, snapshotFirst, following)
  .map((batches) => batches.map((batch, index): Batch => ({ ...batch, sequence: index + 1 })))
  .chain((batches) =>
    fc.record({
      batches: fc.constant(batches),
      // Any order, with repeats; what never came comes at the end.
      order: fc.array(fc.nat({ max: batches.length - 1 }), { maxLength: batches.length + 2 }),
      forgets: fc.boolean(),
    }),
  );

function entriesOf({ epoch, sequence, lines }: Batch): readonly Entry[] {
  return lines.map(({ op, version, key, value }, line): Entry => {
    const place = { epoch, version, sequence, line };
    if (op === 't') return { op, place };
    if (op === 'd') return { op, place, key: `["${key}"]` };
    return { op, place, key: `["${key}"]`, record: value };
  });
}

function parsed({ op, version, key, value }: Line): ParsedLine {
  const head = { op, version, at: undefined, tx: undefined };
  if (op === 't') return { ...head, key: '', values: [] };
  return { ...head, key: `["${key}"]`, values: [key, op === 'd' ? null : value] };
}

async function deliver(source: string, batch: Batch, itsHints = hints): Promise<BatchOutcome> {
  const header = {
    stream: { agency: 'H26.12', source, dataset: contract.contract.dataset },
    contractVersion: '1.0.0',
    epoch: batch.epoch,
    sequence: batch.sequence,
    count: batch.lines.length,
    low: undefined,
    high: undefined,
    time: '2026-01-01T00:00:00Z',
    traceparent: undefined,
  };
  const writer = createRowWriter({
    contract,
    epoch: batch.epoch,
    sequence: batch.sequence,
    count: batch.lines.length,
    body: Buffer.alloc(0),
    rowMemories,
    buffers: createBufferPool(0),
  });
  batch.lines.forEach((line, index) => {
    writer.add(index, parsed(line));
  });
  const input = { header, digest: 'digest', contract, rows: writer.finish().rows, rejections: [] };
  return await acceptBatch(database, itsHints, input, async (receipt) => JSON.stringify(receipt));
}

async function stored(source: string): Promise<ReadonlyMap<string, string>> {
  const rows = await database.use(
    async (client) =>
      (await client.query<{ ma: string; ten: string }>('select ma, ten from thu_nghiem_nguoi where _source = $1', [source])).rows,
  );
  return new Map(rows.map(({ ma, ten }) => [`["${ma}"]`, ten]));
}

/** What is counted instead of read: living records of the stream, of all epochs and of its newest. */
async function expectCounted(source: string): Promise<void> {
  const { rows } = await database.use((client) =>
    client.query(
      `select stream.records::text, stream.renewed::text, kept.records::text as kept, kept.renewed::text as kept_renewed
       from lienthong.streams stream, lateral (
         select count(*) as records, count(*) filter (where lienthong.epoch_of(_place) = stream.epoch) as renewed
         from data."thu-nghiem.nguoi" where _stream = stream.id and not _deleted
       ) kept where source = $1`,
      [source],
    ),
  );
  const { records, renewed, kept, kept_renewed } = rows[0] ?? {};
  expect([records, renewed ?? kept_renewed]).toEqual([kept, kept_renewed]);
  if (renewed !== null) count('renewed is known');
}

/**
 * A reader of the feed from its beginning gets each row of the stream once, in pages of any length; swept between two pages,
 * perhaps again.
 */
async function expectTold(source: string, limit: number, sweeps = false): Promise<void> {
  const reader = rowReader(contractStore(database));
  const { dataset } = contract.contract;
  const stream = await database.use((client) => streamId(client, { agency: 'H26.12', source, dataset }));
  const told: (readonly [string, string | undefined])[] = [];
  for (let page: FeedPage | undefined; page === undefined || page.more; ) {
    const after: number = page?.next ?? 0;
    const query = { dataset, streams: [stream], after, limit, deletions: true };
    page = await database.transaction((client) => readFeed(client, reader, query));
    const numbers = page.rows.map(({ change }) => change);
    expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
    for (const { key, record } of page.rows) told.push([key, record]);
    if (sweeps) await sweepFeed(database, dataset, never);
  }
  const query = { dataset, from: (table: string) => `from ${table} record where _stream = $1`, values: [stream] };
  const kept = await database.use((client) => reader.read(client, query));
  if (!sweeps) expect(told).toHaveLength(kept.length);
  expect(new Map(told)).toEqual(new Map(kept.map(({ key, record }) => [key, record])));
}

const never = new AbortController().signal;

/** The feed tells of every row once, and knows how much of what it holds has moved on. */
async function feedOf(): Promise<unknown> {
  const { rows } = await database.use((client) =>
    client.query(
      `select told::integer, passed::integer, (select count(*)::integer from data."thu-nghiem.nguoi") as kept,
         (select sum(count)::integer from lienthong.feed) as listed, (select sum(cardinality(keys))::integer from lienthong.feed) as keys
       from lienthong.datasets`,
    ),
  );
  return rows[0];
}

function countWinners(before: StreamState, after: StreamState, entries: readonly Entry[]): number {
  const wins = (entry: Entry) => {
    if (entry.op === 't') return false;
    const kept: Kept | undefined = after.keys.get(entry.key);
    return kept !== undefined && comparePlaces(kept.place, entry.place) === 0 && compareFloors(entry.place, after.floor) >= 0;
  };
  return entries.filter(wins).length + (compareFloors(after.floor, before.floor) > 0 ? 1 : 0);
}

it('keeps in SQL exactly what the pure merge keeps, after every batch of any history', async () => {
  let run = 0;
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(histories, async ({ batches, order, forgets }) => {
      forgetful = forgets;
      const source = `lan-${++run}`;
      let state = emptyStream;
      const seen = new Set<number>();
      for (const index of [...order, ...batches.keys()]) {
        const batch = batches[index] as Batch; // the order holds indexes of batches
        const outcome = await deliver(source, batch);
        steps++;
        expect(outcome.kind).toBe(seen.has(index) ? 'repeated' : 'stored');
        const entries = entriesOf(batch);
        const after = merge(state, entries);
        if (outcome.kind === 'stored') {
          const accepted = countWinners(state, after, entries);
          expect(outcome.receipt).toMatchObject({ accepted, superseded: entries.length - accepted });
        }
        seen.add(index);
        state = after;
        expect(await stored(source)).toEqual(visible(state));
        await expectCounted(source);
      }
      await expectTold(source, 1 + (run % 4), run % 20 === 0);
    }),
    { numRuns: 300 },
  );
  expect(steps).toBeGreaterThan(1000);
  // A path that is never taken, or never fails, would prove nothing.
  for (const way of ['straight', 'straight failed', 'replace', 'replace failed', 'exact', 'renewed is known']) expectOften(way);
}, 120_000);

it('keeps the same when batches of one stream are stored at once', async () => {
  let run = 0;
  const batches = fc.array(batchOf(fc.oneof({ weight: 6, arbitrary: snapshots }, { weight: 1, arbitrary: lines })), {
    minLength: 3,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(batches, async (found) => {
      const source = `cung-luc-${++run}`;
      const sent = found.map((batch, index): Batch => ({ ...batch, sequence: index + 1 }));
      const outcomes = await Promise.all(
        sent.map(async (batch) => {
          const own = createMergeHints();
          let attempts = 0;
          // Some processes have learned that look-ups are best: several such at once are where a wrong order would show.
          const choose: MergeHints['choose'] = (stream, wanted) => (run % 2 === 0 ? own.choose(stream, wanted) : 'exact');
          const counted: MergeHints = { ...own, choose: (stream, wanted) => (attempts++, choose(stream, wanted)) };
          const { kind } = await deliver(source, batch, counted);
          if (attempts > 1) count('again, alone');
          return kind;
        }),
      );
      expect(outcomes).toEqual(sent.map(() => 'stored'));
      expect(await stored(source)).toEqual(visible(sent.reduce((state, batch) => merge(state, entriesOf(batch)), emptyStream)));
      await expectCounted(source);
      await expectTold(source, 3);
    }),
    { numRuns: 300 },
  );
  expectOften('again, alone');
}, 120_000);

it('clears the records of one stream, and of none beside it', async () => {
  const sources = ['giua-1', 'giua-2', 'giua-3'];
  const batch = (sequence: number, line: Line): Batch => ({ epoch: 1, sequence, lines: [line] });
  const read: Line = { op: 'r', version: snapshotVersion, key: 'a', value: 'x' };
  for (const source of sources) await deliver(source, batch(1, read));
  await deliver('giua-2', batch(2, { ...read, op: 't', version: '1:1-0000000001' as Version })); // as in the list above
  expect(await Promise.all(sources.map(async (source) => (await stored(source)).size))).toEqual([1, 0, 1]);
  for (const source of sources) await expectTold(source, 2);
});

it('knows what of the feed has moved on, and sweeps it out', async () => {
  const before = (await feedOf()) as Record<'told' | 'passed' | 'kept' | 'listed' | 'keys', number>; // the columns asked for
  expect(before.passed).toBeGreaterThan(100);
  expect(before).toEqual({ ...before, told: before.kept + before.passed, listed: before.told, keys: before.told });
  await sweepFeed(database, contract.contract.dataset, never);
  const { kept } = before;
  expect(await feedOf()).toEqual({ told: kept, passed: 0, kept, listed: kept, keys: kept });
  await expectTold('cung-luc-1', 2);
});

it('leaves large entries alone of which most still counts, and sweeps those of which most has moved on', async () => {
  const source = 'lon';
  const written = (from: number, count: number, version: string): readonly Line[] =>
    Array.from({ length: count }, (_, index) => ({
      ...{ op: 'c' as const, version: version as Version, value: version }, // a version by its form
      key: String(from + index).padStart(4, '0'),
    }));
  const before = (await feedOf()) as Record<'told' | 'passed' | 'kept', number>; // the columns asked for
  await deliver(source, { epoch: 1, sequence: 1, lines: written(0, 2_000, '1:1') });
  await deliver(source, { epoch: 1, sequence: 2, lines: written(2_000, 2_000, '1:2') });
  // Nine tenths of the first entry move on, and one of the second.
  await deliver(source, { epoch: 1, sequence: 3, lines: written(200, 2_000, '1:3') });
  expect(await feedOf()).toMatchObject({ told: before.told + 6_000, passed: before.passed + 2_000 });
  await sweepFeed(database, contract.contract.dataset, never);
  expect(await feedOf()).toMatchObject({ told: before.kept + 4_200, passed: 200, listed: before.kept + 4_200, keys: before.kept + 4_200 });
  await expectTold(source, 500);
});

function expectOften(way: string): void {
  expect([way, ways.get(way)]).toEqual([way, expect.toSatisfy((times: number | undefined) => (times ?? 0) > 20)]);
}
