import { type CatalogueKey, gatherKeys, type KeyPart, type TableColumn, type TableEntry } from '@lienthong/adapter-kit';
import type { CollectionName } from '@lienthong/core';
import type { Row, Session, Value } from './client.ts';
import { type BindList, createBinds, type Statement } from './sql.ts';

export interface CatalogueColumn extends TableColumn {
  /** Without its measures: `TIMESTAMP WITH TIME ZONE`. */
  readonly type: string;
  /** Bytes. */
  readonly length: number;
  /** Characters, of texts. */
  readonly characters: number;
  /** Declared by characters and not by bytes. */
  readonly byCharacters: boolean;
  /** Of a number; of an interval its first digits. */
  readonly precision: number | undefined;
  /** Of a number, may be negative; of a time or an interval the digits of the second. */
  readonly scale: number | undefined;
}

export interface CatalogueTable extends TableEntry {
  readonly objectId: number;
  /** When its definition was changed last, as the server prints it. */
  readonly modified: string;
  readonly indexOrganized: boolean;
  readonly temporary: boolean;
}

export type { CatalogueKey };

/** Which tables: by exact names, or all of the database. */
export type Scope = readonly CollectionName[] | 'all';

function where(scope: Scope, owner: string, name: string, binds: BindList): string {
  if (scope === 'all') return '';
  const tables = scope.map((one) => `(${owner} = ${binds.add('s', 'text', one.schema)} and ${name} = ${binds.add('n', 'text', one.name)})`);
  return ` and (${tables.join(' or ') || '1 = 0'})`;
}

/** What Oracle brings along is nobody's data. Servers before 12.1 do not tell which that is. */
function ofPeople(owner: string, major: number): string {
  return major >= 12
    ? `${owner} in (select u.username from all_users u where u.oracle_maintained = 'N')`
    : `${owner} not in ('SYS', 'SYSTEM', 'OUTLN', 'DBSNMP', 'XDB', 'CTXSYS', 'MDSYS', 'ORDSYS', 'ORDDATA', 'ORDPLUGINS', 'WMSYS', 'EXFSYS', 'OLAPSYS', 'SYSMAN', 'APEX_030200', 'FLOWS_FILES')`;
}

export function tablesStatement(scope: Scope, major: number): Statement {
  const binds = createBinds();
  const named = where(scope, 'o.owner', 'o.object_name', binds);
  return {
    text: `select o.owner, o.object_name, o.object_type, o.object_id, to_char(o.last_ddl_time, 'YYYY-MM-DD HH24:MI:SS'), t.num_rows, t.partitioned, t.iot_type, t.temporary, m.mview_name, c.comments
from all_objects o
left join all_tables t on t.owner = o.owner and t.table_name = o.object_name and o.object_type = 'TABLE'
left join all_mviews m on m.owner = o.owner and m.mview_name = o.object_name
left join all_tab_comments c on c.owner = o.owner and c.table_name = o.object_name and c.table_type = o.object_type
where o.object_type in ('TABLE', 'VIEW') and o.secondary = 'N' and ${ofPeople('o.owner', major)} and (o.object_type = 'VIEW' or t.nested = 'NO' and (t.iot_type is null or t.iot_type = 'IOT'))${named}
order by o.owner, o.object_name`,
    binds: binds.all,
  };
}

/** Tables and views that this login may see. */
export async function loadTables(session: Session, scope: Scope, signal: AbortSignal): Promise<readonly CatalogueTable[]> {
  const rows = await session.query(tablesStatement(scope, session.server.major), signal);
  return rows.map(toTable);
}

function toTable([schema, name, type, objectId, modified, rows, partitioned, iot, temporary, mview, text]: Row): CatalogueTable {
  return {
    schema: String(schema),
    name: String(name),
    kind: type === 'VIEW' ? 'view' : mview !== null ? 'materialized-view' : partitioned === 'YES' ? 'partitioned-table' : 'table',
    objectId: Number(objectId),
    modified: String(modified),
    rows: rows === null ? undefined : Number(rows),
    indexOrganized: iot === 'IOT',
    temporary: temporary === 'Y',
    comment: textOf(text),
  };
}

export function columnsStatement(scope: Scope, major: number): Statement {
  const binds = createBinds();
  return {
    text: `select c.owner, c.table_name, c.column_name, c.data_type, c.data_length, c.char_length, c.char_used, c.data_precision, c.data_scale, c.nullable, c.virtual_column, m.comments
from all_tab_cols c
left join all_col_comments m on m.owner = c.owner and m.table_name = c.table_name and m.column_name = c.column_name
where c.hidden_column = 'NO' and ${ofPeople('c.owner', major)}${where(scope, 'c.owner', 'c.table_name', binds)}
order by c.owner, c.table_name, c.column_id`,
    binds: binds.all,
  };
}

/** Columns in their order. Only those of tables are here that this login may see. */
export async function loadColumns(session: Session, scope: Scope, signal: AbortSignal): Promise<readonly CatalogueColumn[]> {
  const rows = await session.query(columnsStatement(scope, session.server.major), signal);
  return rows.map(toColumn);
}

const measures = /\((\d+)\)/g;

function toColumn([
  schema,
  table,
  name,
  declared,
  length,
  characters,
  used,
  precision,
  scale,
  nullable,
  generated,
  text,
]: Row): CatalogueColumn {
  return {
    schema: String(schema),
    table: String(table),
    name: String(name),
    type: String(declared).replaceAll(measures, ''),
    length: Number(length),
    characters: Number(characters ?? 0),
    byCharacters: used === 'C',
    precision: precision === null ? undefined : Number(precision),
    scale: scale === null ? undefined : Number(scale),
    nullable: nullable === 'Y',
    generated: generated === 'YES',
    comment: textOf(text),
  };
}

export function keysStatement(scope: Scope, major: number): Statement {
  const binds = createBinds();
  return {
    text: `select c.owner, c.table_name, c.constraint_name, c.constraint_type, k.column_name
from all_constraints c join all_cons_columns k on k.owner = c.owner and k.constraint_name = c.constraint_name and k.table_name = c.table_name
where c.constraint_type in ('P', 'U') and c.status = 'ENABLED' and c.validated = 'VALIDATED' and ${ofPeople('c.owner', major)}${where(scope, 'c.owner', 'c.table_name', binds)}
order by c.owner, c.table_name, c.constraint_type, c.constraint_name, k.position`,
    binds: binds.all,
  };
}

export function indexesStatement(scope: Scope, major: number): Statement {
  const binds = createBinds();
  return {
    text: `select i.table_owner, i.table_name, i.index_name, 'U', k.column_name
from all_indexes i join all_ind_columns k on k.index_owner = i.owner and k.index_name = i.index_name
where i.uniqueness = 'UNIQUE' and i.index_type = 'NORMAL' and i.status in ('VALID', 'N/A') and ${ofPeople('i.table_owner', major)}${where(scope, 'i.table_owner', 'i.table_name', binds)}
order by i.table_owner, i.table_name, i.index_name, k.column_position`,
    binds: binds.all,
  };
}

/** What lets no two rows share its columns: the primary key first, then constraints, then indexes. */
export async function loadKeys(session: Session, scope: Scope, signal: AbortSignal): Promise<readonly CatalogueKey[]> {
  const { major } = session.server;
  // The index of a constraint often has its name: the two must not become one key of twice as many columns.
  const constraints = await session.query(keysStatement(scope, major), signal);
  const indexes = await session.query(indexesStatement(scope, major), signal);
  const all = [...gatherKeys(constraints.map(toKeyPart)), ...gatherKeys(indexes.map(toKeyPart))];
  // The index of a constraint says the same once more.
  const of = ({ schema, table, columns }: CatalogueKey) => JSON.stringify([schema, table, columns]);
  return all.filter((key, index) => all.findIndex((other) => of(other) === of(key)) === index);
}

function toKeyPart(row: Row): KeyPart {
  const [schema = '', table = '', name = '', type = '', column = ''] = row.map(String);
  return { schema, table, name, primary: type === 'P', unique: true, column };
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
