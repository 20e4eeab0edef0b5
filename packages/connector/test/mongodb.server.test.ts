import { type MongodbInput, mongodb } from '@lienthong/adapter-mongodb';
import type { Mapping } from '@lienthong/core';
import { type MongoServer, startMongoServer } from '@lienthong/testbed/mongodb';
import { type Collection, type Db, Decimal128, Int32, MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { type ConnectorOptions, createConnector, type DatasetOptions, type ReadOptions } from '../src/index.ts';
import { never } from './connect.ts';
import { citizens, dataset } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { platformRows, type World } from './world.ts';

const newWorld = sourceServer();

const mapping: Mapping = {
  properties: {
    id: { column: '_id', cast: true },
    name: { column: 'ho_ten.day_du', encoding: 'tcvn3', readAs: 'latin1' },
    born: { column: 'ngay_sinh', dates: ['dd/MM/yyyy'] },
    income: { column: 'thu_nhap' },
    updatedAt: { column: 'cap_nhat_luc' },
  },
};

interface Citizen {
  readonly _id: Int32 | number;
  readonly [field: string]: unknown;
}

/** As a program of the time kept a citizen: the name as its TCVN3 font showed it. */
function citizen(id: number, more: Readonly<Record<string, unknown>> = {}): Citizen {
  return {
    _id: new Int32(id),
    ho_ten: { day_du: `NguyÔn V¨n ${id}` },
    ngay_sinh: '03/02/1990',
    thu_nhap: Decimal128.fromString(`${id % 1_000}.25`),
    cap_nhat_luc: new Date(Date.UTC(2026, 0, 1, 0, 0, id, 123)),
    ...more,
  };
}

function expected(ids: readonly number[]): readonly string[] {
  return ids.map((id) => {
    const at = new Date(Date.UTC(2026, 0, 1, 0, 0, id)).toISOString().slice(0, 19).replace('T', ' ');
    return `${id}|Nguyễn Văn ${id}|1990-02-03|${id % 1_000}.25|${at}.123000`;
  });
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test.each<ReadOptions>([{ kind: 'snapshot' }, { kind: 'incremental', watermark: 'cap_nhat_luc', settleSeconds: 0 }])(
  'MongoDB publishes nested fields, legacy texts and decimals: $kind',
  async (read) => {
    await using world = await newWorld();
    await using source = await openMongo();
    await source.citizens.insertMany(range(1, 3_000).map((id) => citizen(id)));
    const options = optionsOf(world, source, read);
    const first = await createConnector(options).run(never, { once: true });
    expect(first.datasets).toMatchObject([{ dataset, rowsRead: 3_000, rejected: 0, failure: undefined }]);
    expect(await platformRows(world, dataset)).toEqual(expected(range(1, 3_000)));
    await source.citizens.insertMany(range(3_001, 3_050).map((id) => citizen(id)));
    await createConnector(options).run(never, { once: true });
    expect(await platformRows(world, dataset)).toEqual(expected(range(1, 3_050)));
  },
);

test('G-01, G-24: MongoDB is followed behind a snapshot, and the platform holds what the collection holds', async () => {
  await using world = await newWorld();
  await using source = await openMongo();
  await source.citizens.insertMany(range(1, 3_000).map((id) => citizen(id)));
  const options = optionsOf(world, source, { kind: 'changes' });
  const first = await createConnector(options).run(never, { once: true });
  expect(first.datasets).toMatchObject([{ dataset, rowsRead: 3_000, rejected: 0, phase: 'following', failure: undefined }]);
  await source.citizens.updateMany({ _id: { $lte: 5 } }, { $set: { thu_nhap: Decimal128.fromString('0.25') } });
  await source.citizens.deleteMany({ _id: { $gte: 6, $lte: 10 } });
  await source.citizens.insertMany(range(3_001, 3_050).map((id) => citizen(id)));
  const second = await createConnector(options).run(never, { once: true });
  expect(second.datasets[0]).toMatchObject({ rowsRead: 60, failure: undefined });
  const wanted = expected([...range(1, 5), ...range(11, 3_050)]).map((row, index) =>
    index < 5 ? row.replace(/[|]\d+[.]25/, '|0.25') : row,
  );
  expect(await platformRows(world, dataset)).toEqual(wanted);
});

test('a value of another type than its column becomes a dead letter that names both types, and is mended by the source', async () => {
  await using world = await newWorld();
  await using source = await openMongo();
  await source.citizens.insertMany(range(1, 100).map((id) => citizen(id)));
  // What the sample shows is what the column holds: those few are looked at as the others are.
  const options = optionsOf(world, source, { kind: 'changes' }, { columns: { cong_dan: { ngay_sinh: 'string' } } });
  await source.citizens.updateOne({ _id: 7 }, { $set: { ngay_sinh: 19_900_203 } });
  const connector = createConnector(options);
  const reasons: string[] = [];
  connector.on('record-rejected', (event) => void reasons.push(JSON.stringify(event)));
  const first = await connector.run(never, { once: true });
  expect(first.datasets[0]).toMatchObject({ rejected: 1, failure: undefined });
  expect(reasons.join()).not.toContain('19900203');
  expect(await platformRows(world, dataset)).toEqual(expected([...range(1, 6), ...range(8, 100)]));
  await source.citizens.updateOne({ _id: 7 }, { $set: { ngay_sinh: '03/02/1990' } });
  const second = await createConnector(options).run(never, { once: true });
  expect(second.datasets[0]).toMatchObject({ rowsRead: 1, rejected: 0, failure: undefined });
  expect(await platformRows(world, dataset)).toEqual(expected(range(1, 100)));
});

test('AC-MO-1: an oplog that forgot what the connector missed stops the dataset, and a new epoch mends it', async () => {
  await using world = await newWorld();
  await using source = await openMongo();
  await source.citizens.insertMany(range(1, 50).map((id) => citizen(id)));
  const options = optionsOf(world, source, { kind: 'changes' });
  await createConnector(options).run(never, { once: true });
  await source.citizens.deleteOne({ _id: 1 });
  await source.citizens.insertMany(range(51, 90).map((id) => citizen(id)));
  source.server.faults.forgetOplog(1);
  await expect(createConnector(options).run(never, { once: true })).rejects.toMatchObject({ code: 'SOURCE_HISTORY_LOST' });
  expect(await platformRows(world, dataset)).toEqual(expected(range(1, 50)));
  await createConnector(options).run(never, { once: true, newEpoch: [dataset] });
  expect(await platformRows(world, dataset)).toEqual(expected(range(2, 90)));
});

interface MongoSource extends AsyncDisposable {
  readonly server: MongoServer;
  readonly db: Db;
  readonly citizens: Collection<Citizen>;
  readonly input: MongodbInput;
}

async function openMongo(): Promise<MongoSource> {
  const server = await startMongoServer();
  const client = new MongoClient(server.uri);
  const db = client.db('ho_tich');
  const [host = '', port = ''] = (server.hosts[0] ?? '').split(':');
  return {
    ...{ server, db, citizens: db.collection<Citizen>('cong_dan'), input: { host, port: Number(port), database: 'ho_tich' } },
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await server.close();
    },
  };
}

function optionsOf(world: World, { input }: MongoSource, read: ReadOptions, more: Partial<MongodbInput> = {}): ConnectorOptions {
  const datasets: readonly DatasetOptions[] = [{ ...citizens, from: 'cong_dan', mapping, read }];
  const limits = { rowsPerRange: 500, batchRows: 200, heartbeatMs: 100 };
  return world.options(datasets, { source: { name: 'ho-tich', adapter: mongodb({ ...input, ...more }), limits } });
}
