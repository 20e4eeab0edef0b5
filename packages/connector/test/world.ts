import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgres } from '@lienthong/adapter-postgres';
import { generateKeyPair, type KeyPair, type Mapping } from '@lienthong/core';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import { createPlatform, type Platform, type PlatformOptions } from '@lienthong/platform';
import pg from 'pg';
import type { ConnectorOptions, DatasetOptions } from '../src/index.ts';

export const agency = 'H26.12';

/** A contract in ODCS; every property besides the key may be missing. */
export function contractYaml(dataset: string, extra = ''): string {
  return `apiVersion: v3.1.0
kind: DataContract
id: ${dataset}
name: ${dataset}
version: 1.0.0
status: active
description:
  purpose: Kiểm thử
customProperties:
  - property: legalBasis
    value: Luật Hộ tịch 60/2014/QH13
  - property: retention
    value: P10Y
  - property: recipients
    value: ["*"]
schema:
  - name: person
    logicalType: object
    properties:
      - name: id
        logicalType: integer
        primaryKey: true
        required: true
        classification: internal
      - name: name
        logicalType: string
        required: true
        classification: personal
        logicalTypeOptions:
          maxLength: 60
      - name: born
        logicalType: date
        classification: personal
      - name: income
        logicalType: number
        classification: personal
        customProperties:
          - property: canonicalType
            value: decimal(15,2)
      - name: updatedAt
        logicalType: timestamp
        classification: internal
        logicalTypeOptions:
          timezone: true
${extra}`;
}

export const personMapping: Mapping = {
  properties: {
    id: { column: 'id', cast: true },
    name: { column: 'ho_ten' },
    born: { column: 'ngay_sinh', dates: ['yyyy-MM-dd'] },
    income: { column: 'thu_nhap' },
    updatedAt: { column: 'cap_nhat_luc' },
  },
};

export function personTable(name: string): string {
  return `create table ${name} (id bigint primary key, ho_ten text, ngay_sinh text, thu_nhap numeric(15,2), cap_nhat_luc timestamptz not null default now())`;
}

export function fillPersons(name: string, from: number, to: number): string {
  return `insert into ${name} (id, ho_ten, ngay_sinh, thu_nhap, cap_nhat_luc)
    select i, 'Nguyễn Văn ' || i, to_char(date '1950-01-01' + (i % 20000)::int, 'YYYY-MM-DD'), (i % 1000000) + 0.25,
      timestamptz '2026-01-01 00:00:00.123456+07' + i * interval '1 second' from generate_series(${from}, ${to}) i`;
}

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

/** The embedded server, or the one whose programs are named. */
export function startSourceServer(binaries?: string, settings: Readonly<Record<string, string>> = {}): Promise<EmbeddedPostgres> {
  const own = { wal_level: 'logical', max_wal_senders: '20', max_replication_slots: '20', fsync: 'off' };
  return startPostgres({ binaries, settings: { ...own, ...settings } });
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
