import type { FollowedTable } from '../../writing/tables.ts';

// `nextval` is taken anew when a row turns out to be locked: per key, revisions grow in the order of commits.
// A target list is computed from the left, so currval is this row's.
const written = ["nextval('revision')", "currval('revision')"] as const;
const name = "'Nguyễn Văn ' || currval('revision')";
const income = "currval('revision') % 1000003 + 0.25";
const wide = "rong(currval('revision'))";

/** Inserts the numbers in `$1` that are not there. */
export function insertSql({ name: table, key, number }: FollowedTable): string {
  const columns = [...key.map(([column]) => column), 'revision', 'wide_revision', 'ho_ten', 'thu_nhap', 'viet_luc', 'ly_lich'];
  const values = [...key.map(([, value]) => keySql(value, 'n')), ...written, name, income, 'clock_timestamp()', wide];
  return `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from unnest($1::bigint[]) n
    on conflict do nothing ${returning(number)}`;
}

/** Updates the numbers from `$1` to `$2`, with or without their wide value. */
export function updateSql({ name: table, number }: FollowedTable, withWide: boolean): string {
  return `update ${table} set ${changed(withWide)} where ${number} between $1::bigint and $2::bigint ${returning(number)}`;
}

/** Gives the row `$1` the number `$2`, if that is free. */
export function keyChangeSql({ name: table, number, key }: FollowedTable): string {
  const keys = key.map(([column, value]) => `${column} = ${keySql(value, '$2::bigint')}`).join(', ');
  return `update ${table} set ${keys}, ${changed(false)} where ${number} = $1::bigint
    and not exists (select from ${table} where ${number} = $2::bigint) ${returning(number)}`;
}

export function deleteSql({ name: table, number }: FollowedTable): string {
  return `delete from ${table} where ${number} = any($1::bigint[])`;
}

function keySql(value: FollowedTable['key'][number][1], number: string): string {
  return value === 'number' ? number : `'xa-' || ${number} % 5`;
}

function changed(withWide: boolean): string {
  const columns = `revision = nextval('revision'), ho_ten = ${name}, thu_nhap = ${income}, viet_luc = clock_timestamp()`;
  return withWide ? `${columns}, wide_revision = currval('revision'), ly_lich = ${wide}` : columns;
}

function returning(number: string): string {
  return `returning ${number}::text as number, revision::text, wide_revision::text`;
}
