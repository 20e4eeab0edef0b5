import { randomBytes } from 'node:crypto';
import { startMongoServer } from '@lienthong/testbed/mongodb';
import { MongoClient } from 'mongodb';
import { mongodbTable } from '../proof/mongodb-table.ts';
import type { LegacyDatabase } from './legacy-database.ts';
import { type CitizenCollection, mongodbClerk } from './mongodb-clerk.ts';
import { type LegacyPersons, loadLegacyPersons } from './mongodb-persons.ts';

const version = '7.0.14';
const user = 'ho_tich';
const documentsPerInsert = 1_000;

/** Starts our own server that speaks MongoDB's wire protocol, for there is no MongoDB that comes with npm, and fills the collection. */
export async function startMongodbLegacy(rows: number): Promise<LegacyDatabase> {
  const persons = await loadLegacyPersons();
  const password = randomBytes(12).toString('hex');
  const server = await startMongoServer({ version, users: { [user]: { password } } });
  const connectionString = `mongodb://${user}:${password}@${server.hosts[0]}/ho_tich`;
  const connect = () => new MongoClient(server.uri, { auth: { username: user, password }, appName: 'ung dung ho tich' }).connect();
  try {
    await using client = await connect();
    await fill(client, persons, rows);
  } catch (error) {
    await server.close();
    throw error;
  }
  return {
    product: `our server of MongoDB's wire protocol, as ${version}`,
    connectionString,
    connect: async () => {
      const client = await connect();
      return mongodbClerk(client, citizensOf(client), persons);
    },
    table: (collection) => mongodbTable({ connectionString, collection }),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

async function fill(client: MongoClient, { collectionOptions, legacyPerson }: LegacyPersons, rows: number): Promise<void> {
  await client.db('ho_tich').createCollection('cong_dan', collectionOptions);
  const citizens = citizensOf(client);
  for (let first = 1; first <= rows; first += documentsPerInsert) {
    const count = Math.min(documentsPerInsert, rows + 1 - first);
    await citizens.insertMany(Array.from({ length: count }, (_, index) => legacyPerson(first + index)));
  }
}

function citizensOf(client: MongoClient): CitizenCollection {
  return client.db('ho_tich').collection('cong_dan');
}
