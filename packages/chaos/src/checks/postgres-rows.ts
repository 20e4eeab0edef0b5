import type pg from 'pg';

/** What the columns of a row are called, key columns first. */
export interface RowColumns {
  readonly keys: readonly string[];
  readonly revision: string;
  readonly wide: string;
  readonly name: string;
  readonly income: string;
  readonly at: string;
  readonly biography: string;
}

/** Every row of a table or view: its key with `/` between columns, its values with `|`, instants in UTC with microseconds. */
export async function keyedRows(pool: pg.Pool, from: string, columns: RowColumns): Promise<ReadonlyMap<string, string>> {
  const { keys, revision, wide, name, income, at, biography } = columns;
  const instant = `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`;
  const { rows } = await pool.query<{ key: string; row: string }>(
    `select concat_ws('/', ${keys.join(', ')}) as key, concat_ws('|', ${revision}, ${wide}, ${name}, ${income}, ${instant}, ${biography}) as row from ${from}`,
  );
  return new Map(rows.map(({ key, row }) => [key, row]));
}

/** Count and sums of income, revision and length of the wide value. */
export async function totalsOf(
  pool: pg.Pool,
  from: string,
  { income, biography }: Pick<RowColumns, 'income' | 'biography'>,
): Promise<string> {
  const { rows } = await pool.query<{ totals: string }>(
    `select concat_ws(' ', count(*), coalesce(sum(${income}), 0), coalesce(sum(revision), 0), coalesce(sum(length(${biography})), 0)) as totals from ${from}`,
  );
  return rows[0]?.totals ?? '';
}
