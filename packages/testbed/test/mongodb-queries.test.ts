import { Binary, Decimal128, type Document, Double, Int32, Long, MaxKey, MinKey, MongoClient, ObjectId, Timestamp } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MongoServer, startMongoServer } from '../src/mongodb/index.ts';

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

/** One id of every type, as MongoDB sorts them. */
const ids: readonly unknown[] = [
  new MinKey(),
  null,
  new Double(Number.NaN),
  new Double(Number.NEGATIVE_INFINITY),
  new Int32(-5),
  Decimal128.fromString('0.5'),
  new Int32(7),
  Long.fromString('9007199254740993'),
  'a',
  'b',
  { k: 1 },
  new Binary(Buffer.from([1]), 0),
  new ObjectId('0123456789abcdef01234567'),
  false,
  true,
  new Date(5),
  new Timestamp({ t: 5, i: 1 }),
  new MaxKey(),
];

interface AnyItem extends Document {
  _id: unknown;
}

/** Places in the list of ids that a filter finds. */
async function places(filter: Document): Promise<number[]> {
  const all = client.db('order').collection<AnyItem>('all');
  const found = await all.find(filter as never, { sort: { _id: 1 } }).toArray();
  return found.map((item) => item['n'] as number);
}

test('ids of all types come in one order, forwards and backwards, and from min to max', async () => {
  const all = client.db('order').collection<AnyItem>('all');
  const shuffled = ids.map((_id, n) => ({ _id, n })).sort((a, b) => ((a.n * 7) % 18) - ((b.n * 7) % 18));
  // By the command itself: the driver would put an ObjectId in the place of null.
  await client.db('order').command({ insert: 'all', documents: shuffled });
  const every = ids.map((_, n) => n);
  expect(await places({})).toEqual(every);
  expect((await all.find({}, { sort: { _id: -1 } }).toArray()).map((item) => item['n'])).toEqual([...every].reverse());
  const range = all
    .find({})
    .hint({ _id: 1 })
    .min({ _id: ids[4] } as never)
    .max({ _id: ids[10] } as never);
  expect((await range.toArray()).map((item) => item['n'])).toEqual([4, 5, 6, 7, 8, 9]);
  const backwards = all.find({}, { sort: { _id: -1 } }).hint({ _id: 1 });
  expect(
    (
      await backwards
        .min({ _id: ids[4] } as never)
        .max({ _id: ids[7] } as never)
        .toArray()
    ).map((item) => item['n']),
  ).toEqual([6, 5, 4]);
  const both = all
    .find({ _id: { $gte: 0, $lte: 7 } } as never)
    .hint({ _id: 1 })
    .max({ _id: 7 } as never);
  expect((await both.toArray()).map((item) => item['n'])).toEqual([5]);
  const bare = client.db('order').command({ find: 'all', min: { _id: 1 } });
  await expect(bare).rejects.toMatchObject({ code: 51173 });
  const sorted = await all.find({}, { sort: { n: -1 }, skip: 2, limit: 3 }).toArray();
  expect(sorted.map((item) => item['n'])).toEqual([15, 14, 13]);
});

test('query operators compare within a type only; $expr compares all types in one order', async () => {
  expect(await places({ _id: { $gt: 0 } })).toEqual([5, 6, 7]);
  expect(await places({ _id: { $lt: 7 } })).toEqual([3, 4, 5]);
  expect(await places({ _id: { $lte: Long.fromString('9007199254740992') } })).toEqual([3, 4, 5, 6]);
  expect(await places({ _id: { $gte: Number.NaN } })).toEqual([2]);
  expect(await places({ _id: { $gte: 'b' } })).toEqual([9]);
  expect(await places({ _id: { $gt: new MinKey() } })).toEqual(ids.map((_, n) => n).slice(1));
  expect(await places({ _id: { $gte: null } })).toEqual([1]);
  expect(await places({ _id: { $in: ['b', 7, 'b', 'absent'] } })).toEqual([6, 9]);
  expect(await places({ _id: { $in: ['b', null, new MinKey()] } })).toEqual([0, 1, 9]);
  expect(await places({ _id: { $in: ['b', 7], $lt: 8 } })).toEqual([6]);
  const literal = (value: unknown): Document => ({ $literal: value });
  expect(await places({ $expr: { $gt: ['$_id', literal(0)] } })).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
  expect(await places({ $expr: { $and: [{ $gte: ['$_id', literal(7)] }, { $lt: ['$_id', literal('b')] }] } })).toEqual([6, 7, 8]);
  expect(await places({ $expr: { $lt: ['$_id', literal(Number.NEGATIVE_INFINITY)] } })).toEqual([0, 1, 2]);
});

test('filters see fields, nested fields and elements of arrays', async () => {
  const items = client.db('filters').collection<{ _id: number; [field: string]: unknown }>('items');
  await items.insertMany([
    { _id: 1, a: 1, o: { b: 1 } },
    { _id: 2, a: [1, 2], o: [{ b: 1 }, { b: 2 }] },
    { _id: 3, a: null, o: [{ c: 1 }, 5] },
    { _id: 4 },
    { _id: 5, a: 'x', o: { b: [1, [2]] } },
  ]);
  const found = async (filter: Document): Promise<number[]> => (await items.find(filter as never).toArray()).map((item) => item._id);
  expect(await found({ a: 1 })).toEqual([1, 2]);
  expect(await found({ a: [1, 2] })).toEqual([2]);
  expect(await found({ a: null })).toEqual([3, 4]);
  expect(await found({ a: { $ne: 1 } })).toEqual([3, 4, 5]);
  expect(await found({ a: { $in: [2, 'x'] } })).toEqual([2, 5]);
  expect(await found({ a: { $nin: [2, 'x', null] } })).toEqual([1]);
  expect(await found({ 'o.b': 2 })).toEqual([2]);
  expect(await found({ 'o.0.b': 1 })).toEqual([2]);
  expect(await found({ 'o.b': null })).toEqual([3, 4]);
  expect(await found({ 'o.b': { $exists: true } })).toEqual([1, 2, 5]);
  expect(await found({ a: { $exists: false } })).toEqual([4]);
  expect(await found({ a: { $type: 'number' } })).toEqual([1, 2]);
  expect(await found({ a: { $type: ['array', 'null'] } })).toEqual([2, 3]);
  expect(await found({ a: { $not: { $gte: 2 } } })).toEqual([1, 3, 4, 5]);
  expect(await found({ $or: [{ a: 'x' }, { _id: { $lt: 2 } }] })).toEqual([1, 5]);
  expect(await found({ $nor: [{ a: 'x' }, { _id: { $lt: 4 } }] })).toEqual([4]);
  expect(await found({ $and: [{ a: { $gt: 0 } }, { a: { $lt: 2 } }] })).toEqual([1, 2]);
  expect(await found({ $expr: { $eq: ['$a', null] } })).toEqual([3]);
  expect(await found({ $expr: { $lt: ['$a', null] } })).toEqual([4]);
});

test('projections include, exclude, and reach into arrays', async () => {
  const items = client.db('projections').collection<{ _id: number; [field: string]: unknown }>('items');
  await items.insertOne({ _id: 1, a: 1, o: { b: 1, c: 2 }, list: [{ b: 1, c: 2 }, 5] });
  const project = (projection: Document): Promise<unknown> => items.findOne({}, { projection });
  expect(await project({ 'o.b': 1, list: 1, _id: 0 })).toEqual({ o: { b: 1 }, list: [{ b: 1, c: 2 }, 5] });
  expect(await project({ 'list.b': 1 })).toEqual({ _id: 1, list: [{ b: 1 }] });
  expect(await project({ 'list.b': 0, o: 0 })).toEqual({ _id: 1, a: 1, list: [{ c: 2 }, 5] });
  expect(await project({ _id: 1 })).toEqual({ _id: 1 });
  expect(await project({ _id: 0 })).not.toHaveProperty('_id');
  await expect(project({ a: 1, o: 0 })).rejects.toMatchObject({ code: 31254 });
});

interface UpdatedItem extends Document {
  readonly _id: number;
  readonly a?: number;
  readonly n?: number;
  readonly fresh?: string | number;
}

test('updates set, count, push, rename and take away, and describe what they did', async () => {
  const db = client.db('updates');
  const items = db.collection<UpdatedItem>('items');
  await items.insertOne({ _id: 1, n: 2147483647, list: [1, 2], o: { p: 1 }, old: 'x' });
  const stream = db.watch();
  await stream.tryNext();
  await items.updateOne({ _id: 1 }, {
    $inc: { n: 1 },
    $push: { list: { $each: [3, 4] } },
    $set: { 'o.q.r': 1 },
    $rename: { old: 'fresh' },
    $unset: { 'o.p': '' },
  } as never);
  expect(await items.findOne({ _id: 1 }, { promoteLongs: false })).toEqual({
    _id: 1,
    n: Long.fromNumber(2147483648),
    list: [1, 2, 3, 4],
    o: { q: { r: 1 } },
    fresh: 'x',
  });
  expect(await stream.next()).toMatchObject({
    updateDescription: {
      updatedFields: { fresh: 'x', 'list.2': 3, 'list.3': 4, n: 2147483648, 'o.q.r': 1 },
      removedFields: ['o.p', 'old'],
    },
  });
  await stream.close();
  expect(await items.updateOne({ _id: 1 }, { $set: { fresh: 'x' } })).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
  expect(await items.updateMany({}, { $set: { all: 1 } })).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
  const upserted = await items.updateOne({ _id: 2, kind: 'k' }, { $set: { a: 1 }, $setOnInsert: { b: 2 } }, { upsert: true });
  expect(upserted).toMatchObject({ upsertedId: 2, upsertedCount: 1 });
  expect(await items.findOne({ _id: 2 })).toEqual({ _id: 2, kind: 'k', a: 1, b: 2 });
  await expect(items.updateOne({ _id: 1 }, { $set: { _id: 5 } })).rejects.toMatchObject({ code: 66 });
  await expect(items.updateOne({ _id: 1 }, { $set: { o: 1, 'o.q': 1 } })).rejects.toMatchObject({ code: 40 });
  await expect(items.updateOne({ _id: 1 }, { $set: { 'fresh.x': 1 } })).rejects.toMatchObject({ code: 28 });
  await expect(items.updateOne({ _id: 1 }, { $inc: { fresh: 1 } })).rejects.toMatchObject({ code: 14 });
  expect(await items.findOneAndUpdate({ _id: 2 }, { $inc: { a: 1 } }, { returnDocument: 'after' })).toMatchObject({ a: 2 });
  expect(await items.findOneAndDelete({ kind: 'k' })).toMatchObject({ _id: 2 });
  expect(await items.deleteMany({})).toMatchObject({ deletedCount: 1 });
});

test('what is not known is refused by its name, and what only a real server knows is refused as not built', async () => {
  const db = client.db('refused');
  await db.collection('items').insertOne({ x: 1 });
  const code = async (command: Document): Promise<unknown> =>
    db.command(command).then(
      () => 'accepted',
      (error: { code: number }) => error.code,
    );
  expect(await code({ nonsense: 1 })).toBe(59);
  expect(await code({ find: 'items', nonsense: 1 })).toBe(40415);
  expect(await code({ find: 'items', filter: { x: { $nonsense: 1 } } })).toBe(2);
  expect(await code({ find: 'items', filter: { $nonsense: 1 } })).toBe(2);
  expect(await code({ find: 'items', filter: { x: { $regex: 'a' } } })).toBe(238);
  expect(await code({ find: 'items', sort: { x: 2 } })).toBe(15975);
  expect(await code({ find: 'items', hint: 'missing' })).toBe(2);
  expect(await code({ aggregate: 'items', pipeline: [], cursor: {}, hint: { missing: 1 } })).toBe(2);
  expect(await code({ count: 'items', hint: 'missing' })).toBe(2);
  expect(await code({ find: 'items', filter: 5 })).toBe(14);
  expect(await code({ find: 'items', readConcern: { level: 'linearizable' } })).toBe(9);
  expect(await code({ aggregate: 'items', pipeline: [{ $nonsense: 1 }], cursor: {} })).toBe(40324);
  expect(await code({ aggregate: 'items', pipeline: [{ $lookup: {} }], cursor: {} })).toBe(238);
  expect(await code({ aggregate: 'items', pipeline: [] })).toBe(9);
  expect(await code({ update: 'items', updates: [{ q: {}, u: { $nonsense: { a: 1 } } }] })).toBe('accepted');
  await expect(db.collection('items').updateOne({}, { $nonsense: { a: 1 } } as never)).rejects.toMatchObject({ code: 9 });
  expect(await code({ find: 'absent', filter: { x: { $nonsense: 1 } } })).toBe(2);
});

test('one answer holds no more than 16 MB of documents', async () => {
  const items = client.db('sizes').collection<{ _id: number; x: string }>('items');
  for (let _id = 0; _id < 5; _id++) await items.insertOne({ _id, x: 'y'.repeat(7_000_000) });
  const first = await client.db('sizes').command({ find: 'items', batchSize: 5 });
  expect(first['cursor'].firstBatch).toHaveLength(2);
  expect((await items.find().toArray()).map((item) => item._id)).toEqual([0, 1, 2, 3, 4]);
  const tooLarge = client
    .db('sizes')
    .command({ update: 'items', updates: [{ q: { _id: 0 }, u: { $set: { z: 'y'.repeat(10_000_000) } } }] });
  expect((await tooLarge)['writeErrors']).toMatchObject([{ index: 0, code: 10334 }]);
});

test('an ordered insert stops at the first failure, an unordered one goes on, an unacknowledged one says nothing', async () => {
  const items = client.db('bulk').collection<{ _id: number }>('items');
  const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
  await expect(items.insertMany(documents)).rejects.toMatchObject({ code: 11000, insertedCount: 1 });
  await expect(items.insertMany([{ _id: 1 }, { _id: 3 }], { ordered: false })).rejects.toMatchObject({ insertedCount: 1 });
  await items.insertOne({ _id: 4 }, { writeConcern: { w: 0 } });
  expect(await items.countDocuments()).toBe(3);
});

test('aggregations group, count and sort', async () => {
  const items = client.db('groups').collection<{ _id: number; k: string; n: number }>('items');
  await items.insertMany([1, 2, 3, 4, 5].map((n) => ({ _id: n, k: n % 2 === 0 ? 'even' : 'odd', n })));
  const groups = items.aggregate([
    { $group: { _id: '$k', sum: { $sum: '$n' }, least: { $min: '$n' }, most: { $max: '$n' }, first: { $first: '$n' } } },
    { $sort: { _id: 1 } },
  ]);
  expect(await groups.toArray()).toEqual([
    { _id: 'even', sum: 6, least: 2, most: 4, first: 2 },
    { _id: 'odd', sum: 9, least: 1, most: 5, first: 1 },
  ]);
  expect(await items.aggregate([{ $match: { n: { $gt: 1 } } }, { $skip: 1 }, { $limit: 2 }, { $count: 'c' }]).toArray()).toEqual([
    { c: 2 },
  ]);
  expect(await items.aggregate([{ $collStats: { count: {} } }]).toArray()).toMatchObject([{ count: 5 }]);
  const sample = await items.aggregate([{ $sample: { size: 3 } }]).toArray();
  expect(new Set(sample.map((item) => item['_id'])).size).toBe(3);
});
