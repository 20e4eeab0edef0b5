import { type FollowedTable, tables } from '../../writing/tables.ts';

export const database = 'ho_tich';
export const another = 'dat_dai';

/** Everything in a row follows from its key, its revision and the revision in which the wide value was written. */
export const schema: readonly string[] = [
  `create database ${database}`,
  `create database ${another}`,
  `use ${database}`,
  ...tables.map(createTable),
  'create table nhat_ky (id bigint auto_increment primary key, viec text)',
];

// With an index of its own for the number: without one every statement would lock rows that it does not want.
function createTable({ name, key, number }: FollowedTable): string {
  const keys = key.map(([column, value]) => `${column} ${value === 'number' ? 'bigint' : 'varchar(20)'} not null`).join(', ');
  return `create table ${name} (${keys}, revision bigint not null, wide_revision bigint not null, ho_ten varchar(100) not null, thu_nhap decimal(15,2) not null,
    viet_luc timestamp(6) not null default '2000-01-01 00:00:00', ly_lich text not null, primary key (${key.map(([column]) => column).join(', ')}), key (${number}))`;
}
