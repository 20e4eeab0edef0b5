import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';

/** One real server per test file; each call of the result makes an empty database and gives its URL. */
export function testServer(): () => Promise<string> {
  let server: EmbeddedPostgres | undefined;
  let count = 0;
  beforeAll(async () => {
    server = await startPostgres({ settings: { synchronous_commit: 'off' } });
  });
  afterAll(async () => {
    await server?.stop('immediate');
  });
  return async () => {
    if (server === undefined) throw new Error('a database was asked before the server started');
    const name = `test_${++count}`;
    // A language's own order, as a ministry's server may have it: nothing of ours may depend on the default collation.
    await query(server.connectionString, `create database ${name} template template0 locale_provider icu icu_locale 'vi-VN'`);
    return server.connectionString.replace(/\/postgres$/, `/${name}`);
  };
}

/** Rows of one statement on a connection of its own, as arrays of text. */
export async function query(url: string, text: string, values: readonly unknown[] = []): Promise<readonly (readonly (string | null)[])[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<(string | null)[]>({
      text,
      values: [...values],
      rowMode: 'array',
      types: { getTypeParser: () => (value: string) => value },
    });
    return rows;
  } finally {
    await client.end();
  }
}

/** A transaction that has done one statement, and stays open until it is disposed of. */
export async function openTransaction(url: string, text: string): Promise<AsyncDisposable> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('begin');
  await client.query(text);
  return {
    async [Symbol.asyncDispose]() {
      await client.query('rollback');
      await client.end();
    },
  };
}

/** How many rows each table of the platform has: what a refused request must not change. */
export async function rowCounts(url: string): Promise<Readonly<Record<string, number>>> {
  const tables = await query(
    url,
    "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('lienthong', 'data') order by 1",
  );
  const counts: Record<string, number> = {};
  for (const [table] of tables) counts[String(table)] = Number((await query(url, `select count(*) from ${table}`))[0]?.[0]);
  return counts;
}
