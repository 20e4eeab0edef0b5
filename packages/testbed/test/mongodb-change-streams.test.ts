import { type ChangeStreamDocument, Long, MongoClient, type ResumeToken, Timestamp } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MongoServer, startMongoServer } from '../src/mongodb/index.ts';
import { waitFor } from '../src/wait-for.ts';

let server: MongoServer;
let client: MongoClient;

beforeAll(async () => {
  server = await startMongoServer();
  client = new MongoClient(server.uri);
});

afterAll(async () => {
  await client.close();
  await server.close();
});

type Item = { _id: number; x?: unknown; [field: string]: unknown };

/** The next events of a stream, as many as there are until one passes; tokens must rise. */
async function eventsUntil(
  stream: AsyncIterable<ChangeStreamDocument>,
  isLast: (event: ChangeStreamDocument) => boolean,
): Promise<ChangeStreamDocument[]> {
  const events: ChangeStreamDocument[] = [];
  for await (const event of stream) {
    events.push(event);
    if (isLast(event)) break;
  }
  const tokens = events.map((event) => data(event._id));
  expect(tokens).toEqual([...tokens].sort());
  expect(new Set(tokens).size).toBe(tokens.length);
  return events;
}

function data(token: ResumeToken): string {
  return (token as { _data: string })._data;
}

const kinds = (events: readonly ChangeStreamDocument[]): string[] => events.map((event) => event.operationType);

test('a collection that is dropped ends its stream with an invalidate; resumeAfter it is refused, startAfter goes on', async () => {
  const db = client.db('drop');
  await db.createCollection('one');
  const stream = db.collection('one').watch([], { maxAwaitTimeMS: 50 });
  await stream.tryNext();
  await db.collection<Item>('one').insertOne({ _id: 1 });
  await db.collection('one').drop();
  const events = await eventsUntil(stream, (event) => event.operationType === 'invalidate');
  expect(kinds(events)).toEqual(['insert', 'drop', 'invalidate']);
  const invalidate = events[2]!._id;
  await expect(db.collection('one').watch([], { resumeAfter: invalidate }).next()).rejects.toMatchObject({ code: 260 });
  const behindDrop = db.collection('one').watch([], { resumeAfter: events[1]!._id });
  expect((await behindDrop.next()).operationType).toBe('invalidate');
  await db.collection<Item>('one').insertOne({ _id: 2 });
  const behind = db.collection('one').watch([], { startAfter: invalidate });
  expect(await behind.next()).toMatchObject({ operationType: 'insert', documentKey: { _id: 2 } });
  await behind.close();
});

test('an invalidate that the pipeline holds back ends the stream all the same', async () => {
  const db = client.db('hidden');
  await db.createCollection('one');
  const stream = db.collection('one').watch([{ $match: { operationType: 'insert' } }], { maxAwaitTimeMS: 50 });
  await stream.tryNext();
  await db.collection('one').drop();
  await waitFor(async () => stream.closed || ((await stream.tryNext()) === null && stream.closed), { what: 'the end of the stream' });
  // Its token is that of the invalidate all the same.
  await expect(db.collection('one').watch([], { resumeAfter: stream.resumeToken }).next()).rejects.toMatchObject({ code: 260 });
});

test('a database stream sees renames, drops and dropDatabase, with an invalidate behind it', async () => {
  const db = client.db('all');
  await db.createCollection('one');
  await db.createCollection('two');
  const stream = db.watch();
  await stream.tryNext();
  await db.collection('one').rename('uno');
  await db.dropDatabase();
  const events = await eventsUntil(stream, (event) => event.operationType === 'invalidate');
  expect(kinds(events)).toEqual(['rename', 'drop', 'drop', 'dropDatabase', 'invalidate']);
  expect(events[0]).toMatchObject({ ns: { db: 'all', coll: 'one' }, to: { db: 'all', coll: 'uno' } });
  expect(events[3]).toMatchObject({ ns: { db: 'all' } });
});

test('expanded events show what happens to collections, and only when they are asked for', async () => {
  const db = client.db('expanded');
  const start = await time();
  await db.createCollection('one');
  await db.collection('one').createIndex({ x: 1 });
  await db.command({ collMod: 'one', changeStreamPreAndPostImages: { enabled: true } });
  await db.collection('one').dropIndex('x_1');
  await db.collection<Item>('one').insertOne({ _id: 1 });
  const all = db.watch([], { startAtOperationTime: start, showExpandedEvents: true });
  expect(kinds(await eventsUntil(all, (event) => event.operationType === 'insert'))).toEqual([
    'create',
    'createIndexes',
    'modify',
    'dropIndexes',
    'insert',
  ]);
  const few = db.watch([], { startAtOperationTime: start });
  expect(kinds(await eventsUntil(few, (event) => event.operationType === 'insert'))).toEqual(['insert']);
});

async function time(): Promise<Timestamp> {
  const { operationTime } = await client.db('admin').command({ ping: 1 });
  return operationTime as Timestamp;
}

test('images before and after are there once the collection keeps them; required refuses without', async () => {
  const db = client.db('images');
  await db.createCollection('one');
  await db.collection<Item>('one').insertOne({ _id: 1, x: 1 });
  const start = await time();
  await db.collection<Item>('one').updateOne({ _id: 1 }, { $set: { x: 2 } });
  await db.command({ collMod: 'one', changeStreamPreAndPostImages: { enabled: true } });
  await db.collection<Item>('one').updateOne({ _id: 1 }, { $set: { x: 3 } });
  await db.collection<Item>('one').deleteOne({ _id: 1 });
  const options = { startAtOperationTime: new Timestamp({ t: start.t, i: start.i + 1 }) };
  const available = db.watch([], { ...options, fullDocument: 'whenAvailable', fullDocumentBeforeChange: 'whenAvailable' });
  const events = await eventsUntil(available, (event) => event.operationType === 'delete');
  expect(events[0]).toMatchObject({ operationType: 'update', fullDocument: null, fullDocumentBeforeChange: null });
  expect(events[1]).toMatchObject({ fullDocument: { _id: 1, x: 3 }, fullDocumentBeforeChange: { _id: 1, x: 2 } });
  expect(events[2]).toMatchObject({ operationType: 'delete', fullDocumentBeforeChange: { _id: 1, x: 3 } });
  await expect(db.watch([], { ...options, fullDocumentBeforeChange: 'required' }).next()).rejects.toMatchObject({ code: 47 });
  const lookUp = db.watch([], { ...options, fullDocument: 'updateLookup' });
  // The document is gone meanwhile: that is what a lookup finds.
  expect(await lookUp.next()).toMatchObject({ operationType: 'update', fullDocument: null });
  await lookUp.close();
});

test('the token of an idle stream moves while others write, and goes on behind everything seen', async () => {
  const quiet = client.db('quiet').watch([], { maxAwaitTimeMS: 20 });
  await quiet.tryNext();
  const before = data(quiet.resumeToken);
  await client.db('loud').collection<Item>('one').insertOne({ _id: 1 });
  await waitFor(async () => (await quiet.tryNext()) === null && data(quiet.resumeToken) > before, { what: 'a token that moved' });
  const token = quiet.resumeToken;
  await quiet.close();
  await client.db('quiet').collection<Item>('one').insertOne({ _id: 7 });
  const resumed = client.db('quiet').watch([], { resumeAfter: token });
  expect(await resumed.next()).toMatchObject({ documentKey: { _id: 7 } });
  await resumed.close();
});

test('a token begins with its cluster time', async () => {
  const stream = client.db('token').watch();
  await stream.tryNext();
  await client.db('token').collection<Item>('one').insertOne({ _id: 1 });
  const event = await stream.next();
  const { t, i } = event.clusterTime!;
  expect(data(event._id).slice(0, 18)).toBe(`82${t.toString(16).padStart(8, '0')}${i.toString(16).padStart(8, '0')}`.toUpperCase());
  await stream.close();
});

test('a token that the oplog has forgotten is refused with 286, a made-up one with 260, and no driver tries either again', async () => {
  const db = client.db('forgotten');
  const stream = db.watch();
  await stream.tryNext();
  await db.collection<Item>('one').insertOne({ _id: 1 });
  const { _id: token } = await stream.next();
  await stream.close();
  await db.collection<Item>('one').insertOne({ _id: 2 });
  server.faults.forgetOplog();
  await expect(db.watch([], { resumeAfter: token }).next()).rejects.toMatchObject({
    code: 286,
    errorResponse: { codeName: 'ChangeStreamHistoryLost', errorLabels: ['NonResumableChangeStreamError'] },
  });
  await expect(db.watch([], { resumeAfter: { _data: '82AA' } }).next()).rejects.toMatchObject({ code: 260 });
  await expect(db.watch([], { resumeAfter: { _data: 'no hex' } }).next()).rejects.toMatchObject({ code: 9 });
});

test('a stream that lags behind the oplog is told so', async () => {
  const db = client.db('lagging');
  const stream = db.watch([], { batchSize: 1 });
  await stream.tryNext();
  for (const _id of [1, 2, 3]) await db.collection<Item>('one').insertOne({ _id });
  expect(await stream.next()).toMatchObject({ documentKey: { _id: 1 } });
  server.faults.forgetOplog();
  await expect(stream.next()).rejects.toMatchObject({ code: 286 });
});

test('an event that is too large ends the stream, and is split for one that asks for that', async () => {
  const db = client.db('large');
  await db.createCollection('one', { changeStreamPreAndPostImages: { enabled: true } });
  await db.collection<Item>('one').insertOne({ _id: 1, x: 'a'.repeat(9_000_000) });
  const start = await time();
  await db.collection<Item>('one').updateOne({ _id: 1 }, { $set: { x: 'b'.repeat(9_000_000) } });
  await db.collection<Item>('one').insertOne({ _id: 2 });
  const images = { fullDocument: 'required', fullDocumentBeforeChange: 'required' } as const;
  const options = { ...images, startAtOperationTime: new Timestamp({ t: start.t, i: start.i + 1 }) };
  await expect(db.watch([], options).next()).rejects.toMatchObject({ code: 10334, codeName: 'BSONObjectTooLarge' });
  const split = db.watch([{ $changeStreamSplitLargeEvent: {} }], options);
  const parts = await eventsUntil(split, (event) => event.operationType === 'insert');
  expect(parts.map((part) => part.splitEvent)).toEqual([{ fragment: 1, of: 3 }, { fragment: 2, of: 3 }, { fragment: 3, of: 3 }, undefined]);
  expect(Object.assign({}, ...parts.slice(0, 3))).toMatchObject({ operationType: 'update', documentKey: { _id: 1 } });
  const resumed = db.watch([{ $changeStreamSplitLargeEvent: {} }], { ...images, resumeAfter: parts[0]!._id });
  expect((await resumed.next()).splitEvent).toEqual({ fragment: 2, of: 3 });
  await resumed.close();
});

test('an answer holds 16 MB of events at most, and its token is that of the last of them', async () => {
  const db = client.db('batches');
  const start = await time();
  for (const _id of [1, 2, 3]) await db.collection<Item>('one').insertOne({ _id, x: 'y'.repeat(7_000_000) });
  const pipeline = [{ $changeStream: { startAtOperationTime: new Timestamp({ t: start.t, i: start.i + 1 }) } }];
  const first = await db.command({ aggregate: 1, pipeline, cursor: { batchSize: 10 } });
  const { firstBatch, postBatchResumeToken } = first['cursor'];
  expect(firstBatch.map((event: ChangeStreamDocument) => 'documentKey' in event && event.documentKey._id)).toEqual([1, 2]);
  expect(postBatchResumeToken).toEqual(firstBatch[1]._id);
  const rest = await db.command({ getMore: first['cursor'].id, collection: '$cmd.aggregate' });
  expect(rest['cursor'].nextBatch).toMatchObject([{ documentKey: { _id: 3 } }]);
});

test('what a majority does not have yet is not shown', async () => {
  const db = client.db('held');
  await db.createCollection('one');
  const stream = db.watch([], { maxAwaitTimeMS: 20 });
  await stream.tryNext();
  server.faults.holdMajority();
  await db.collection<Item>('one').insertOne({ _id: 1 }, { writeConcern: { w: 1 } });
  expect(await stream.tryNext()).toBeNull();
  const majority = { readConcern: { level: 'majority' } } as const;
  expect(await db.collection('one').countDocuments({}, majority)).toBe(0);
  expect(await db.collection('one').countDocuments({})).toBe(1);
  const late = db.command({ find: 'one', filter: {}, readConcern: { level: 'majority', afterClusterTime: await time() }, maxTimeMS: 20 });
  await expect(late).rejects.toMatchObject({ code: 50 });
  const waiting = db.command({ find: 'one', filter: {}, readConcern: { level: 'majority', afterClusterTime: await time() } });
  server.faults.releaseMajority();
  expect((await waiting)['cursor'].firstBatch).toEqual([{ _id: 1 }]);
  expect(await stream.next()).toMatchObject({ documentKey: { _id: 1 } });
  await stream.close();
});

test('a pipeline may filter and project events, but not take their _id', async () => {
  const db = client.db('piped');
  const start = await time();
  await db.collection<Item>('one').insertMany([
    { _id: 1, x: 1 },
    { _id: 2, x: 2 },
  ]);
  const options = { startAtOperationTime: start };
  const stream = db.watch([{ $match: { 'fullDocument.x': { $gt: 1 } } }, { $project: { fullDocument: 0 } }], options);
  const event = await stream.next();
  expect(event).toMatchObject({ documentKey: { _id: 2 } });
  expect(event).not.toHaveProperty('fullDocument');
  await stream.close();
  await expect(db.watch([{ $project: { _id: 0 } }], options).next()).rejects.toMatchObject({ code: 280 });
  await expect(db.watch([{ $sort: { _id: 1 } }], options).next()).rejects.toMatchObject({ code: 20 });
  await expect(db.watch([{ $nonsense: {} }], options).next()).rejects.toMatchObject({ code: 40324 });
  await expect(db.aggregate([{ $changeStream: { nonsense: 1 } }]).next()).rejects.toMatchObject({ code: 40415 });
});

test('a transaction is one time, its session and number, and places that sort', async () => {
  const db = client.db('transaction');
  const stream = db.watch();
  await stream.tryNext();
  await client.withSession((session) =>
    session.withTransaction(() =>
      db.collection<Item>('one').insertMany(
        Array.from({ length: 200 }, (_, _id) => ({ _id })),
        { session },
      ),
    ),
  );
  const events = await eventsUntil(stream, (event) => event.operationType === 'insert' && Number(event.documentKey._id) === 199);
  expect(events).toHaveLength(200);
  for (const event of events) expect(event.clusterTime).toEqual(events[0]!.clusterTime);
  expect(events[0]).toMatchObject({ txnNumber: expect.anything(), lsid: { id: expect.anything() } });
  const resumed = db.watch([], { resumeAfter: events[150]!._id });
  expect(await resumed.next()).toMatchObject({ documentKey: { _id: 151 } });
  await resumed.close();
});

test('cluster and collection streams see what is theirs', async () => {
  const cluster = client.watch();
  const one = client.db('scope').collection('one').watch();
  await cluster.tryNext();
  await one.tryNext();
  await client.db('scope').collection<Item>('two').insertOne({ _id: 1 });
  await client.db('scope2').collection<Item>('one').insertOne({ _id: 2 });
  await client
    .db('scope')
    .collection<Item>('one')
    .insertOne({ _id: 3, x: Long.fromNumber(1) });
  expect([await cluster.next(), await cluster.next(), await cluster.next()].map((event) => 'ns' in event && `${event.ns.db}`)).toEqual([
    'scope',
    'scope2',
    'scope',
  ]);
  expect(await one.next()).toMatchObject({ documentKey: { _id: 3 } });
  await cluster.close();
  await one.close();
});
