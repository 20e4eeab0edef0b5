/** A table that the writers change and the connector follows. */
export interface FollowedTable {
  readonly name: string;
  readonly dataset: string;
  /** The column that the writers pick rows by; part of the key. */
  readonly number: 'id' | 'so';
  /** Key columns, and their values as SQL over `n`. */
  readonly key: readonly (readonly [column: string, value: string])[];
  /** With `full` the log holds unchanged wide values; with `default` the row is read again. */
  readonly identity: 'default' | 'full';
}

export const citizens: FollowedTable = {
  name: 'cong_dan',
  dataset: 'ho-tich.cong-dan',
  number: 'id',
  key: [['id', 'n']],
  identity: 'default',
};

const births: FollowedTable = {
  name: 'khai_sinh',
  dataset: 'ho-tich.khai-sinh',
  number: 'so',
  key: [
    ['xa', "'xa-' || n % 5"],
    ['so', 'n'],
  ],
  identity: 'full',
};

export const tables = [citizens, births] as const;

/** Rows of these numbers are changed by all writers and never deleted, but by a truncation. */
export const hotNumbers: readonly number[] = [1, 2, 3, 4, 5, 6];
/** This one tells, in each table, when everything before it has arrived. */
export const markerNumber = 0;

/** Everything in a row follows from its key, its revision and the revision in which the wide value was written. */
export const schema = `
create sequence revision;
create function rong(r bigint) returns text immutable language sql as $$ select repeat(md5(r::text), 100) from generate_series(1, 1) $$;
${tables.map(createTable).join('')}
create table nhat_ky (id bigint generated always as identity primary key, viec text);`;

// Uncompressed and out of line: an update that leaves the wide value alone leaves it out of the log.
function createTable({ name, key, identity }: FollowedTable): string {
  const keys = key.map(([column, value]) => `${column} ${value === 'n' ? 'bigint' : 'text'} not null`).join(', ');
  return `
create table ${name} (${keys}, revision bigint not null, wide_revision bigint not null, ho_ten text not null, thu_nhap numeric(15,2) not null,
  viet_luc timestamptz not null, ly_lich text not null, primary key (${key.map(([column]) => column).join(', ')}));
alter table ${name} alter column ly_lich set storage external;
alter table ${name} replica identity ${identity};`;
}
