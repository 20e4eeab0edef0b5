import { join } from 'node:path';
import { copyRows, type DirtLevel, datasets, engines } from '@lienthong/datasets';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import { type AgentNode, type NationalReceiver, startAgentNode, startNationalReceiver } from '@lienthong/testbed';
import pg from 'pg';
import type { Entry } from './register.ts';
import { refusedByReceiver } from './wire.ts';

/** The three places: the province's old database, the node in between, the receiver. All real servers, on this machine. */
export interface Scene extends AsyncDisposable {
  readonly legacy: EmbeddedPostgres;
  /** Of the old database. */
  readonly connectionString: string;
  /** What stands in the old table, and what is true. */
  readonly entries: readonly Entry[];
  readonly node: AgentNode;
  readonly journal: string;
  readonly receiver: NationalReceiver;
}

export interface SceneInput {
  readonly rows: number;
  readonly dirt: DirtLevel;
  /** Of the journal. */
  readonly directory: string;
  /** The province's, at the node. */
  readonly secret: string;
}

const nodeLogin = { client: 'agent-node-h26', secret: 'of the node alone' };

export async function openScene({ rows, dirt, directory, secret }: SceneInput): Promise<Scene> {
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closing.reverse()) await one();
  };
  try {
    const legacy = await startPostgres({ settings: { timezone: 'Asia/Ho_Chi_Minh' } });
    closing.push(() => legacy.stop());
    const connectionString = await createOldDatabase(legacy);
    const entries = await fillOldTable(connectionString, rows, dirt);
    const receiver = await startNationalReceiver({ clients: { [nodeLogin.client]: nodeLogin.secret }, judge: refusedByReceiver });
    closing.push(() => receiver.close());
    const journal = join(directory, 'agent-node.ndjson');
    const node = await startAgentNode({ receiver: receiver.url, login: nodeLogin, clients: { 'h26-ho-tich': secret }, journal });
    closing.push(() => node.close());
    return { legacy, connectionString, entries, node, journal, receiver, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As old programs had it: the server checks no text, and keeps whatever bytes it is given. */
async function createOldDatabase({ connectionString }: EmbeddedPostgres): Promise<string> {
  const admin = new pg.Client({ connectionString });
  await admin.connect();
  try {
    await admin.query("create database cu template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'");
  } finally {
    await admin.end();
  }
  const url = new URL(connectionString);
  url.pathname = '/cu';
  return url.toString();
}

async function fillOldTable(connectionString: string, rows: number, dirt: DirtLevel): Promise<readonly Entry[]> {
  const dataset = datasets['civil-status'];
  const entries: Entry[] = [];
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(engines.postgres.schema(dataset.table));
    await copyRows(client, dataset, {
      rows,
      dirt,
      encoding: 'sql-ascii',
      onRow: ({ truth, dirt: wrong }) => entries.push({ truth, dirt: wrong }),
    });
  } finally {
    await client.end();
  }
  return entries;
}
