import { type FollowedTable, tables } from '../../writing/tables.ts';

/** The pluggable database that the tables are in, the root beside it, and the schema of the tables. */
export const pluggable = 'HTPDB';
export const root = 'ORCL';
export const owner = 'HO_TICH';

/** How the changes of the tables are told. */
export type ToldBy = 'logminer' | 'flashback';

/** As an administrator of the root: the connector's account, common to all containers. */
export function rootSchema(reader: string, password: string): readonly string[] {
  return [
    'alter database add supplemental log data',
    `create user ${reader} identified by "${password}" container = all`,
    ...grants(reader),
  ];
}

/** As an administrator of the pluggable database. */
export function accounts(reader: string, password: string): readonly string[] {
  return [
    `create user ${owner} identified by "${password}" quota unlimited on users`,
    `grant create session, create table to ${owner}`,
    ...grants(reader),
  ];
}

/**
 * As their owner. Everything in a row follows from its key, its revision and the revision in which the wide value was written. One table
 * logs all columns, of the other the key alone: its rows are read again.
 */
export function tableSchema(reader: string, toldBy: ToldBy): readonly string[] {
  return [
    ...tables.flatMap((table) => [
      createTable(table),
      `grant select on ${table.name} to ${reader}`,
      toldBy === 'logminer'
        ? `alter table ${table.name} add supplemental log data (${table.identity === 'full' ? 'all' : 'primary key'}) columns`
        : `grant flashback on ${table.name} to ${reader}`,
    ]),
    'create table nhat_ky (viec nvarchar2(100))',
  ];
}

function grants(reader: string): readonly string[] {
  const views = ['v_$database', 'v_$containers', 'v_$log', 'v_$logfile', 'v_$archived_log', 'v_$logmnr_contents', 'gv_$transaction'];
  return [
    `grant create session, logmining, select any transaction to ${reader}`,
    `grant execute on sys.dbms_logmnr to ${reader}`,
    ...views.map((view) => `grant select on sys.${view} to ${reader}`),
  ];
}

function createTable({ name, key }: FollowedTable): string {
  const keys = key.map(([column, value]) => `"${column}" ${value === 'number' ? 'number(18,0)' : 'varchar2(20)'} not null`).join(', ');
  return `create table ${name} (${keys}, "revision" number(18,0) not null, "wide_revision" number(18,0) not null,
    "ho_ten" nvarchar2(100) not null, "thu_nhap" number(15,2) not null, "viet_luc" timestamp(6) with time zone not null,
    "ly_lich" varchar2(4000) not null, primary key (${key.map(([column]) => `"${column}"`).join(', ')}))`;
}
