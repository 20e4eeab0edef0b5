import { sqlserver } from '@lienthong/adapter-sqlserver';
import type { Source } from '@lienthong/core';
import { startPostgres } from '@lienthong/embedded-postgres';
import { openSqlEngine, startSqlServer } from '@lienthong/testbed/sqlserver';
import { Connection, Request } from 'tedious';

/** A SQL Server with a database of our own, of code page 1252. */
export interface SqlServer extends AsyncDisposable {
  /** One after the other in one session, each as the tool sends it. */
  execute(batches: readonly string[]): Promise<void>;
  open(storedText: readonly string[]): Promise<Source>;
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly encrypt: boolean;
}

/** Of the wire server, whose engine translates T-SQL for PostgreSQL. */
export async function startOwnSqlServer(): Promise<SqlServer> {
  const postgres = await startPostgres();
  const account = { user: 'sa', password: 'Lienthong-0' };
  const engine = await openSqlEngine({ postgres: postgres.connectionString, accounts: [{ ...account, isAdministrator: true }] });
  const wire = await startSqlServer({ engine });
  return await withDatabase({ host: wire.host, port: wire.port, encrypt: false, ...account }, async () => {
    await wire.close();
    await engine.close();
    await postgres.stop();
  });
}

/** Of a real one, `sqlserver://sa:…@host:1433`. */
export async function startSqlServerAt(url: string): Promise<SqlServer> {
  const { hostname, port, username, password } = new URL(url);
  const login = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  return await withDatabase({ host: hostname, port: Number(port || 1433), encrypt: true, ...login }, () => Promise.resolve());
}

async function withDatabase(place: Place, close: () => Promise<void>): Promise<SqlServer> {
  const database = `lt_datasets_${process.pid}`;
  await run(place, 'master', [`create database ${database} collate Latin1_General_CI_AS`]);
  return {
    execute: (batches) => run(place, database, batches),
    open: (storedText) => {
      const { encrypt, ...login } = place;
      const input = { ...login, ...(encrypt ? { ssl: { mode: 'require' as const } } : {}), database, storedText };
      const context = {
        applicationName: 'datasets test',
        maxConnections: 1,
        statementTimeoutMs: 30_000,
        signal: AbortSignal.timeout(60_000),
      };
      return sqlserver(input).open(context);
    },
    async [Symbol.asyncDispose]() {
      await run(place, 'master', [`alter database ${database} set single_user with rollback immediate`, `drop database ${database}`]);
      await close();
    },
  };
}

async function run(place: Place, database: string, batches: readonly string[]): Promise<void> {
  const connection = await connect(place, database);
  try {
    for (const batch of batches) await send(connection, batch);
  } finally {
    await new Promise((resolve) => {
      connection.once('end', resolve);
      connection.close();
    });
  }
}

function connect({ host, port, user, password, encrypt }: Place, database: string): Promise<Connection> {
  const connection = new Connection({
    server: host,
    authentication: { type: 'default', options: { userName: user, password } },
    options: { port, database, encrypt, trustServerCertificate: true, requestTimeout: 30_000 },
  });
  return new Promise((resolve, reject) => {
    connection.connect((error) => {
      if (error === undefined || error === null) resolve(connection);
      else reject(error);
    });
  });
}

function send(connection: Connection, batch: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new Request(batch, (error) => {
      if (error === undefined || error === null) resolve();
      else reject(error);
    });
    connection.execSqlBatch(request);
  });
}
