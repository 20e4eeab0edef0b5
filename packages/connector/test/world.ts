import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgres } from '@lienthong/adapter-postgres';
import { generateKeyPair, type KeyPair } from '@lienthong/core';
import type { EmbeddedPostgres } from '@lienthong/embedded-postgres';
import { createPlatform, type Platform, type PlatformOptions } from '@lienthong/platform';
import pg from 'pg';
import type { ConnectorOptions, DatasetOptions } from '../src/index.ts';

export const agency = 'H26.12';

/** A legacy database, a platform and a state directory: everything real. */
export interface World extends AsyncDisposable {
  readonly server: EmbeddedPostgres;
  readonly source: pg.Pool;
  readonly sourceDatabase: string;
  readonly sourceUrl: string;
  readonly platform: Platform;
  readonly receiver: pg.Pool;
  readonly keys: KeyPair;
  readonly state: string;
  options(datasets: readonly DatasetOptions[], change?: Partial<ConnectorOptions>): ConnectorOptions;
  /** Takes the platform away; its data stay. */
  closePlatform(): Promise<void>;
  /** Brings it back at the same address. */
  openPlatform(options?: PlatformOptions): Promise<void>;
  /** A state directory of its own. */
  newState(): Promise<string>;
}

let worlds = 0;

export async function createWorld(server: EmbeddedPostgres): Promise<World> {
  worlds += 1;
  const admin = new pg.Pool({ connectionString: server.connectionString, max: 1 });
  const sourceDatabase = `source_${process.pid}_${worlds}`;
  const receiverDatabase = `receiver_${process.pid}_${worlds}`;
  await admin.query(`create database ${sourceDatabase}`);
  await admin.query(`create database ${receiverDatabase}`);
  const urlOf = (database: string): string => {
    const url = new URL(server.connectionString);
    url.pathname = `/${database}`;
    return url.toString();
  };
  const source = new pg.Pool({ connectionString: urlOf(sourceDatabase), max: 4 });
  const receiver = new pg.Pool({ connectionString: urlOf(receiverDatabase), max: 4 });
  // At the end the databases are dropped under idle connections.
  for (const pool of [admin, source, receiver]) pool.on('error', () => {});
  const directory = await mkdtemp(join(tmpdir(), 'lienthong-connector-'));
  const keys = generateKeyPair();
  let platform = await createPlatform({ databaseUrl: urlOf(receiverDatabase) });
  await platform.admin.registerAgency({ agency });
  const keyId = await platform.admin.addKey({ agency, publicKey: keys.publicKey });
  await platform.admin.allowPublishing({ agency, dataset: '*' });
  const { port, receiptKey } = platform;
  let states = 0;
  const newState = async (): Promise<string> => {
    states += 1;
    return join(directory, `state-${states}`);
  };
  const state = await newState();
  return {
    server,
    source,
    sourceDatabase,
    sourceUrl: urlOf(sourceDatabase),
    receiver,
    keys,
    state,
    newState,
    get platform() {
      return platform;
    },
    closePlatform: () => platform.close(),
    async openPlatform(options = {}) {
      platform = await createPlatform({ databaseUrl: urlOf(receiverDatabase), port, ...options });
    },
    options: (datasets, change = {}) => ({
      agency,
      source: {
        name: 'ho-tich',
        adapter: postgres({ host: server.host, port: server.port, user: server.user, password: server.password, database: sourceDatabase }),
        limits: { heartbeatMs: 100, rowsPerRange: 2_000, batchRows: 500 },
      },
      platform: { url: platform.url, key: { keyId, privateKey: keys.privateKey }, receiptKey: receiptKey.publicKey },
      state,
      datasets,
      batch: { bytes: 64 * 1024, maxDelayMs: 20 },
      delivery: { backoff: { initialMs: 20, maxMs: 200 } },
      graceMs: 10_000,
      ...change,
    }),
    async [Symbol.asyncDispose]() {
      await platform.close();
      await source.end();
      await receiver.end();
      await admin.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = $1 and not active', [
        sourceDatabase,
      ]);
      await admin.query(`drop database ${sourceDatabase} with (force)`);
      await admin.query(`drop database ${receiverDatabase} with (force)`);
      await admin.end();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The source's rows as text, in the order of their key: what the platform must hold. */
export async function sourceRows(world: World, table: string): Promise<readonly string[]> {
  const { rows } = await world.source.query<{ row: string }>(
    `select concat_ws('|', id, ho_ten, ngay_sinh, thu_nhap, to_char(cap_nhat_luc at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')) as row from ${table} order by id`,
  );
  return rows.map(({ row }) => row);
}

/** The platform's records in the same form, read from its view by SQL. */
export async function platformRows(world: World, dataset: string): Promise<readonly string[]> {
  const view = await world.receiver.query<{ view_name: string }>('select view_name from lienthong.datasets where dataset = $1', [dataset]);
  const name = view.rows[0]?.view_name;
  if (name === undefined) return [];
  const { rows } = await world.receiver.query<{ row: string }>(
    `select concat_ws('|', id, name, to_char(born, 'YYYY-MM-DD'), income, to_char("updatedAt" at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')) as row from ${name} order by id`,
  );
  return rows.map(({ row }) => row);
}
