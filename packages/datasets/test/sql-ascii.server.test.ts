import { decodeText } from '@lienthong/dictionary';
import { startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { expect, it } from 'vitest';
import { copyRows, datasets, engines, generateRows } from '../src/index.ts';

it('bytes of ABC fonts and UTF-8 stand side by side in a database of SQL_ASCII', async () => {
  await using server = await startPostgres();
  const admin = new pg.Client({ connectionString: server.connectionString });
  await admin.connect();
  await admin.query("CREATE DATABASE cu TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'");
  await admin.end();
  const client = new pg.Client({ connectionString: server.connectionString.replace(/postgres$/, 'cu') });
  await client.connect();
  const { table } = datasets['civil-status'];
  const input = { rows: 2_000, seed: 4, dirt: 'none' } as const;
  await client.query(engines.postgres.schema(table));
  await copyRows(client, datasets['civil-status'], { ...input, encoding: 'sql-ascii' });
  const { rows } = await client.query<{ so_dk: string; name: Buffer; note: Buffer | null }>(
    'SELECT so_dk, textsend(rtrim(ho_ten)) AS name, textsend(ghi_chu) AS note FROM ho_tich.ht_khaisinh ORDER BY so_dk',
  );
  await client.end();
  const made = [...generateRows(datasets['civil-status'], input)];
  expect(rows.map(({ name }) => decodeText(name, 'tcvn3').text)).toEqual(made.map(({ truth }) => truth['hoTen']));
  expect(rows.map(({ note }) => note?.toString('utf8') ?? null)).toEqual(made.map(({ row }) => row['GHI_CHU']));
});
