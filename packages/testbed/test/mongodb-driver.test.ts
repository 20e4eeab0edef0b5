import { once } from 'node:events';
import { Decimal128, Long, MongoClient, type MongoServerError } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MongoServer, startMongoServer } from '../src/mongodb/index.ts';

let server: MongoServer;
let client: MongoClient;

beforeAll(async () => {
  server = await startMongoServer({ users: { app: { password: 's3cret' } } });
  client = new MongoClient(server.uri, { auth: { username: 'app', password: 's3cret' }, appName: 'driver-test' });
  await client.connect();
});

afterAll(async () => {
  await client.close();
  await server.close();
});

test('documents go in and come out, with every cursor batch', async () => {
  const people = client.db('go').collection<{ _id: number; text: string; amount: Decimal128; long: Long }>('people');
  const documents = Array.from({ length: 2500 }, (_, index) => ({
    _id: index,
    text: `person ${index}`,
    amount: Decimal128.fromString(`${index}.25`),
    long: Long.fromString('9007199254740993'),
  }));
  await people.insertMany(documents);
  const read = await people.find({}, { batchSize: 300, promoteLongs: false }).sort({ _id: 1 }).toArray();
  expect(read).toEqual(documents);
  expect(await people.countDocuments({ _id: { $gte: 10, $lt: 20 } })).toBe(10);
  expect(await people.estimatedDocumentCount()).toBe(2500);
  expect(
    await people
      .find()
      .min({ _id: 5 })
      .max({ _id: 8 })
      .hint({ _id: 1 })
      .map((person) => person._id)
      .toArray(),
  ).toEqual([5, 6, 7]);
  expect(
    await people
      .aggregate([{ $match: { _id: { $lt: 100 } } }, { $sample: { size: 7 } }, { $sort: { _id: 1 } }, { $project: { _id: 1 } }])
      .toArray(),
  ).toHaveLength(7);
});

test('a duplicate key is refused with 11000', async () => {
  const people = client.db('dup').collection<{ _id: number }>('people');
  await people.insertOne({ _id: 1 });
  const error = await people.insertOne({ _id: 1 }).catch((thrown: unknown) => thrown as MongoServerError);
  expect(error).toMatchObject({ code: 11000 });
});

test('a change stream shows insert, update, replace and delete, and resumes behind each', async () => {
  const things = client.db('events').collection<{ _id: number; n?: number; list?: number[]; [field: string]: unknown }>('things');
  const stream = client.db('events').watch([], { fullDocument: 'updateLookup' });
  const first = stream.next();
  await things.insertOne({ _id: 1, x: { y: 1 }, n: 1, list: [1] });
  await things.updateOne({ _id: 1 }, { $set: { 'x.y': 2 }, $unset: { n: '' }, $inc: { k: 3 }, $push: { list: 2 } } as never); // the driver's types know no $push into an optional array
  await things.replaceOne({ _id: 1 }, { z: 1 });
  await things.deleteOne({ _id: 1 });
  const events = [await first, await stream.next(), await stream.next(), await stream.next()];
  expect(events.map((event) => event.operationType)).toEqual(['insert', 'update', 'replace', 'delete']);
  expect(events[1]).toMatchObject({
    documentKey: { _id: 1 },
    updateDescription: { updatedFields: { k: 3, 'list.1': 2, 'x.y': 2 }, removedFields: ['n'], truncatedArrays: [] },
  });
  await stream.close();
  const resumed = client.db('events').watch([], { resumeAfter: events[1]!._id });
  expect((await resumed.next()).operationType).toBe('replace');
  expect((await resumed.next()).operationType).toBe('delete');
  await resumed.close();
});

test('a driver that is cut off resumes its stream by itself', async () => {
  const things = client.db('cut').collection<{ _id: number }>('things');
  const stream = things.watch();
  await stream.tryNext();
  await things.insertOne({ _id: 1 });
  expect((await stream.next()).operationType).toBe('insert');
  expect(server.connections('driver-test')).toBeGreaterThan(0);
  // A write in the moment of the cut would meet a bare ECONNRESET of the socket, which the driver does not try again.
  const noticed = once(client, 'connectionClosed');
  server.cut('driver-test');
  await noticed;
  await things.insertOne({ _id: 2 });
  expect(await stream.next()).toMatchObject({ documentKey: { _id: 2 } });
  await stream.close();
});

test('a transaction is seen by nobody before its commit, and by all at one time then', async () => {
  const db = client.db('txn');
  await db.createCollection('a');
  await db.createCollection('b');
  const stream = db.watch();
  await stream.tryNext();
  await client.withSession((session) =>
    session.withTransaction(async () => {
      await db.collection('a').insertOne({ t: 1 }, { session });
      await db.collection('b').insertOne({ t: 2 }, { session });
      expect(await db.collection('a').countDocuments({})).toBe(0);
      expect(await db.collection('a').countDocuments({}, { session })).toBe(1);
    }),
  );
  const [a, b] = [await stream.next(), await stream.next()];
  expect(a.clusterTime).toEqual(b.clusterTime);
  expect([a, b].map((event) => event.operationType === 'insert' && event.ns.coll)).toEqual(['a', 'b']);
  await stream.close();
});

test('collections, indexes and databases are listed', async () => {
  const db = client.db('lists');
  await db.createCollection('one', { validator: { $jsonSchema: { bsonType: 'object', required: ['x'] } } });
  await db.collection('one').createIndex({ x: 1 }, { unique: true });
  expect(await db.listCollections({ name: 'one' }).toArray()).toMatchObject([
    { name: 'one', type: 'collection', info: { readOnly: false } },
  ]);
  expect((await db.collection('one').indexes()).map((index) => index['name'])).toEqual(['_id_', 'x_1']);
  await expect(db.collection('one').insertOne({ y: 1 })).rejects.toMatchObject({ code: 121 });
  await db.collection('one').insertOne({ x: 1 });
  await expect(db.collection('one').insertOne({ x: 1 })).rejects.toMatchObject({ code: 11000 });
  expect((await client.db().admin().listDatabases()).databases.map(({ name }) => name)).toContain('lists');
});

test('a wrong password is refused', async () => {
  const wrong = new MongoClient(server.uri, { auth: { username: 'app', password: 'wrong' } });
  await expect(wrong.connect()).rejects.toMatchObject({ code: 18 });
  await wrong.close();
});
