import type { Selection } from '@lienthong/core';
import { type EmbeddedMysql, listMysqlInstallations, missingMysql, startMysql } from '@lienthong/embedded-mysql';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { describe, it } from 'vitest';
import { type MysqlInput, mysql } from '../src/index.ts';

export interface Target {
  /** `MariaDB 10.11`, for the names of tests. */
  readonly label: string;
  readonly product: 'MySQL' | 'MariaDB';
  /** 101118 of 10.11.18. */
  readonly version: number;
  open(settings?: Readonly<Record<string, string | undefined>>): Promise<TestServer>;
}

export interface TestServer extends AsyncDisposable {
  readonly input: MysqlInput & Login & { readonly database: string };
  readonly embedded: EmbeddedMysql | undefined;
  /** As an administrator, one statement; every value as text. */
  sql(text: string): Promise<(string | null)[][]>;
  /** A session of its own. */
  session(): Promise<TestSession>;
}

export interface TestSession extends AsyncDisposable {
  sql(text: string): Promise<(string | null)[][]>;
}

/** Every MySQL and MariaDB of this machine. */
export const targets: readonly Target[] = (await listMysqlInstallations()).map((installation) => ({
  label: `${installation.product} ${installation.version}`,
  product: installation.product,
  version: numberOf(installation.version),
  open: async (settings = {}) => {
    const server = await startMysql({ installation, settings });
    const { host, port, user, password } = server;
    const opened = testServer({ host, port, user, password, database: 'ho_tich' }, server);
    await withoutDatabase(opened.input, 'create database ho_tich');
    return opened;
  },
}));

const external = process.env['LIENTHONG_TEST_MYSQL_URL'];

/** Also the server of LIENTHONG_TEST_MYSQL_URL, in a database of our own; its settings and its life are not ours. */
export const everywhere: readonly Target[] = [...targets, ...(external === undefined ? [] : [await externalTarget(external)])];

// What this machine lacks is skipped by name, so that nobody takes it for tested.
describe('servers of this machine', async () => {
  for (const missing of await missingMysql()) it(`without ${missing}`, (context) => context.skip());
  it('are there', () => {
    if (everywhere.length === 0) throw new Error('no MySQL and no MariaDB was found: these tests must not be skipped altogether');
  });
});

async function externalTarget(url: string): Promise<Target> {
  const { hostname, port, username, password } = new URL(url);
  const login = { host: hostname, port: Number(port || 3306), user: decodeURIComponent(username), password: decodeURIComponent(password) };
  const [row] = await withoutDatabase(login, 'select version()');
  const version = row?.[0] ?? '';
  return {
    label: 'LIENTHONG_TEST_MYSQL_URL',
    product: /mariadb/i.test(version) ? 'MariaDB' : 'MySQL',
    version: numberOf(version),
    open: async () => {
      const database = `lienthong_test_${process.pid}_${Date.now()}`;
      await withoutDatabase(login, `create database ${database}`);
      return {
        ...testServer({ ...login, database }, undefined),
        [Symbol.asyncDispose]: async () => void (await withoutDatabase(login, `drop database ${database}`)),
      };
    },
  };
}

function numberOf(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  return major * 10_000 + minor * 100 + patch;
}

interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

async function openSession({ host, port, user, password }: Login, database?: string): Promise<TestSession> {
  const connection = await createConnection({
    host,
    port,
    user,
    password,
    ...(database === undefined ? {} : { database }),
    charset: 'utf8mb4',
    rowsAsArray: true,
    typeCast: (field) => field.string(),
  });
  connection.on('error', () => undefined); // the server is killed under some tests
  return {
    sql: async (text) => {
      const [rows] = await connection.query<RowDataPacket[][]>(text);
      // Arrays of texts, by rowsAsArray and typeCast above.
      return Array.isArray(rows) ? (rows as unknown as (string | null)[][]) : [];
    },
    [Symbol.asyncDispose]: () => connection.end(),
  };
}

async function withoutDatabase(login: Login, text: string): Promise<(string | null)[][]> {
  await using session = await openSession(login);
  return await session.sql(text);
}

function testServer(input: TestServer['input'], embedded: EmbeddedMysql | undefined): TestServer {
  return {
    input,
    embedded,
    session: () => openSession(input, input.database),
    sql: async (text) => {
      await using own = await openSession(input, input.database);
      return await own.sql(text);
    },
    [Symbol.asyncDispose]: async () => {
      await embedded?.stop();
    },
  };
}

/** A source with the settings of a connector. */
export function openSource(input: MysqlInput, overrides: { readonly maxConnections?: number; readonly signal?: AbortSignal } = {}) {
  return mysql(input).open({
    signal: overrides.signal ?? AbortSignal.timeout(60_000),
    applicationName: 'lienthong-test',
    maxConnections: overrides.maxConnections ?? 4,
    statementTimeoutMs: 30_000,
  });
}

export function select(name: string, columns: readonly string[], key: readonly string[], schema = 'ho_tich'): Selection {
  return { collection: { schema, name }, columns, key };
}
