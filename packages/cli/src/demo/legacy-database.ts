import { readFile } from 'node:fs/promises';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';

/** The legacy civil-status system of the demo: a real PostgreSQL with the habits of twenty years. */
export interface LegacyDatabase extends AsyncDisposable {
  readonly server: EmbeddedPostgres;
  connect(applicationName: string): Promise<pg.Client>;
}

/** Starts the server and fills the table; the same seed gives the same persons. */
export async function startLegacyDatabase(rows: number): Promise<LegacyDatabase> {
  const server = await startPostgres({ settings: { timezone: 'Asia/Ho_Chi_Minh', log_timezone: 'Asia/Ho_Chi_Minh', max_wal_size: '2GB' } });
  try {
    const connect = async (applicationName: string): Promise<pg.Client> => {
      const client = new pg.Client({ connectionString: server.connectionString, application_name: applicationName });
      // The server may go before its clients do, at the end.
      client.on('error', () => {});
      await client.connect();
      return client;
    };
    const client = await connect('demo set-up');
    try {
      await client.query(await readFile(new URL('./ho-tich/legacy.sql', import.meta.url), 'utf8'));
      await client.query('select setseed(0.2026)');
      await client.query('select ho_tich.them(1, $1)', [rows]);
      await client.query('analyze ho_tich.cong_dan');
    } finally {
      await client.end();
    }
    return { server, connect, [Symbol.asyncDispose]: () => server.stop('immediate') };
  } catch (error) {
    await server.stop('immediate');
    throw error;
  }
}
