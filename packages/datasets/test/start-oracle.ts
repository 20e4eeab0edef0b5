import { oracle } from '@lienthong/adapter-oracle';
import type { Source } from '@lienthong/core';
import { startPostgres } from '@lienthong/embedded-postgres';
import { openOracleEngine, startOracle } from '@lienthong/testbed/oracle';
import oracledb from 'oracledb';

/** An Oracle with a schema of our own. */
export interface OracleServer extends AsyncDisposable {
  readonly schema: string;
  /** One after the other in one session, each as the tool sends it. */
  execute(statements: readonly string[]): Promise<void>;
  open(storedText: readonly string[]): Promise<Source>;
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly service: string;
  readonly user: string;
  readonly password: string;
}

/** Of the wire server in WE8MSWIN1252, whose engine translates Oracle's SQL for PostgreSQL. */
export async function startOwnOracle(): Promise<OracleServer> {
  const postgres = await startPostgres();
  const engine = await openOracleEngine({ postgres: postgres.connectionString, characterSet: 'WE8MSWIN1252' });
  const wire = await startOracle({ engine });
  return await withSchema({ host: wire.host, port: wire.port, service: 'PDB1', ...engine.administrator }, async () => {
    await wire.close();
    await engine.close();
    await postgres.stop();
  });
}

/** Of a real one, `oracle://system:…@host:1521/FREEPDB1`. */
export async function startOracleAt(url: string): Promise<OracleServer> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const login = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  const place = { host: hostname, port: Number(port || 1521), service: decodeURIComponent(pathname.slice(1)), ...login };
  return await withSchema(place, () => Promise.resolve());
}

async function withSchema(place: Place, close: () => Promise<void>): Promise<OracleServer> {
  const schema = `LT_DATASETS_${process.pid}`;
  const own = { ...place, user: schema, password: 'Lienthong0' };
  await run(place, [
    `create user ${schema} identified by "${own.password}" quota unlimited on users`,
    `grant create session, create table, select any dictionary to ${schema}`,
  ]);
  return {
    schema,
    execute: (statements) => run(own, statements),
    open: (storedText) => {
      const { host, port, service, user, password } = own;
      const context = {
        applicationName: 'datasets test',
        maxConnections: 1,
        statementTimeoutMs: 30_000,
        signal: AbortSignal.timeout(60_000),
      };
      return oracle({ host, port, database: service, user, password, storedText }).open(context);
    },
    async [Symbol.asyncDispose]() {
      await run(place, [`drop user ${schema} cascade`]);
      await close();
    },
  };
}

async function run({ host, port, service, user, password }: Place, statements: readonly string[]): Promise<void> {
  const connection = await oracledb.getConnection({ user, password, connectString: `${host}:${port}/${service}` });
  try {
    for (const statement of statements) await connection.execute(statement);
  } finally {
    await connection.close();
  }
}
