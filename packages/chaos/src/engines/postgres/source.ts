import { startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { keyedRows, totalsOf } from '../../checks/postgres-rows.ts';
import type { SourceServer } from '../engine.ts';
import { schema } from './schema.ts';
import { connectPostgres } from './session.ts';

const another = 'dat_dai';

export async function startPostgresSource(): Promise<SourceServer> {
  const server = await startPostgres({ settings: { deadlock_timeout: '100ms' } });
  const { host, port, user, password, database, connectionString, version } = server;
  const pool = new pg.Pool({ connectionString, max: 4, application_name: 'chaos' });
  pool.on('error', () => {}); // killed under idle connections
  const stop = async (): Promise<void> => {
    await pool.end();
    await server.stop('immediate');
  };
  try {
    await pool.query(schema);
    await pool.query(`create database ${another}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    product: `PostgreSQL ${version}`,
    ...{ host, port, stop },
    adapter: (through, which) => ({
      kind: 'postgres',
      options: { host: '127.0.0.1', port: through, user, password, database: which === 'own' ? database : another },
    }),
    collection: ({ name }) => `public.${name}`,
    keyColumn: (_table, column) => column,
    connect: () => connectPostgres(connectionString),
    rows: ({ name, key }) =>
      keyedRows(pool, name, {
        ...{ keys: key.map(([column]) => column), revision: 'revision', wide: 'wide_revision' },
        ...{ name: 'ho_ten', income: 'thu_nhap', at: 'viet_luc', biography: 'ly_lich' },
      }),
    totals: ({ name }) => totalsOf(pool, name, { income: 'thu_nhap', biography: 'ly_lich' }),
    logFiles: () => Promise.resolve(undefined),
    isRunning: () => server.isRunning(),
    kill: () => server.kill(),
    restart: () => server.restart(),
  };
}
