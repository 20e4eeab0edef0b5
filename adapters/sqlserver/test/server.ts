import type { Selection } from '@lienthong/core';
import { type SqlServerWire, startSqlServer } from '@lienthong/testbed/sqlserver';
import { type SqlserverInput, sqlserver } from '../src/index.ts';
import { type AdminLogin, type AdminSession, openAdmin } from './admin.ts';
import { openTestEngine } from './test-engine.ts';

export interface Target {
  /** For the names of tests. */
  readonly label: string;
  open(options?: TestServerOptions): Promise<TestServer>;
}

export interface TestServerOptions {
  /** Change Tracking of the database; default on. */
  readonly tracking?: boolean;
  /** CDC; default off. */
  readonly capture?: boolean;
  /** Default on. */
  readonly snapshotIsolation?: boolean;
}

/** A server with a database of our own, in which changes are tracked and snapshots allowed unless said otherwise. */
export interface TestServer extends AsyncDisposable {
  readonly input: SqlserverInput & AdminLogin & { readonly database: string };
  /** Another database of the same server. */
  readonly elsewhere: string;
  /** As an administrator, one batch; every value as text. */
  sql(text: string): Promise<(string | null)[][]>;
  /** A session of its own. */
  session(): Promise<AdminSession>;
  /** Open connections under this name. */
  connections(applicationName: string): Promise<number>;
  cut(applicationName: string): Promise<void>;
  /** Of the server that speaks the protocol; absent on a real one. */
  readonly wire: SqlServerWire | undefined;
  /** Lets go of what Change Tracking keeps; absent on a real server. */
  readonly forgetChanges: ((table: string) => Promise<void>) | undefined;
  /** The capture job stops, as if so many seconds ago; gives what starts it again. Absent on a real server. */
  readonly stopCapture: ((secondsAgo: number) => Promise<() => void>) | undefined;
}

/** What runs on this machine: the protocol is real, the engine behind it translates T-SQL for PostgreSQL. */
export const targets: readonly Target[] = [{ label: 'the wire server', open: openLocal }];

const external = process.env['LIENTHONG_TEST_SQLSERVER_URL'];

/** Also the server of LIENTHONG_TEST_SQLSERVER_URL, `sqlserver://sa:…@host:1433`, in databases of our own. */
export const everywhere: readonly Target[] = [...targets, ...(external === undefined ? [] : [externalTarget(external)])];

async function openLocal(options: TestServerOptions = {}): Promise<TestServer> {
  const engine = await openTestEngine();
  const wire = await startSqlServer({ engine });
  const login = { host: wire.host, port: wire.port, ...engine.administrator };
  const server = await testServer(login, options);
  return {
    ...server,
    wire,
    connections: (name) => Promise.resolve(wire.connections(name)),
    cut: (name) => Promise.resolve(wire.cut(name)),
    forgetChanges: (table) => engine.forgetChanges(server.input.database, table),
    stopCapture: (secondsAgo) => engine.stopCapture(server.input.database, secondsAgo),
    [Symbol.asyncDispose]: async () => {
      await wire.close();
      await engine.close();
    },
  };
}

function externalTarget(url: string): Target {
  const { hostname, port, username, password } = new URL(url);
  const login = { host: hostname, port: Number(port || 1433), user: decodeURIComponent(username), password: decodeURIComponent(password) };
  return {
    label: 'LIENTHONG_TEST_SQLSERVER_URL',
    open: async (options = {}) => {
      const server = await testServer({ ...login, ssl: { mode: 'require' } }, options);
      const ofUs = (name: string) => `select session_id from sys.dm_exec_sessions where program_name = N'${name}'`;
      return {
        ...server,
        connections: async (name) => (await server.sql(ofUs(name))).length,
        cut: async (name) => {
          for (const [id] of await server.sql(ofUs(name))) await server.sql(`kill ${id ?? ''}`).catch(() => undefined); // it may have ended by itself
        },
        [Symbol.asyncDispose]: async () => {
          await using session = await openAdmin(login, 'master');
          for (const database of [server.input.database, server.elsewhere]) {
            await session.sql(`alter database ${database} set single_user with rollback immediate`);
            await session.sql(`drop database ${database}`);
          }
        },
      };
    },
  };
}

/** Databases of our own, made by whoever may. */
async function testServer(
  login: AdminLogin & Pick<SqlserverInput, 'ssl'>,
  { tracking = true, capture = false, snapshotIsolation = true }: TestServerOptions,
): Promise<TestServer> {
  const database = `lienthong_${process.pid}_${Date.now()}`;
  const elsewhere = `${database}_elsewhere`;
  {
    await using session = await openAdmin(login, 'master');
    for (const name of [database, elsewhere]) await session.sql(`create database ${name}`);
    if (tracking) await session.sql(`alter database ${database} set change_tracking = on (change_retention = 2 days, auto_cleanup = on)`);
    if (snapshotIsolation) await session.sql(`alter database ${database} set allow_snapshot_isolation on`);
  }
  if (capture) {
    await using session = await openAdmin(login, database);
    await session.sql('exec sys.sp_cdc_enable_db');
  }
  return {
    input: { ...login, database },
    elsewhere,
    wire: undefined,
    forgetChanges: undefined,
    stopCapture: undefined,
    session: () => openAdmin(login, database),
    sql: async (text) => {
      await using own = await openAdmin(login, database);
      return await own.sql(text);
    },
    connections: () => Promise.resolve(0),
    cut: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** A source with the settings of a connector. */
export function openSource(input: SqlserverInput, overrides: { readonly maxConnections?: number; readonly signal?: AbortSignal } = {}) {
  return sqlserver(input).open({
    signal: overrides.signal ?? AbortSignal.timeout(60_000),
    applicationName: 'lienthong-test',
    maxConnections: overrides.maxConnections ?? 4,
    statementTimeoutMs: 30_000,
  });
}

export function select(name: string, columns: readonly string[], key: readonly string[], schema = 'dbo'): Selection {
  return { collection: { schema, name }, columns, key };
}
