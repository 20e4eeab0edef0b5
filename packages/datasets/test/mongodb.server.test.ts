import { mongodb } from '@lienthong/adapter-mongodb';
import { type MongoServer, startMongoServer } from '@lienthong/testbed/mongodb';
import { BSON, MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datasetNames, datasets, engines, generateRows, type LegacyTable } from '../src/index.ts';
import { storedRows, wantedRows } from './stored-rows.ts';

const habits = { fonts: 'characters', emptyIsNull: false, moment: (text: string) => `${text.replace(' ', 'T')}.000Z` } as const;

let server: MongoServer;
let client: MongoClient;
beforeAll(async () => {
  server = await startMongoServer();
  client = await new MongoClient(server.uri).connect();
});
afterAll(async () => {
  await client.close();
  await server[Symbol.asyncDispose]();
});

for (const name of datasetNames) {
  it(`${name}: what mongoimport makes of the lines is read by the adapter as it was made`, async () => {
    const { table } = datasets[name];
    const made = [...generateRows(datasets[name], { rows: 520, seed: 14, dirt: 'heavy' })].map(({ row }) => row);
    await create(table);
    const collection = client.db(table.schema).collection(table.name);
    for (const piece of engines.mongodb.load(table, made))
      await collection.insertMany(
        piece
          .trimEnd()
          .split('\n')
          .map((line) => BSON.EJSON.parse(line, { relaxed: false }) as BSON.Document),
      ); // each line is one
    const [host = '', port] = (server.hosts[0] ?? '').split(':');
    const context = {
      applicationName: 'datasets test',
      maxConnections: 1,
      statementTimeoutMs: 30_000,
      signal: AbortSignal.timeout(60_000),
    };
    await using source = await mongodb({ host, port: Number(port), direct: true, database: table.schema }).open(context);
    expect(await storedRows(source, table, ['_id'])).toEqual(wantedRows(table, made, habits));
  });
}

/** As mongosh carries the script out, whose one statement this is. */
async function create(table: LegacyTable): Promise<void> {
  const [statement, ...others] = engines.mongodb
    .schema(table)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('//'));
  const { database, collection } =
    /^db\.getSiblingDB\("(?<database>\w+)"\)\.createCollection\("(?<collection>\w+)"\);$/.exec(statement ?? '')?.groups ?? {};
  if (database === undefined || collection === undefined || others.length > 0) throw new Error('the script has other statements');
  await client.db(database).createCollection(collection);
}
