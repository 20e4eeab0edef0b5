import type pg from 'pg';
import type { FollowedTable } from '../writing/tables.ts';
import { viewOf } from './equal-sides.ts';

/** Count and sums, each computed by the side's own database: they know nothing of how rows are compared. */
export async function totalFaults(source: pg.Pool, store: pg.Pool, table: FollowedTable): Promise<readonly string[]> {
  const [there, here] = await Promise.all([
    totals(source, `select count(*), sum(thu_nhap), sum(revision), sum(length(ly_lich)) from ${table.name}`),
    totals(store, `select count(*), sum(income), sum(revision), sum(length(biography)) from ${viewOf(table.dataset)}`),
  ]);
  return there === here ? [] : [`${table.name}: count and sums are ${there} in the source and ${here} on the platform`];
}

async function totals(pool: pg.Pool, text: string): Promise<string> {
  const { rows } = await pool.query<(string | null)[]>({ text, rowMode: 'array' });
  return rows.map((row) => row.map((value) => value ?? '0').join(' ')).join();
}
