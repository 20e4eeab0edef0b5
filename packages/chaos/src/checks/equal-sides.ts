import type pg from 'pg';
import { keyProperty } from '../contract.ts';
import type { Written } from '../writing/journal.ts';
import type { FollowedTable } from '../writing/tables.ts';

/** Every value of every row on both sides, read by SQL. */
export interface Sides {
  readonly source: ReadonlyMap<string, string>;
  readonly platform: ReadonlyMap<string, string>;
}

export async function readSides(source: pg.Pool, store: pg.Pool, table: FollowedTable): Promise<Sides> {
  const keys = table.key.map(([column]) => column);
  const names = keys.map((column) => `"${keyProperty(column)}"`);
  const view = viewOf(table.dataset);
  const [there, here] = await Promise.all([
    readRows(source, table.name, keys, {
      revision: 'revision',
      wide: 'wide_revision',
      name: 'ho_ten',
      income: 'thu_nhap',
      at: 'viet_luc',
      biography: 'ly_lich',
    }),
    readRows(store, view, names, {
      revision: 'revision',
      wide: '"wideRevision"',
      name: 'name',
      income: 'income',
      at: '"writtenAt"',
      biography: 'biography',
    }),
  ]);
  return { source: there, platform: here };
}

type Columns = Readonly<Record<'revision' | 'wide' | 'name' | 'income' | 'at' | 'biography', string>>;

async function readRows(pool: pg.Pool, from: string, keys: readonly string[], columns: Columns): Promise<ReadonlyMap<string, string>> {
  const { revision, wide, name, income, at, biography } = columns;
  const instant = `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`;
  const { rows } = await pool.query<{ key: string; row: string }>(
    `select concat_ws('/', ${keys.join(', ')}) as key, concat_ws('|', ${revision}, ${wide}, ${name}, ${income}, ${instant}, ${biography}) as row from ${from}`,
  );
  return new Map(rows.map(({ key, row }) => [key, row]));
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
