import type { FollowedTable } from '../../writing/tables.ts';

// Assignments of one table are made from the left: what stands behind sees the new revision.
const name = "ho_ten = concat('Nguyễn Văn ', revision), thu_nhap = revision % 1000003 + 0.25, viet_luc = sysdate(6)";
const wide = 'wide_revision = revision, ly_lich = repeat(sha2(revision, 256), 50)';

/** Inserts `[number, revision]` of the JSON list, where the number is not there. */
export function insertSql({ name: table, key }: FollowedTable): string {
  const columns = [...key.map(([column]) => column), 'revision', 'wide_revision', 'ho_ten', 'thu_nhap', 'viet_luc', 'ly_lich'];
  const keys = key.map(([, value]) => keySql(value, 'n'));
  return `insert ignore into ${table} (${columns.join(', ')})
    select ${keys.join(', ')}, r, r, concat('Nguyễn Văn ', r), r % 1000003 + 0.25, sysdate(6), repeat(sha2(r, 256), 50)
    from json_table(?, '$[*]' columns (n bigint path '$[0]', r bigint path '$[1]')) wanted`;
}

/** Updates the numbers of a list; the revision of each is the first parameter and its number. */
export function updateSql({ name: table, number }: FollowedTable, withWide: boolean): string {
  return `update ${table} set revision = ? + ${number}, ${name}${withWide ? `, ${wide}` : ''} where ${number} in (?)`;
}

/** Parameters: `to`, once for each key column, the revision, `from`. */
export function keyChangeSql({ name: table, number, key }: FollowedTable): string {
  const keys = key.map(([column, value]) => `${column} = ${keySql(value, '?')}`).join(', ');
  return `update ${table} set ${keys}, revision = ?, ${name} where ${number} = ?`;
}

export function deleteSql({ name: table, number }: FollowedTable): string {
  return `delete from ${table} where ${number} in (?)`;
}

/** The states of the rows that `where` takes. */
export function statesSql({ name: table, number }: FollowedTable, where: string): string {
  return `select ${number} as number, revision, wide_revision as wide from ${table} where ${where}`;
}

function keySql(value: FollowedTable['key'][number][1], number: string): string {
  return value === 'number' ? number : `concat('xa-', ${number} % 5)`;
}
