import type pg from 'pg';
import { keyProperty } from '../contract.ts';
import type { SourceServer } from '../engines/engine.ts';
import type { Written } from '../writing/journal.ts';
import type { FollowedTable } from '../writing/tables.ts';
import { keyedRows } from './postgres-rows.ts';

/** Every value of every row on both sides, read by SQL. */
export interface Sides {
  readonly source: ReadonlyMap<string, string>;
  readonly platform: ReadonlyMap<string, string>;
}

export async function readSides(source: SourceServer, store: pg.Pool, table: FollowedTable): Promise<Sides> {
  const [there, here] = await Promise.all([
    source.rows(table),
    keyedRows(store, viewOf(table.dataset), {
      ...{ keys: table.key.map(([column]) => `"${keyProperty(column)}"`), revision: 'revision', wide: '"wideRevision"' },
      ...{ name: 'name', income: 'income', at: '"writtenAt"', biography: 'biography' },
    }),
  ]);
  return { source: there, platform: here };
}

/** The platform's view of a dataset. */
export function viewOf(dataset: string): string {
  return dataset.replaceAll(/[.-]/g, '_');
}

/** What differs, key by key; empty when both sides are equal. */
export function differences(table: string, { source, platform }: Sides): readonly string[] {
  const found: string[] = [];
  for (const [key, row] of source) {
    const other = platform.get(key);
    if (other === undefined) found.push(`${table} ${key} is lost: the source has revision ${revisionOf(row)}`);
    else if (other !== row)
      found.push(`${table} ${key} differs: the source has revision ${revisionOf(row)}, the platform ${revisionOf(other)}`);
  }
  for (const [key, row] of platform) {
    if (!source.has(key)) found.push(`${table} ${key} is alive on the platform with revision ${revisionOf(row)}, and not in the source`);
  }
  return found;
}

/** The source's rows in the journal's form. */
export function statesOf(table: FollowedTable, { source }: Sides): readonly Written[] {
  return [...source].map(([key, row]) => {
    const [revision, wide] = row.split('|');
    return { table: table.name, number: Number(key.split('/').at(-1)), revision: Number(revision), wideRevision: Number(wide) };
  });
}

function revisionOf(row: string): string {
  return row.split('|', 1)[0] ?? '';
}
