import { existsSync } from 'node:fs';
import pg from 'pg';
import { expect, it } from 'vitest';
import { startPostgres } from '../src/index.ts';

it('starts, takes connections with logical WAL and removes its folder at the stop', async () => {
  const server = await startPostgres();
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  const { rows } = await client.query("select current_setting('wal_level') as level, current_setting('server_encoding') as encoding");
  await client.end();
  await server.stop();
  expect(rows).toEqual([{ level: 'logical', encoding: 'UTF8' }]);
  expect(existsSync(server.directory)).toBe(false);
});
