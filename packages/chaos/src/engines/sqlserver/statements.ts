import { createHash } from 'node:crypto';
import type { FollowedTable } from '../../writing/tables.ts';

/** Texts of our own making alone: nothing in them needs quoting. */
export interface NewRow {
  readonly number: number;
  readonly revision: number;
}

/** Inserts the rows whose number is not there. */
export function insertSql({ name, key, number }: FollowedTable, rows: readonly NewRow[]): string {
  const columns = [...key.map(([column]) => column), 'revision', 'wide_revision', 'ho_ten', 'thu_nhap', 'viet_luc', 'ly_lich'];
  const values = rows.map(({ number: own, revision }) => {
    const keys = key.map(([, value]) => keySql(value, own));
    return `(${[...keys, revision, revision, nameSql(revision), incomeSql(revision), now(), wideSql(revision)].join(', ')})`;
  });
  const taken = columns.map((column) => (column === 'viet_luc' ? 'convert(datetimeoffset(6), v.viet_luc)' : `v.${column}`)).join(', ');
  return `insert into ${name} (${columns.join(', ')}) select ${taken} from (values ${values.join(', ')}) v (${columns.join(', ')})
    where not exists (select 1 from ${name} x where x.${number} = v.${number})`;
}

/** The row's new revision, with or without its wide value, and a new key where it gets one. */
export function updateSql(
  { name, number, key }: FollowedTable,
  row: NewRow,
  options: { readonly withWide: boolean; readonly to?: number },
): string {
  const { revision } = row;
  const keys = options.to === undefined ? [] : key.map(([column, value]) => `${column} = ${keySql(value, options.to ?? 0)}`);
  const wide = options.withWide ? [`wide_revision = ${revision}`, `ly_lich = ${wideSql(revision)}`] : [];
  const values = [
    ...keys,
    `revision = ${revision}`,
    `ho_ten = ${nameSql(revision)}`,
    `thu_nhap = ${incomeSql(revision)}`,
    `viet_luc = ${now()}`,
    ...wide,
  ];
  return `update ${name} set ${values.join(', ')} where ${number} = ${row.number}`;
}

/** Takes the locks of rows that are about to change: a change that changes nothing holds them to the end of its transaction. */
export function lockSql({ name }: FollowedTable, where: string): string {
  return `update ${name} set revision = revision where ${where}`;
}

export function deleteSql({ name, number }: FollowedTable, numbers: readonly number[]): string {
  return `delete from ${name} where ${number} in (${numbers.join(', ')})`;
}

/** The states of the rows that `where` takes: number, revision, wide revision. */
export function statesSql({ name, number }: FollowedTable, where: string): string {
  return `select ${number}, revision, wide_revision from ${name} where ${where}`;
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
  return `'${new Date().toISOString().replace('T', ' ').slice(0, -1)} +00:00'`;
}
