import { createHash } from 'node:crypto';
import type { FollowedTable } from '../../writing/tables.ts';

/** Texts of our own making alone: nothing in them needs quoting. */
export interface NewRow {
  readonly number: number;
  readonly revision: number;
}

const valueColumns = ['revision', 'wide_revision', 'ho_ten', 'thu_nhap', 'viet_luc', 'ly_lich'];

/** Inserts the rows whose number is not there. */
export function insertSql({ name, key, number }: FollowedTable, rows: readonly NewRow[]): string {
  const columns = [...key.map(([column]) => column), ...valueColumns].map(quote);
  const lines = rows.map(({ number: own, revision }) => {
    const keys = key.map(([, value]) => keySql(value, own));
    const values = [...keys, revision, revision, nameSql(revision), incomeSql(revision), now(), wideSql(revision)];
    return `select ${values.map((value, index) => `${value} ${columns[index] ?? ''}`).join(', ')} from dual`;
  });
  return `insert into ${name} (${columns.join(', ')}) select ${columns.map((column) => `v.${column}`).join(', ')} from (${lines.join(' union all ')}) v
    where not exists (select 1 from ${name} x where x.${quote(number)} = v.${quote(number)})`;
}

/** The row's new revision, with or without its wide value, and a new key where it gets one. */
export function updateSql(
  { name, number, key }: FollowedTable,
  row: NewRow,
  options: { readonly withWide: boolean; readonly to?: number },
): string {
  const { revision } = row;
  const keys = options.to === undefined ? [] : key.map(([column, value]) => [column, keySql(value, options.to ?? 0)] as const);
  const wide = options.withWide ? [['wide_revision', revision] as const, ['ly_lich', wideSql(revision)] as const] : [];
  const values = [
    ...keys,
    ['revision', revision] as const,
    ['ho_ten', nameSql(revision)] as const,
    ['thu_nhap', incomeSql(revision)] as const,
    ['viet_luc', now()] as const,
    ...wide,
  ];
  return `update ${name} set ${values.map(([column, value]) => `${quote(column)} = ${value}`).join(', ')} where ${quote(number)} = ${row.number}`;
}

export function deleteSql({ name, number }: FollowedTable, numbers: readonly number[]): string {
  return `delete from ${name} where ${quote(number)} in (${numbers.join(', ')})`;
}

/** The states of the rows that `where` takes: number, revision, wide revision. */
export function statesSql({ name, number }: FollowedTable, where: string): string {
  return `select ${quote(number)}, "revision", "wide_revision" from ${name} where ${where}`;
}

/** Every value of every row as text, key columns first. */
export function rowsSql({ name, key }: FollowedTable): string {
  const moment = 'to_char("viet_luc", \'YYYY-MM-DD HH24:MI:SS.FF6\')';
  const values = ['to_char("revision")', 'to_char("wide_revision")', '"ho_ten"', 'to_char("thu_nhap")', moment, '"ly_lich"'];
  return `select ${[...key.map(([column]) => `to_char(${quote(column)})`), ...values].join(', ')} from ${name}`;
}

export function totalsSql({ name }: FollowedTable): string {
  const sums = 'count(*) as c, sum("thu_nhap") as i, sum("revision") as r, sum(length("ly_lich")) as l';
  return `select to_char(t.c), to_char(coalesce(t.i, 0)), to_char(coalesce(t.r, 0)), to_char(coalesce(t.l, 0)) from (select ${sums} from ${name}) t`;
}

export function quote(name: string): string {
  return `"${name}"`;
}

function keySql(value: FollowedTable['key'][number][1], number: number): string {
  return value === 'number' ? String(number) : `'xa-${number % 5}'`;
}

function nameSql(revision: number): string {
  return `N'Nguyễn Văn ${revision}'`;
}

function incomeSql(revision: number): string {
  return `${revision % 1_000_003}.25`;
}

function wideSql(revision: number): string {
  return `'${createHash('sha256').update(String(revision)).digest('hex').repeat(50)}'`;
}

function now(): string {
  return `timestamp '${new Date().toISOString().replace('T', ' ').slice(0, -1)} +00:00'`;
}
