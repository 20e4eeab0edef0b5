import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, type Decimal128, MongoClient } from 'mongodb';
import type { SourceServer } from '../engine.ts';
import { startServerPart } from '../server-part.ts';
import { keyColumn, keyText, type Row } from './documents.ts';
import { another, clientOptions, createTables, database } from './schema.ts';
import type { ServerInput, ServerOrder, ServerReady } from './server-process.ts';
import { connectMongodb } from './session.ts';

const version = '7.0.14';

/** `program` is the bundled server. The connector reads its first member alone, whoever leads: what lies between can be disturbed only there. */
export async function startMongodbSource(program: string): Promise<SourceServer> {
  const directory = await mkdtemp(join(tmpdir(), 'lienthong-chaos-mongodb-'));
  const forgetData = () => rm(directory, { recursive: true, force: true });
  const server = await startServerPart<ServerReady>(program, { directory, version } satisfies Omit<ServerInput, 'port'>).catch(
    async (error: unknown) => {
      await forgetData();
      throw error;
    },
  );
  const ask = <Answer>(question: (db: Db) => Promise<Answer>): Promise<Answer> => askOnce(server.ready.uri, question);
  const stop = async (): Promise<void> => {
    await server.kill();
    await forgetData();
  };
  try {
    await ask(createTables);
  } catch (error) {
    await stop();
    throw error;
  }
  let revisions = 0;
  const reserve = (count: number): number => {
    const first = revisions + 1;
    revisions += count;
    return first;
  };
  return {
    product: `the wire server as MongoDB ${version}`,
    host: '127.0.0.1',
    port: server.ready.port,
    adapter: (port, which) => ({
      kind: 'mongodb',
      options: { host: '127.0.0.1', port, direct: true, database: which === 'own' ? database : another },
    }),
    collection: ({ name }) => name,
    keyColumn,
    connect: () => connectMongodb(server.ready.uri, reserve),
    rows: ({ name }) =>
      ask(async (db) => new Map((await db.collection<Row>(name).find().toArray()).map((row) => [keyText(row._id), rowText(row)]))),
    totals: ({ name }) => ask((db) => totalsOf(db, name)),
    logFiles: () => Promise.resolve(undefined),
    isRunning: () => server.isRunning(),
    kill: () => server.kill(),
    restart: () => server.restart(),
    stepDown: () => server.order('step-down' satisfies ServerOrder),
    forgetLog: () => server.order('forget-log' satisfies ServerOrder),
    stop,
  };
}

async function askOnce<Answer>(uri: string, question: (db: Db) => Promise<Answer>): Promise<Answer> {
  const client = new MongoClient(uri, clientOptions);
  try {
    return await question(client.db(database));
  } finally {
    await client.close();
  }
}

function rowText({ revision, wide_revision, ho_ten, thu_nhap, viet_luc, ly_lich }: Row): string {
  const instant = viet_luc.toISOString().replace('T', ' ').replace('Z', '000');
  return [revision, wide_revision, ho_ten, thu_nhap, instant, ly_lich].join('|');
}

interface Totals {
  readonly count: number;
  readonly income: Decimal128;
  readonly revisions: number;
}

/** The server counts and adds; it does not tell the length of a text, so texts are measured here. */
async function totalsOf(db: Db, name: string): Promise<string> {
  const sums = { _id: null, count: { $sum: 1 }, income: { $sum: '$thu_nhap' }, revisions: { $sum: '$revision' } };
  const [totals] = await db
    .collection(name)
    .aggregate<Totals>([{ $group: sums }])
    .toArray();
  const texts = await db
    .collection<Row>(name)
    .find({}, { projection: { _id: 0, ly_lich: 1 } })
    .toArray();
  const length = texts.reduce((sum, { ly_lich }) => sum + ly_lich.length, 0);
  return [totals?.count ?? 0, totals?.income ?? 0, totals?.revisions ?? 0, length].join(' ');
}
