import type { Selection } from '@lienthong/core';
import { type EmbeddedPostgres, listPostgresInstallations, startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { type PostgresInput, postgres } from '../src/index.ts';

export interface Target {
  /** `PostgreSQL 18`, for the names of tests. */
  readonly label: string;
  readonly major: number;
  open(settings?: Readonly<Record<string, string>>): Promise<TestServer>;
  /** Folder of its programs; `undefined` for a server that is not ours. */
  readonly binaries: string | undefined;
}

export interface TestServer extends AsyncDisposable {
  readonly input: PostgresInput;
  readonly embedded: EmbeddedPostgres | undefined;
  /** As an administrator; every value as text. */
  sql(text: string, database?: string): Promise<(string | null)[][]>;
  /** A session of its own. */
  session(database?: string): Promise<TestSession>;
}

export interface TestSession extends AsyncDisposable {
  sql(text: string): Promise<(string | null)[][]>;
}

/** Every PostgreSQL of this machine. */
export const targets: readonly Target[] = [
  ...listPostgresInstallations().map(({ version, binaries }) => ({
    label: `PostgreSQL ${version}`,
    major: Number(version),
    binaries,
    open: async (settings: Readonly<Record<string, string>> = {}) => {
      const server = await startPostgres({ binaries, settings: { fsync: 'off', timezone: 'Asia/Ho_Chi_Minh', ...settings } });
      return testServer(server.connectionString, server);
    },
  })),
];

const external = process.env['LIENTHONG_TEST_POSTGRES_URL'];

/** Also the server of LIENTHONG_TEST_POSTGRES_URL, in a database of our own; its settings and its life are not ours. */
export const everywhere: readonly Target[] = [
  ...targets,
  ...(external === undefined
    ? []
    : [{ label: 'LIENTHONG_TEST_POSTGRES_URL', major: await majorOf(external), binaries: undefined, open: () => openExternal(external) }]),
];

async function majorOf(url: string): Promise<number> {
  const [row] = await testServer(url, undefined).sql("select current_setting('server_version_num')::int / 10000");
  return Number(row?.[0]);
}

async function openExternal(url: string): Promise<TestServer> {
  const administrator = testServer(url, undefined);
  const database = `lienthong_test_${process.pid}_${Date.now()}`;
  await administrator.sql(`create database ${database}`);
  const own = new URL(url);
  own.pathname = `/${database}`;
  return {
    ...testServer(own.href, undefined),
    [Symbol.asyncDispose]: async () => {
      await administrator.sql(`select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = '${database}'`);
      await administrator.sql(`drop database ${database}`);
    },
  };
}

if (targets.length === 0) throw new Error('no PostgreSQL was found: install with optional dependencies, these tests must not be skipped');

export function testServer(connectionString: string, embedded: EmbeddedPostgres | undefined): TestServer {
  const session = async (database?: string): Promise<TestSession> => {
    const url = new URL(connectionString);
    if (database !== undefined) url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href, types: { getTypeParser: () => (value: string) => value } });
    client.on('error', () => undefined); // the server is killed under some tests
    await client.connect();
    return {
      sql: async (text) => {
        const result = await client.query<(string | null)[]>({ text, rowMode: 'array' });
        return Array.isArray(result) ? [] : result.rows;
      },
      [Symbol.asyncDispose]: () => client.end(),
    };
  };
  return {
    input: { connectionString },
    embedded,
    session,
    sql: async (text, database) => {
      await using own = await session(database);
      return await own.sql(text);
    },
    [Symbol.asyncDispose]: async () => {
      await embedded?.stop('immediate');
    },
  };
}

/** A source with the settings of a connector. */
export function openSource(input: PostgresInput, overrides: { readonly maxConnections?: number; readonly signal?: AbortSignal } = {}) {
  return postgres(input).open({
    signal: overrides.signal ?? AbortSignal.timeout(60_000),
    applicationName: 'lienthong-test',
    maxConnections: overrides.maxConnections ?? 4,
    statementTimeoutMs: 30_000,
  });
}

/** Whether a session of a source that `openSource` opened is as the condition over `pg_stat_activity` says. */
export async function hasSession(server: TestServer, condition: string): Promise<boolean> {
  const text = `select 1 from pg_stat_activity where application_name = 'lienthong-test' and ${condition}`;
  return (await server.sql(text)).length > 0;
}

export function select(name: string, columns: readonly string[], key: readonly string[], schema = 'public'): Selection {
  return { collection: { schema, name }, columns, key };
}
