import type { Selection } from '@lienthong/core';
import { type OracleEngineOptions, type OracleWire, startOracle } from '@lienthong/testbed/oracle';
import { type OracleInput, oracle } from '../src/index.ts';
import { type AdminLogin, type AdminSession, openAdmin } from './admin.ts';
import { openTestEngine } from './test-engine.ts';

export interface Target {
  /** For the names of tests. */
  readonly label: string;
  open(options?: Partial<OracleEngineOptions>): Promise<TestServer>;
}

/** A server with an account of our own, whose tables are logged. */
export interface TestServer extends AsyncDisposable {
  readonly input: OracleInput & AdminLogin & { readonly database: string };
  /** Who may everything. */
  readonly administrator: AdminLogin;
  /** The schema of the account. */
  readonly schema: string;
  /** Another container of the same server, by its service. */
  readonly elsewhere: string;
  /** As the account, one statement, committed; every value as text. */
  sql(text: string): Promise<(string | null)[][]>;
  /** As an administrator. */
  admin(text: string): Promise<(string | null)[][]>;
  /** A session of the account of its own. */
  session(): Promise<AdminSession>;
  /** Open connections under this name. */
  connections(applicationName: string): Promise<number>;
  cut(applicationName: string): Promise<void>;
  /** Of the server that speaks the protocol; absent on a real one. */
  readonly wire: OracleWire | undefined;
}

/** What runs on this machine: the protocol is real, the engine behind it translates Oracle's SQL for PostgreSQL. */
export const targets: readonly Target[] = [{ label: 'the wire server', open: openLocal }];

const external = process.env['LIENTHONG_TEST_ORACLE_URL'];

/** Also the server of LIENTHONG_TEST_ORACLE_URL, `oracle://system:…@host:1521/FREEPDB1`, in accounts of our own. */
export const everywhere: readonly Target[] = [...targets, ...(external === undefined ? [] : [externalTarget(external)])];

async function openLocal(options: Partial<OracleEngineOptions> = {}): Promise<TestServer> {
  const engine = await openTestEngine(options);
  const wire = await startOracle({ engine });
  const login = { host: wire.host, port: wire.port, ...engine.administrator };
  const server = await testServer(login, options.pluggable === null ? 'ORCL' : 'PDB1', 'ORCL', 'ORCL');
  return {
    ...server,
    wire,
    connections: (name) => Promise.resolve(wire.connections(name)),
    cut: (name) => Promise.resolve(wire.cut(name)),
    [Symbol.asyncDispose]: async () => {
      await wire.close();
      await engine.close();
    },
  };
}

function externalTarget(url: string): Target {
  const { hostname, port, username, password, pathname } = new URL(url);
  const login = { host: hostname, port: Number(port || 1521), user: decodeURIComponent(username), password: decodeURIComponent(password) };
  const root = process.env['LIENTHONG_TEST_ORACLE_ROOT'] ?? 'FREE';
  return {
    label: 'LIENTHONG_TEST_ORACLE_URL',
    open: async () => {
      const server = await testServer(login, decodeURIComponent(pathname.slice(1)), root, root);
      const ofUs = (name: string) => `select sid || ',' || serial# from v$session where program = '${name}'`;
      return {
        ...server,
        connections: async (name) => (await server.admin(ofUs(name))).length,
        cut: async (name) => {
          for (const [id] of await server.admin(ofUs(name)))
            await server.admin(`alter system kill session '${id ?? ''}' immediate`).catch(() => undefined); // it may have ended by itself
        },
        [Symbol.asyncDispose]: async () => {
          await using session = await openAdmin(login, root);
          await session.sql(`drop user ${server.input.user} cascade`);
        },
      };
    },
  };
}

const privileges = [
  ...['create session', 'create table', 'create view', 'unlimited tablespace', 'select any dictionary'],
  ...['logmining', 'select any transaction', 'flashback any table', 'execute on sys.dbms_logmnr'],
];

let accounts = 0;

/** An account that a root knows as well, made by whoever may. */
async function testServer(login: AdminLogin, service: string, root: string, elsewhere: string): Promise<TestServer> {
  accounts += 1;
  const user = service === root ? `LIENTHONG_${process.pid}_${accounts}` : `C##LT_${process.pid}_${accounts}`;
  const password = 'Lienthong0';
  {
    await using session = await openAdmin(login, root);
    await session.sql(`create user ${user} identified by "${password}"${service === root ? '' : ' container = all'}`);
    await session.sql('alter database add supplemental log data').catch(() => undefined); // it was switched on before
  }
  for (const place of new Set([service, root])) {
    await using session = await openAdmin(login, place);
    for (const privilege of privileges) await session.sql(`grant ${privilege} to ${user}`);
  }
  const own = { ...login, user, password };
  return {
    input: { ...own, database: service, ...(service === root ? {} : { logService: root }) },
    administrator: login,
    schema: user,
    elsewhere,
    wire: undefined,
    session: () => openAdmin(own, service),
    sql: async (text) => {
      await using session = await openAdmin(own, service);
      const rows = await session.sql(text);
      await session.sql('commit');
      return rows;
    },
    admin: async (text) => {
      await using session = await openAdmin(login, service);
      const rows = await session.sql(text);
      await session.sql('commit');
      return rows;
    },
    connections: () => Promise.resolve(0),
    cut: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** A source with the settings of a connector. */
export function openSource(input: OracleInput, overrides: { readonly maxConnections?: number; readonly signal?: AbortSignal } = {}) {
  return oracle(input).open({
    signal: overrides.signal ?? AbortSignal.timeout(60_000),
    applicationName: 'lienthong-test',
    maxConnections: overrides.maxConnections ?? 4,
    statementTimeoutMs: 30_000,
  });
}

export function select(name: string, columns: readonly string[], key: readonly string[], schema = 'LIENTHONG'): Selection {
  return { collection: { schema, name }, columns, key };
}
