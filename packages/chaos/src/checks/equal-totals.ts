import type pg from 'pg';
import type { SourceServer } from '../engines/engine.ts';
import type { FollowedTable } from '../writing/tables.ts';
import { viewOf } from './equal-sides.ts';
import { totalsOf } from './postgres-rows.ts';

/** Count and sums, each computed by the side's own database: they know nothing of how rows are compared. */
export async function totalFaults(source: SourceServer, store: pg.Pool, table: FollowedTable): Promise<readonly string[]> {
  const [there, here] = await Promise.all([
    source.totals(table),
    totalsOf(store, viewOf(table.dataset), { income: 'income', biography: 'biography' }),
  ]);
  return there === here ? [] : [`${table.name}: count and sums are ${there} in the source and ${here} on the platform`];
}
