import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programsFromSources } from '../../../tooling/tsup.ts';
import { startMongoServer } from '../src/mongodb/index.ts';
import { waitFor } from '../src/wait-for.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mongo-journal-'));
  await build({ ...programsFromSources, entry: { child: join(import.meta.dirname, 'mongodb-server-child.ts') }, outDir: folder });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function startChild(directory: string, port: string): Promise<{ readonly child: ChildProcess; readonly uri: string }> {
  const child = spawn(process.execPath, [join(folder, 'child.mjs'), directory, port], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [uri] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, uri };
}

type Item = { _id: number; x?: number };

test('what was acknowledged is there after SIGKILL, and a stream resumes over it; the driver writes on by itself', async () => {
  const directory = join(folder, 'killed');
  const { uri, ...first } = await startChild(directory, '0');
  let { child } = first;
  const client = new MongoClient(uri);
  const items = client.db('kept').collection<Item>('items');
  await client.db('kept').createCollection('items', { changeStreamPreAndPostImages: { enabled: true } });
  const stream = client.db('kept').watch();
  await stream.tryNext();
  const port = new URL(uri).port;
  const acknowledged: number[] = [];
  let rounds = 0;
  const writing = (async () => {
    for (let _id = 0; rounds < 3; _id++) {
      await items.insertOne({ _id, x: 0 });
      acknowledged.push(_id);
      if (_id % 3 === 0) await items.updateOne({ _id }, { $inc: { x: 1 } });
    }
  })();
  for (; rounds < 3; rounds++) {
    const before = acknowledged.length;
    await waitFor(() => acknowledged.length > before + 50, { what: 'fifty more documents', timeoutMs: 30_000 });
    child.kill('SIGKILL');
    await once(child, 'exit');
    ({ child } = await startChild(directory, port));
  }
  await writing;
  const stored = await items.find().sort({ _id: 1 }).toArray();
  expect(stored.map((item) => item._id)).toEqual(acknowledged);
  expect(stored.filter((item) => item.x !== (item._id % 3 === 0 ? 1 : 0))).toEqual([]);
  const seen: Item[] = [];
  while (seen.length < acknowledged.length) {
    const event = await stream.next();
    if (event.operationType === 'insert') seen.push(event.fullDocument as Item);
  }
  expect(seen.map((item) => item._id)).toEqual(acknowledged);
  await client.close();
  child.kill('SIGKILL');
});

test('a half-written frame is cut off, and everything before it stays: collections, indexes, before-images, the id of the set', async () => {
  const directory = join(folder, 'torn');
  const first = await startMongoServer({ directory });
  const before = new MongoClient(first.uri);
  const db = before.db('torn');
  await db.createCollection('items', { changeStreamPreAndPostImages: { enabled: true }, validator: { $jsonSchema: { required: ['x'] } } });
  await db.collection('items').createIndex({ x: 1 }, { unique: true, name: 'only' });
  await db.collection<Item>('items').insertOne({ _id: 1, x: 1 });
  const stream = db.watch([], { fullDocumentBeforeChange: 'required' });
  await stream.tryNext();
  const token = stream.resumeToken;
  await db.collection<Item>('items').updateOne({ _id: 1 }, { $set: { x: 2 } });
  await db.collection('items').rename('renamed');
  const [listed] = await db.listCollections({ name: 'renamed' }).toArray();
  await before.db('nulls').command({ insert: 'ids', documents: [{ _id: null }, { _id: 'kept' }] });
  await before.db('nulls').command({ delete: 'ids', deletes: [{ q: { _id: null }, limit: 1 }] });
  const config = await before.db('admin').command({ replSetGetConfig: 1 });
  await before.close();
  await first.close();
  const journal = join(directory, 'journal');
  const whole = statSync(journal).size;
  // The head of a frame and half of what it promises.
  appendFileSync(journal, Buffer.from([100, 0, 0, 0, 1, 2, 3, 4, 5, 6]));
  await using second = await startMongoServer({ directory });
  const after = new MongoClient(second.uri);
  const again = after.db('torn');
  expect(await again.listCollections({ name: 'renamed' }).toArray()).toEqual([listed]);
  expect(await after.db('nulls').collection<{ _id: unknown }>('ids').find().toArray()).toEqual([{ _id: 'kept' }]);
  expect((await after.db('admin').command({ replSetGetConfig: 1 }))['config'].settings).toEqual(config['config'].settings);
  await expect(again.collection<Item>('renamed').insertOne({ _id: 2, x: 2 })).rejects.toMatchObject({ code: 11000 });
  await expect(again.collection<Item>('renamed').insertOne({ _id: 2 })).rejects.toMatchObject({ code: 121 });
  const resumed = again.watch([], { resumeAfter: token, fullDocumentBeforeChange: 'required' });
  expect(await resumed.next()).toMatchObject({ operationType: 'update', fullDocumentBeforeChange: { _id: 1, x: 1 } });
  expect((await resumed.next()).operationType).toBe('rename');
  await resumed.close();
  await after.close();
  // The torn frame is gone: what was written since begins where it stood.
  expect(readFileSync(journal).readUInt32LE(whole)).not.toBe(100);
});

test('a frame whose bytes rotted ends the journal there', async () => {
  const directory = join(folder, 'rotten');
  const first = await startMongoServer({ directory });
  const before = new MongoClient(first.uri);
  await before.db('r').collection<Item>('items').insertOne({ _id: 1 });
  const journal = join(directory, 'journal');
  const whole = statSync(journal).size;
  await before.db('r').collection<Item>('items').insertOne({ _id: 2 });
  await before.close();
  await first.close();
  const bytes = readFileSync(journal);
  bytes[whole + 20] = (bytes[whole + 20] ?? 0) ^ 0xff;
  writeFileSync(journal, bytes);
  await using second = await startMongoServer({ directory });
  const after = new MongoClient(second.uri);
  expect(await after.db('r').collection<Item>('items').find().toArray()).toEqual([{ _id: 1 }]);
  await after.close();
});
