import { once } from 'node:events';
import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { startMongoServer } from '../src/mongodb/index.ts';
import { waitFor } from '../src/wait-for.ts';

type Item = { _id: number; x?: number };

test('after a step-down another member leads; the driver finds it, its writes and its stream go on', async () => {
  await using server = await startMongoServer({ members: 3 });
  const client = new MongoClient(server.uri, { heartbeatFrequencyMS: 500 });
  const items = client.db('d').collection<Item>('items');
  await items.insertOne({ _id: 1 });
  const stream = client.db('d').watch([], { maxAwaitTimeMS: 50 });
  await stream.tryNext();
  const cursor = items.find({}, { batchSize: 1 });
  await items.insertOne({ _id: 2 });
  await cursor.next();
  const before = await primaryOf(client);
  server.faults.stepDown();
  await items.insertOne({ _id: 3 });
  expect(await primaryOf(client)).not.toBe(before);
  expect([await stream.next(), await stream.next()].map((event) => 'documentKey' in event && event.documentKey._id)).toEqual([2, 3]);
  // A cursor of the old primary is gone.
  await expect(cursor.next()).rejects.toMatchObject({ code: 43 });
  await client.close();
});

async function primaryOf(client: MongoClient): Promise<string> {
  return (await client.db('admin').command({ hello: 1 }))['me'];
}

test('a single member that stepped down refuses writes with 10107 and reads with 13435, until it steps up', async () => {
  await using server = await startMongoServer();
  const direct = new MongoClient(`mongodb://${server.hosts[0]}/?directConnection=true`, { retryWrites: false, retryReads: false });
  const items = direct.db('d').collection<Item>('items');
  await items.insertOne({ _id: 1 });
  server.faults.stepDown();
  const insert = { insert: 'items', documents: [{ _id: 2 }] };
  await expect(direct.db('d').command(insert)).rejects.toMatchObject({ code: 10107, codeName: 'NotWritablePrimary' });
  await expect(direct.db('d').command({ find: 'items', $readPreference: { mode: 'primary' } })).resolves.toBeTruthy();
  expect(await items.find({}, { readPreference: 'secondary' }).toArray()).toEqual([{ _id: 1 }]);
  server.faults.stepUp();
  await direct.db('d').command(insert);
  await direct.close();
});

test('what runs when its member steps down is interrupted with 11602, and a stream may resume upon that', async () => {
  await using server = await startMongoServer({ members: 2 });
  const client = new MongoClient(server.uri, { monitorCommands: true });
  const stream = client.db('d').watch([], { maxAwaitTimeMS: 20_000 });
  const waiting = once(client, 'commandStarted');
  const next = stream.next();
  await waiting;
  await waitFor(async () => (await running(client)).includes('getMore'), { what: 'a getMore that waits' });
  const failed = once(client, 'commandFailed');
  server.faults.stepDown();
  const [{ failure }] = await failed;
  expect(failure).toMatchObject({ code: 11602, codeName: 'InterruptedDueToReplStateChange' });
  expect(failure.hasErrorLabel('ResumableChangeStreamError')).toBe(true);
  // A hello that was on its way may still name the old primary, and the driver tries again only once.
  await waitFor(() => client.db('d').collection<Item>('items').insertOne({ _id: 1 }), { what: 'a write to the new primary' });
  expect((await next).operationType).toBe('insert');
  await stream.close();
  await client.close();
});

/** Names of the commands that run now. */
async function running(client: MongoClient): Promise<readonly string[]> {
  const found = await client
    .db('admin')
    .aggregate([{ $currentOp: { allUsers: true } }])
    .toArray();
  return found.flatMap((operation) => Object.keys(operation['command'] ?? {}));
}

test('a write that waited for a transaction when its member stepped down is carried out once, by the new primary', async () => {
  await using server = await startMongoServer({ members: 2 });
  const client = new MongoClient(server.uri, { monitorCommands: true, heartbeatFrequencyMS: 500 });
  const items = client.db('d').collection<Item>('items');
  await items.insertOne({ _id: 1, x: 0 });
  const session = client.startSession();
  session.startTransaction();
  await items.updateOne({ _id: 1 }, { $set: { x: 100 } }, { session });
  const waiting = items.updateOne({ _id: 1 }, { $inc: { x: 1 } });
  await waitFor(async () => (await running(client)).includes('update'), { what: 'the update that waits' });
  const failed = once(client, 'commandFailed');
  server.faults.stepDown();
  const [{ failure }] = await failed;
  expect(failure).toMatchObject({ code: 11602 });
  expect(failure.hasErrorLabel('RetryableWriteError')).toBe(true);
  expect(await waiting).toMatchObject({ modifiedCount: 1 });
  expect(await items.findOne({ _id: 1 })).toEqual({ _id: 1, x: 1 });
  await session.abortTransaction();
  await session.endSession();
  await client.close();
});

test('a command fails as often as it is told, with its labels, and says when it has', async () => {
  await using server = await startMongoServer();
  const client = new MongoClient(server.uri);
  const items = client.db('d').collection<Item>('items');
  const happened = server.faults.failCommand(
    'find',
    { code: 91, codeName: 'ShutdownInProgress', message: 'The server is in quiesce mode' },
    2,
  );
  // The driver tries a read again once: the second failure is the application's.
  await expect(items.findOne()).rejects.toMatchObject({ code: 91 });
  await happened;
  expect(server.faults.happened('find')).toBe(2);
  expect(await items.findOne()).toBeNull();
  const written = server.faults.failCommand('insert', { code: 10107, codeName: 'NotWritablePrimary', message: 'not primary' }, 1);
  await items.insertOne({ _id: 1 });
  await written;
  await client.close();
});

test('an error that names its labels carries no others', async () => {
  await using server = await startMongoServer();
  const client = new MongoClient(server.uri);
  const happened = server.faults.failCommand(
    'insert',
    { code: 10107, codeName: 'NotWritablePrimary', message: 'not primary', labels: [] },
    1,
  );
  // Without the label of a retryable write the driver does not try again.
  await expect(client.db('d').collection<Item>('items').insertOne({ _id: 1 })).rejects.toMatchObject({ code: 10107 });
  await happened;
  await client.close();
});

test('a write that asks for the majority waits for it, no longer than it allows', async () => {
  await using server = await startMongoServer();
  const client = new MongoClient(server.uri);
  const items = client.db('d').collection<Item>('items');
  server.faults.holdMajority();
  const limited = items.insertOne({ _id: 1 }, { writeConcern: { w: 'majority', wtimeoutMS: 20 } });
  await expect(limited).rejects.toMatchObject({ code: 64 });
  let answered = false;
  const waiting = items.insertOne({ _id: 2 }, { writeConcern: { w: 'majority' } }).then(() => {
    answered = true;
  });
  await waitFor(async () => (await items.countDocuments({})) === 2, { what: 'the second document' });
  expect(answered).toBe(false);
  server.faults.releaseMajority();
  await waiting;
  await client.close();
});

test('a connection that is closed in place of the answer makes the driver ask again, and nothing is written twice', async () => {
  await using server = await startMongoServer();
  const client = new MongoClient(server.uri);
  const items = client.db('d').collection<Item>('items');
  await items.insertOne({ _id: 1, x: 0 });
  const dropped = server.faults.dropOn('update', 1);
  await items.updateOne({ _id: 1 }, { $inc: { x: 1 } });
  await dropped;
  expect(await items.findOne({ _id: 1 })).toEqual({ _id: 1, x: 1 });
  await client.close();
});

test('a delayed command meets its time limit', async () => {
  await using server = await startMongoServer();
  const client = new MongoClient(server.uri);
  server.faults.delayCommand('find', 60_000);
  await expect(client.db('d').collection('items').findOne({}, { maxTimeMS: 20 })).rejects.toMatchObject({ code: 50 });
  server.faults.clear();
  expect(await client.db('d').collection('items').findOne({})).toBeNull();
  await client.close();
});
