import type pg from 'pg';
import type { Journal, Written } from './journal.ts';
import type { FollowedTable } from './tables.ts';

/** Runs one statement of ours outside of a transaction, and keeps what it wrote in the journal. */
export async function writeRows(
  pool: pg.Pool,
  table: FollowedTable,
  journal: Journal,
  sql: string,
  values: readonly unknown[],
): Promise<readonly Written[]> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const states = await writtenBy(client, table, sql, values);
    journal.propose(states);
    await client.query('commit');
    return states;
  } finally {
    client.release();
  }
}

/** What a statement of `statements.ts` returns, in the journal's form. */
export async function writtenBy(
  client: pg.ClientBase,
  table: FollowedTable,
  sql: string,
  values: readonly unknown[],
): Promise<readonly Written[]> {
  const { rows } = await client.query<{ number: string; revision: string; wide_revision: string }>(sql, [...values]);
  return rows.map(({ number, revision, wide_revision }) => ({
    table: table.name,
    number: Number(number),
    revision: Number(revision),
    wideRevision: Number(wide_revision),
  }));
}
