import { type FollowedTable, tables } from '../../writing/tables.ts';

export const database = 'ho_tich';
export const another = 'dat_dai';

/** How the changes of the tables are kept. */
export type KeptBy = 'change-tracking' | 'cdc';

/** Everything in a row follows from its key, its revision and the revision in which the wide value was written. */
export function schema(keptBy: KeptBy): readonly string[] {
  const keeping =
    keptBy === 'cdc'
      ? ['exec sys.sp_cdc_enable_db', ...tables.map(capture)]
      : [
          `alter database ${database} set change_tracking = on (change_retention = 2 days, auto_cleanup = off)`,
          ...tables.map(({ name }) => `alter table ${name} enable change_tracking`),
        ];
  return [
    `alter database ${database} set allow_snapshot_isolation on`,
    ...tables.map(createTable),
    'create table nhat_ky (id bigint identity primary key, viec nvarchar(100))',
    ...keeping,
  ];
}

function capture({ name }: FollowedTable): string {
  return `exec sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'${name}', @role_name = null`;
}

function createTable({ name, key }: FollowedTable): string {
  const keys = key.map(([column, value]) => `${column} ${value === 'number' ? 'bigint' : 'varchar(20)'} not null`).join(', ');
  return `create table ${name} (${keys}, revision bigint not null, wide_revision bigint not null, ho_ten nvarchar(100) not null,
    thu_nhap decimal(15,2) not null, viet_luc datetimeoffset(6) not null, ly_lich varchar(max) not null,
    primary key (${key.map(([column]) => column).join(', ')}))`;
}
