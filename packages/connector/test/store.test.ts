import { cp, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentDigest, isLienThongError, type QualityCounts } from '@lienthong/core';
import { waitFor } from '@lienthong/testbed';
import Database from 'libsql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStore, type StateStore } from '../src/state/store.ts';
import type { WrittenBody } from '../src/state/types.ts';
import { buildChild, startChild } from './build-child.ts';

let root: string;
let directory: string;
let number = 0;
let child: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lienthong-store-'));
  child = await buildChild('store-child.ts');
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});
beforeEach(() => {
  number += 1;
  directory = join(root, `state-${number}`);
});

const dataset = 'thu.nghiem';

async function write(store: StateStore, text: string): Promise<WrittenBody> {
  const body = Buffer.from(text);
  return {
    file: await store.files.write(body),
    digest: contentDigest(body),
    bytes: body.byteLength,
    encoding: 'identity',
    count: 1,
    contractVersion: '1.0.0',
    low: undefined,
    high: undefined,
    traceparent: 'none',
    last: false,
  };
}

function append(store: StateStore, bodies: readonly WrittenBody[], epoch = 1): void {
  store.append({
    streams: [{ dataset, epoch, bodies, deadLetters: [], superseded: [], range: undefined, finished: false, resolved: [] }],
    positions: [],
  });
}

test('no acknowledged batch is lost and no sequence number skipped when the process is killed in the middle of appending', async () => {
  let acknowledged = 0;
  for (let round = 0; round < 6; round++) {
    const before = acknowledged;
    const process = startChild(child, { directory });
    await waitFor(() => process.messages.length >= 3 + round * 2, {
      timeoutMs: 20_000,
      what: `appends of round ${round}; ${process.errors()}`,
    });
    await process.kill('SIGKILL');
    const last = process.messages.at(-1) as { readonly number: number };
    acknowledged = last.number;
    expect(acknowledged).toBeGreaterThan(before);
    const store = openStore(directory);
    const entries = store.pending(dataset, 1_000_000);
    const position = store.position('changes')?.position['number'];
    expect(position).toBeGreaterThanOrEqual(acknowledged);
    expect(entries.map((entry) => entry.sequence)).toEqual(Array.from({ length: Number(position) * 3 }, (_, index) => index + 1));
    for (const entry of entries)
      expect(contentDigest(await store.files.read(entry.file, entry.bytes, Buffer.alloc(entry.bytes)))).toBe(entry.digest);
    expect((await readdir(join(directory, 'spool'))).length).toBe(entries.length);
    store.close();
    acknowledged = Number(position);
  }
});

test('a state directory serves one connector at a time, and is free again after it', () => {
  const store = openStore(directory);
  expect(() => openStore(directory)).toThrow(expect.objectContaining({ code: 'STATE_LOCKED' }));
  store.close();
  openStore(directory).close();
});

test('a killed process leaves no lock behind', async () => {
  const process = startChild(child, { directory });
  await waitFor(() => process.messages.length > 0, { what: 'an append' });
  expect(() => openStore(directory)).toThrow(expect.objectContaining({ code: 'STATE_LOCKED' }));
  await process.kill('SIGKILL');
  openStore(directory).close();
});

test('directory, database and bodies are closed to other users', async () => {
  const store = openStore(directory);
  store.beginEpoch(new Map([[dataset, 1]]), []);
  const body = await write(store, 'one');
  append(store, [body]);
  const modes = await Promise.all(
    ['.', 'state.db', 'state.db-wal', 'lock.db', 'dead-letters.key', 'spool', `spool/${body.file}`].map(async (name) =>
      ((await stat(join(directory, name))).mode & 0o777).toString(8),
    ),
  );
  expect(modes).toEqual(['700', '600', '600', '600', '600', '700', '600']);
  store.close();
});

test('a batch file that is missing, shortened or changed is refused loudly', async () => {
  const store = openStore(directory);
  store.beginEpoch(new Map([[dataset, 1]]), []);
  const body = await write(store, 'some text');
  append(store, [body]);
  const file = join(directory, 'spool', body.file);
  await truncate(file, 3);
  await expect(store.files.read(body.file, body.bytes, Buffer.alloc(body.bytes))).rejects.toMatchObject({ code: 'STATE_DAMAGED' });
  store.close();
  expect(() => openStore(directory)).toThrow(expect.objectContaining({ code: 'STATE_DAMAGED' }));
  await rm(file);
  expect(() => openStore(directory)).toThrow(expect.objectContaining({ code: 'STATE_DAMAGED' }));
});

test('a damaged database is refused, with what to do', async () => {
  const store = openStore(directory);
  store.close();
  expect((await stat(join(directory, 'state.db'))).size).toBeGreaterThan(4096);
  await writeFile(join(directory, 'state.db'), 'no database at all'.repeat(300));
  expect(() => openStore(directory)).toThrow(
    expect.objectContaining({ code: 'STATE_DAMAGED', remedy: expect.stringContaining('Move it away') }),
  );
});

test('bodies that no batch names are removed at the start', async () => {
  const store = openStore(directory);
  await store.files.write(Buffer.from('orphan'));
  store.close();
  openStore(directory).close();
  expect(await readdir(join(directory, 'spool'))).toEqual([]);
});

test('a directory of another source or platform is refused', () => {
  const store = openStore(directory);
  store.bind({ agency: 'H26.12', source: 'ho-tich' });
  expect(() => store.bind({ agency: 'H26.12', source: 'dat-dai' })).toThrow(expect.objectContaining({ code: 'STATE_DAMAGED' }));
  store.close();
});

test('an append of another epoch than the stream leaves nothing behind', async () => {
  const store = openStore(directory);
  store.beginEpoch(new Map([[dataset, 2]]), []);
  const body = await write(store, 'late');
  expect(() => append(store, [body], 1)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  expect(store.pending(dataset, 10)).toEqual([]);
  expect(store.stream(dataset)?.nextSequence).toBe(1);
  store.close();
});

test('a spool that cannot be written says so as a failure that may pass', async () => {
  const store = openStore(directory);
  await rm(join(directory, 'spool'), { recursive: true });
  await expect(store.files.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'STATE_WRITE_FAILED', retry: 'backoff' });
  store.close();
});

test('a value that changed within the database is refused at the start, whatever table it is in', async () => {
  const store = openStore(directory);
  store.bind({ source: 'ho-tich' });
  store.beginEpoch(new Map([[dataset, 1]]), []);
  store.saveRanges(dataset, [{ kind: 'test/range', format: 1, from: 1 }]);
  store.savePosition('changes', { kind: 'test/number', format: 1, number: 41 }, undefined);
  append(store, [await write(store, 'one')]);
  store.close();
  const changes = [
    'UPDATE positions SET position = lower(position)',
    'UPDATE streams SET next_sequence = next_sequence + 16',
    `UPDATE meta SET value = 'ho-tach'`,
    'UPDATE ranges SET done = 1',
    'UPDATE spool SET sequence = 17',
  ];
  const believed: string[] = [];
  for (const change of changes) {
    const copy = `${directory}-copy`;
    await cp(directory, copy, { recursive: true });
    const database = new Database(join(copy, 'state.db'));
    expect(database.prepare(change).run().changes).toBe(1);
    database.close();
    if (codeOf(() => openStore(copy).close()) !== 'STATE_DAMAGED') believed.push(change);
    await rm(copy, { recursive: true });
  }
  expect(believed).toEqual([]);
  openStore(directory).close();
});

function codeOf(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return isLienThongError(error) ? error.code : error;
  }
  return undefined;
}

test('a receipt of ours that was damaged is told as damage, not as a chain that the platform broke', async () => {
  const store = openStore(directory);
  store.beginEpoch(new Map([[dataset, 1]]), []);
  append(store, [await write(store, 'one'), await write(store, 'two')]);
  const [first, second] = store.pending(dataset, 2);
  const receipt = { batch: 'b', digest: 'd', accepted: 1, superseded: 0, rejected: 0, rejections: [], time: '2026-01-01T00:00:00Z' };
  store.receipts.settle(first!, { receipt: { ...receipt, number: 1, previous: undefined }, jws: 'a.b.c' }, 'hash-1', []);
  store.close();
  const database = new Database(join(directory, 'state.db'));
  database.exec(`UPDATE receipts SET hash = 'hash-5'`);
  database.close();
  const again = openStore(directory);
  const settle = () =>
    again.receipts.settle(second!, { receipt: { ...receipt, number: 2, previous: 'hash-1' }, jws: 'd.e.f' }, 'hash-2', []);
  expect(settle).toThrow(expect.objectContaining({ code: 'STATE_DAMAGED' }));
  again.close();
});

test('a state directory of layout 1, whose rows had no sums, is taken over', async () => {
  const store = openStore(directory);
  store.beginEpoch(new Map([[dataset, 3]]), []);
  append(store, [await write(store, 'one')], 3);
  store.close();
  const database = new Database(join(directory, 'state.db'));
  for (const table of ['meta', 'streams', 'ranges', 'positions', 'spool', 'receipts'])
    database.exec(`ALTER TABLE ${table} DROP COLUMN sum`);
  for (const table of ['quality_records', 'quality_properties', 'quality_found']) database.exec(`DROP TABLE ${table}`);
  database.exec('PRAGMA user_version = 1');
  database.close();
  const again = openStore(directory);
  expect(again.stream(dataset)).toMatchObject({ epoch: 3, nextSequence: 2 });
  expect(again.pending(dataset, 2)).toHaveLength(1);
  expect(again.quality.list(dataset)).toEqual([]);
  again.close();
  openStore(directory).close();
});

test('findings add up with the batches that they were found in: by epoch, property and code, and none without its batch', async () => {
  const store = openStore(directory);
  store.beginEpoch(new Map([[dataset, 1]]), []);
  const counts = (records: number, examples: readonly string[]): QualityCounts => ({
    dataset,
    records,
    rejected: 1,
    properties: [
      {
        property: 'b',
        present: records,
        withError: 2,
        found: [{ code: 'x', severity: 'error', origin: 'dictionary', count: 2, examples }],
      },
      { property: 'a', present: 1, withError: 0, found: [] },
    ],
  });
  const step = async (epoch: number, quality: QualityCounts) => {
    const body = await write(store, 'one');
    const part = {
      dataset,
      epoch,
      bodies: [body],
      deadLetters: [],
      superseded: [],
      range: undefined,
      finished: false,
      resolved: [],
      quality,
    };
    return () => store.append({ streams: [part], positions: [] });
  };
  (await step(1, counts(5, ['1…', '2…'])))();
  (await step(1, counts(7, ['2…', '3…', '4…'])))();
  // Of another epoch than the stream: the whole step is refused, and its findings with it.
  expect(await step(2, counts(100, []))).toThrow('another epoch');
  store.close();
  const again = openStore(directory);
  const [period, ...others] = again.quality.list(dataset);
  expect(others).toEqual([]);
  expect(period).toMatchObject({ epoch: 1, counts: { dataset, records: 12, rejected: 2 } });
  expect(period?.counts.properties).toEqual([
    {
      property: 'b',
      present: 12,
      withError: 4,
      found: [{ code: 'x', severity: 'error', origin: 'dictionary', count: 4, examples: ['1…', '2…', '3…'] }],
    },
    { property: 'a', present: 2, withError: 0, found: [] },
  ]);
  expect(again.quality.totals(dataset, 1)).toEqual({ error: 4, warning: 0, 'needs-reference': 0 });
  again.close();
});
