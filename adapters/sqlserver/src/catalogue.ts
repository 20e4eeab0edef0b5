import { type CatalogueKey, gatherKeys, type TableColumn, type TableEntry } from '@lienthong/adapter-kit';
import type { CollectionName } from '@lienthong/core';
import type { Row, Session, Value } from './client.ts';
import { createParameters, type ParameterList, type Statement } from './sql.ts';

export interface CatalogueColumn extends TableColumn {
  /** The base type, small letters: an alias type is the type that it stands for. */
  readonly type: string;
  /** Bytes; -1 is `max`. */
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  /** Of texts. */
  readonly collation: string | undefined;
  readonly codePage: number | undefined;
}

export interface CatalogueTable extends TableEntry {
  readonly objectId: number;
  /** When its definition was changed last, as the server prints it. */
  readonly modified: string;
}

export type { CatalogueKey };

/** Which tables: by exact names, or all of the database. */
export type Scope = readonly CollectionName[] | 'all';

/** Catalogues compare names as the database's collation does: the exact ones are picked afterwards. */
function where(scope: Scope, parameters: ParameterList): string {
  if (scope === 'all') return '';
  const tables = scope.map(
    ({ schema, name }) => `(s.name = ${parameters.add('s', 'text', schema)} and o.name = ${parameters.add('n', 'text', name)})`,
  );
  return ` and (${tables.join(' or ') || '1 = 0'})`;
}

function isWithin(scope: Scope, schema: string, name: string): boolean {
  return scope === 'all' || scope.some((one) => one.schema === schema && one.name === name);
}

const commented = (id: string, column: string) =>
  `left join sys.extended_properties as e on e.class = 1 and e.major_id = ${id} and e.minor_id = ${column} and e.name = N'MS_Description'`;

export function tablesStatement(scope: Scope): Statement {
  const parameters = createParameters();
  return {
    text: `select s.name, o.name, o.type, o.object_id, convert(varchar(23), o.modify_date, 121), (select sum(p.rows) from sys.partitions as p where p.object_id = o.object_id and p.index_id in (0, 1)), convert(nvarchar(4000), e.value)
from sys.objects as o join sys.schemas as s on s.schema_id = o.schema_id
${commented('o.object_id', '0')}
where o.type in ('U', 'V') and o.is_ms_shipped = 0${where(scope, parameters)} order by s.name, o.name`,
    parameters: parameters.all,
  };
}

/** Tables and views that this login may see. */
export async function loadTables(session: Session, scope: Scope, signal: AbortSignal): Promise<readonly CatalogueTable[]> {
  const rows = await session.query(tablesStatement(scope), signal);
  return rows.map(toTable).filter(({ schema, name }) => isWithin(scope, schema, name));
}

function toTable([schema, name, type, objectId, modified, rows, text]: Row): CatalogueTable {
  const isView = String(type).trim() === 'V';
  return {
    schema: String(schema),
    name: String(name),
    kind: isView ? 'view' : 'table',
    objectId: Number(objectId),
    modified: String(modified),
    rows: isView || rows === null ? undefined : Number(rows),
    comment: textOf(text),
  };
}

export function columnsStatement(scope: Scope): Statement {
  const parameters = createParameters();
  return {
    text: `select s.name, o.name, c.name, coalesce(b.name, t.name), convert(int, c.max_length), convert(int, c.precision), convert(int, c.scale), c.is_nullable, c.is_computed, c.collation_name, convert(int, collationproperty(c.collation_name, 'CodePage')), convert(nvarchar(4000), e.value)
from sys.columns as c join sys.objects as o on o.object_id = c.object_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.types as t on t.user_type_id = c.user_type_id left join sys.types as b on b.user_type_id = c.system_type_id
${commented('c.object_id', 'c.column_id')}
where o.type in ('U', 'V') and o.is_ms_shipped = 0${where(scope, parameters)} and has_perms_by_name(quotename(s.name) + N'.' + quotename(o.name), N'OBJECT', N'SELECT', c.name, N'COLUMN') = 1
order by s.name, o.name, c.column_id`,
    parameters: parameters.all,
  };
}

/** Columns in their order. Only those are here that this login may read. */
export async function loadColumns(session: Session, scope: Scope, signal: AbortSignal): Promise<readonly CatalogueColumn[]> {
  const rows = await session.query(columnsStatement(scope), signal);
  return rows.map(toColumn).filter(({ schema, table }) => isWithin(scope, schema, table));
}

function toColumn(row: Row): CatalogueColumn {
  const [schema, table, name, type, length, precision, scale, nullable, generated, collation, codePage, text] = row;
  return {
    schema: String(schema),
    table: String(table),
    name: String(name),
    type: String(type),
    length: Number(length),
    precision: Number(precision),
    scale: Number(scale),
    nullable: nullable === true,
    generated: generated === true,
    collation: textOf(collation),
    codePage: codePage === null ? undefined : Number(codePage),
    comment: textOf(text),
  };
}

export function keysStatement(scope: Scope): Statement {
  const parameters = createParameters();
  return {
    text: `select s.name, o.name, i.name, i.is_primary_key, i.is_unique, c.name
from sys.indexes as i join sys.objects as o on o.object_id = i.object_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.index_columns as k on k.object_id = i.object_id and k.index_id = i.index_id join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
where o.type = 'U' and o.is_ms_shipped = 0${where(scope, parameters)} and i.type in (1, 2) and i.is_disabled = 0 and i.is_hypothetical = 0 and i.has_filter = 0 and k.is_included_column = 0
order by s.name, o.name, i.is_primary_key desc, i.is_unique desc, i.index_id, k.key_ordinal`,
    parameters: parameters.all,
  };
}

/** Indexes that put whole columns of all rows in order; the primary key first, then the other unique ones. */
export async function loadKeys(session: Session, scope: Scope, signal: AbortSignal): Promise<readonly CatalogueKey[]> {
  const rows = await session.query(keysStatement(scope), signal);
  const parts = rows.map((row) => {
    const [schema = '', table = '', name = ''] = row.slice(0, 3).map(String);
    return { schema, table, name, primary: row[3] === true, unique: row[4] === true, column: String(row[5]) };
  });
  return gatherKeys(parts).filter(({ schema, table }) => isWithin(scope, schema, table));
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
