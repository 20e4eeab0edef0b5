import type { OracleInput } from '@lienthong/adapter-oracle';
import { startPostgres } from '@lienthong/embedded-postgres';
import type { SourceServer } from '../engine.ts';
import { startServerPart } from '../server-part.ts';
import { type Login, openClient } from './client.ts';
import { accounts, owner, pluggable, root, rootSchema, type ToldBy, tableSchema } from './schema.ts';
import type { ServerInput, ServerReady } from './server-process.ts';
import { connectOracle } from './session.ts';
import { rowsSql, totalsSql } from './statements.ts';

/** The first that reads the log of a pluggable database in it. */
const version = '21.3.0.0.0';
const administrator = { user: 'SYSTEM', password: 'Lienthong-0' };
/** Of the connector: an account that every container knows, so that it may come to the wrong one. */
const reader = { user: 'C##LIENTHONG', password: 'Lienthong-1' };
const password = 'Lienthong-2';
/** So that a round writes over the end of several files. */
const logRecords = 500;

/** `program` is the bundled server; a crash takes it and the PostgreSQL below it. */
export async function startOracleSource(program: string, toldBy: ToldBy): Promise<SourceServer> {
  const postgres = await startPostgres({ settings: { deadlock_timeout: '100ms' } });
  const input: Omit<ServerInput, 'port'> = { postgres: postgres.connectionString, version, pluggable, administrator, logRecords };
  const server = await startServerPart<ServerReady>(program, input).catch(async (error: unknown) => {
    await postgres.stop('immediate');
    throw error;
  });
  const stop = async (): Promise<void> => {
    await server.kill();
    await postgres.stop('immediate');
  };
  const place = { host: '127.0.0.1', port: server.ready.port };
  const login: Login = { ...place, user: owner, password, service: pluggable };
  try {
    await ask({ ...place, ...administrator, service: root }, rootSchema(reader.user, reader.password));
    await ask({ ...place, ...administrator, service: pluggable }, accounts(reader.user, password));
    await ask(login, tableSchema(reader.user, toldBy));
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
    ...place,
    product: `the wire server as Oracle ${version}, by ${toldBy}`,
    adapter: (port, which) => {
      const options: OracleInput = { host: '127.0.0.1', port, ...reader, schema: owner, changes: toldBy };
      return { kind: 'oracle', options: { ...options, service: which === 'own' ? pluggable : root } };
    },
    collection: ({ name }) => `${owner}.${name.toUpperCase()}`,
    keyColumn: (_table, column) => column,
    connect: () => connectOracle(login, reserve),
    async rows(table) {
      const count = table.key.length;
      const rows = await ask<readonly string[]>(login, [rowsSql(table)]);
      return new Map(rows.map((row) => [row.slice(0, count).join('/'), row.slice(count).join('|')]));
    },
    async totals(table) {
      const [[count, income, ...others] = []] = await ask<readonly string[]>(login, [totalsSql(table)]);
      return [count, withCents(income ?? '0'), ...others].join(' ');
    },
    async logFiles() {
      const [row] = await ask<readonly number[]>({ ...place, ...administrator, service: root }, ['select count(*) from v$archived_log']);
      return (row?.[0] ?? 0) + 1;
    },
    isRunning: () => server.isRunning(),
    async kill() {
      await server.kill();
      await postgres.kill();
    },
    async restart() {
      await postgres.restart();
      await server.restart();
    },
    stop,
  };
}

/** The platform's sum has the two digits of its type; Oracle leaves zeros out. */
function withCents(sum: string): string {
  const [whole = '0', cents = ''] = sum.split('.');
  return sum === '0' ? sum : `${whole}.${cents.padEnd(2, '0')}`;
}

/** Says each statement on a connection of its own; gives the rows of the last. */
async function ask<Row extends readonly unknown[]>(login: Login, statements: readonly string[]): Promise<readonly Row[]> {
  const client = await openClient(login);
  try {
    let last: readonly Row[] = [];
    for (const statement of statements) last = await client.ask<Row>(statement);
    return last;
  } finally {
    await client.close();
  }
}
