import { startPostgres } from '@lienthong/embedded-postgres';
import type { SourceServer } from '../engine.ts';
import { startServerPart } from '../server-part.ts';
import { type Login, openClient } from './client.ts';
import { another, database, type KeptBy, schema } from './schema.ts';
import type { ServerInput, ServerReady } from './server-process.ts';
import { connectSqlserver } from './session.ts';

const version = '16.0.4175.1';
const account = { user: 'sa', password: 'Lienthong-0' };

/** `program` is the bundled server; a crash takes it and the PostgreSQL below it. */
export async function startSqlserverSource(program: string, keptBy: KeptBy): Promise<SourceServer> {
  const postgres = await startPostgres({ settings: { deadlock_timeout: '100ms' } });
  const input: Omit<ServerInput, 'port'> = { postgres: postgres.connectionString, version, ...account, databases: [database, another] };
  const server = await startServerPart<ServerReady>(program, input).catch(async (error: unknown) => {
    await postgres.stop('immediate');
    throw error;
  });
  const stop = async (): Promise<void> => {
    await server.kill();
    await postgres.stop('immediate');
  };
  const login: Login = { host: '127.0.0.1', port: server.ready.port, ...account, database };
  try {
    await ask(login, schema(keptBy));
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
    product: `the wire server as SQL Server ${version}, by ${keptBy}`,
    host: login.host,
    port: login.port,
    adapter: (port, which) => ({
      kind: 'sqlserver',
      options: { host: '127.0.0.1', port, ...account, database: which === 'own' ? database : another, changes: keptBy },
    }),
    collection: ({ name }) => `dbo.${name}`,
    keyColumn: (_table, column) => column,
    connect: () => connectSqlserver(login, reserve),
    async rows({ name, key }) {
      const keys = key.map(([column]) => `convert(varchar(20), ${column})`);
      const values = ['revision', 'wide_revision', 'ho_ten', 'thu_nhap', 'viet_luc', 'ly_lich'];
      const texts = values.map((column) => `convert(nvarchar(max), ${column}, 121)`);
      const rows = await ask<readonly string[]>(login, [`select ${[...keys, ...texts].join(', ')} from ${name}`]);
      return new Map(rows.map((row) => [row.slice(0, keys.length).join('/'), row.slice(keys.length).join('|').replace(' +00:00|', '|')]));
    },
    async totals({ name }) {
      const [row] = await ask<readonly unknown[]>(login, [
        `select count_big(*), convert(varchar(40), coalesce(sum(thu_nhap), 0)), coalesce(sum(revision), 0), coalesce(sum(len(ly_lich)), 0) from ${name}`,
      ]);
      return (row ?? []).join(' ');
    },
    logFiles: () => Promise.resolve(undefined),
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

/** Says each batch on a connection of its own; gives the rows of the last. */
async function ask<Row extends readonly unknown[]>(login: Login, batches: readonly string[]): Promise<readonly Row[]> {
  const client = await openClient(login);
  try {
    let last: readonly Row[] = [];
    for (const batch of batches) last = await client.ask<Row>(batch);
    return last;
  } finally {
    await client.close();
  }
}
