import { type FollowedTable, tables } from '../../writing/tables.ts';

/** Everything in a row follows from its key, its revision and the revision in which the wide value was written. */
export const schema = `
create sequence revision;
create function rong(r bigint) returns text immutable language sql as $$ select repeat(encode(sha256(r::text::bytea), 'hex'), 50) from generate_series(1, 1) $$;
${tables.map(createTable).join('')}
create table nhat_ky (id bigint generated always as identity primary key, viec text);`;

// Uncompressed and out of line: an update that leaves the wide value alone leaves it out of the log.
function createTable({ name, key, identity }: FollowedTable): string {
  const keys = key.map(([column, value]) => `${column} ${value === 'number' ? 'bigint' : 'text'} not null`).join(', ');
  return `
create table ${name} (${keys}, revision bigint not null, wide_revision bigint not null, ho_ten text not null, thu_nhap numeric(15,2) not null,
  viet_luc timestamptz not null, ly_lich text not null, primary key (${key.map(([column]) => column).join(', ')}));
alter table ${name} alter column ly_lich set storage external;
alter table ${name} replica identity ${identity};`;
}
