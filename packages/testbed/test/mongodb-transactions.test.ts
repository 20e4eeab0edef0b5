import { Long, MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MongoServer, startMongoServer } from '../src/mongodb/index.ts';

let server: MongoServer;
let client: MongoClient;

beforeAll(async () => {
  server = await startMongoServer();
  client = new MongoClient(server.uri, { appName: 'transactions' });
});

afterAll(async () => {
  await client.close();
  await server.close();
});

type Item = { _id: number; x: number };

test('a transaction reads what was there when it began, and its own writes', async () => {
  const items = client.db('snapshot').collection<Item>('items');
  await items.insertMany([1, 2, 3].map((_id) => ({ _id, x: 0 })));
  const session = client.startSession();
  session.startTransaction();
  expect(await items.countDocuments({}, { session })).toBe(3);
  await items.updateOne({ _id: 1 }, { $set: { x: 9 } });
  await items.deleteOne({ _id: 2 });
  await items.insertOne({ _id: 4, x: 0 });
  await items.insertOne({ _id: 5, x: 5 }, { session });
  const inside = await items.find({}, { session }).sort({ _id: -1 }).toArray();
  expect(inside).toEqual([
    { _id: 5, x: 5 },
    { _id: 3, x: 0 },
    { _id: 2, x: 0 },
    { _id: 1, x: 0 },
  ]);
  expect((await items.find().toArray()).map((item) => item._id)).toEqual([1, 3, 4]);
  await session.commitTransaction();
  expect((await items.find().toArray()).map((item) => item._id)).toEqual([1, 3, 4, 5]);
  await session.endSession();
});

test('who writes what another wrote meanwhile is refused with 112 and may try again', async () => {
  const items = client.db('conflict').collection<Item>('items');
  await items.insertOne({ _id: 1, x: 0 });
  const session = client.startSession();
  session.startTransaction();
  await items.findOne({ _id: 1 }, { session });
  await items.updateOne({ _id: 1 }, { $inc: { x: 1 } });
  const refused = await items.updateOne({ _id: 1 }, { $inc: { x: 1 } }, { session }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 112, codeName: 'WriteConflict' });
  expect((refused as { hasErrorLabel(label: string): boolean }).hasErrorLabel('TransientTransactionError')).toBe(true);
  // It ended the transaction.
  await expect(items.findOne({ _id: 1 }, { session })).rejects.toMatchObject({ code: 251 });
  await session.abortTransaction();
  await session.withTransaction(() => items.updateOne({ _id: 1 }, { $inc: { x: 1 } }, { session }));
  expect(await items.findOne({ _id: 1 })).toEqual({ _id: 1, x: 2 });
  await session.endSession();
});

test('a write outside waits for the transaction that holds the document', async () => {
  const items = client.db('held').collection<Item>('items');
  await items.insertOne({ _id: 1, x: 0 });
  const session = client.startSession();
  session.startTransaction();
  await items.updateOne({ _id: 1 }, { $set: { x: 5 } }, { session });
  const waiting = items.updateOne({ _id: 1 }, { $inc: { x: 1 } });
  await session.commitTransaction();
  await waiting;
  expect(await items.findOne({ _id: 1 })).toEqual({ _id: 1, x: 6 });
  await session.endSession();
});

test('an open transaction is listed, with its session and when it began', async () => {
  const items = client.db('listed').collection<Item>('items');
  await items.insertOne({ _id: 1, x: 0 });
  const session = client.startSession();
  session.startTransaction();
  await items.findOne({}, { session });
  const found = await client
    .db('admin')
    .aggregate([
      { $currentOp: { allUsers: true, idleSessions: true } },
      { $match: { type: 'idleSession', 'transaction.parameters.autocommit': false } },
    ])
    .toArray();
  expect(found).toMatchObject([{ appName: 'transactions', transaction: { startWallClockTime: expect.any(String) } }]);
  const idle = await client
    .db('admin')
    .aggregate([{ $currentOp: { allUsers: true, idleConnections: true, idleSessions: false } }])
    .toArray();
  expect(idle.filter((operation) => operation['appName'] === 'transactions').length).toBe(server.connections('transactions'));
  await session.abortTransaction();
  await session.endSession();
});

test('what belongs to no transaction is refused', async () => {
  const lsid = { id: new (await import('bson')).UUID() };
  const part = { find: 'items', lsid, txnNumber: Long.fromNumber(3), autocommit: false };
  await expect(client.db('none').command(part)).rejects.toMatchObject({ code: 251 });
  const session = client.startSession();
  session.startTransaction();
  await expect(client.db('none').command({ create: 'x' }, { session })).rejects.toMatchObject({ code: 263 });
  await session.abortTransaction().catch(() => undefined);
  await session.endSession();
});
