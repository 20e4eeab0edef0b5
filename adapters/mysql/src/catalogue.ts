import type { CatalogueKey, TableColumn, TableEntry } from '@lienthong/adapter-kit';
import type { CollectionName } from '@lienthong/core';
import type { RawRow, RawValue, Session } from './client.ts';
import { textLiteral } from './sql.ts';

export interface CatalogueColumn extends TableColumn {
  /** `DATA_TYPE`, small letters; `json` also where MariaDB has a check instead of the type. */
  readonly type: string;
  /** `COLUMN_TYPE`, as people write it: `int(10) unsigned`, `enum('a','b')`. */
  readonly native: string;
  /** Of texts, enums and sets. */
  readonly charset: string | undefined;
  readonly precision: number;
  readonly scale: number | undefined;
  /** Digits of a second's fraction. */
  readonly fraction: number;
  /** Bytes, of binary columns and texts. */
  readonly octets: number;
}

export interface CatalogueTable extends TableEntry {
  readonly engine: string | undefined;
}

/** Which tables: by exact names, or all of a database. */
export type Scope = readonly CollectionName[] | { readonly schema: string };

// The catalogue compares names without case, also on servers where T and t are two tables.
function where(scope: Scope, schemaColumn = 'table_schema'): string {
  const same = (column: string, name: string) =>
    `${column} = ${textLiteral(name)} and (@@lower_case_table_names <> 0 or binary ${column} = ${textLiteral(name)})`;
  if ('schema' in scope) return same(schemaColumn, scope.schema);
  const tables = scope.map(({ schema, name }) => `(${same(schemaColumn, schema)} and ${same('table_name', name)})`);
  return `(${tables.join(' or ') || 'false'})`;
}

/** Tables and views that this login may see. */
export async function loadTables(session: Session, scope: Scope, signal: AbortSignal): Promise<readonly CatalogueTable[]> {
  const rows = await session.query(
    `select table_schema, table_name, table_type, engine, table_rows, table_comment from information_schema.tables
     where ${where(scope)} and table_type in ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') order by table_schema, table_name`,
    signal,
  );
  return rows.map((row) => ({
    schema: row[0] ?? '',
    name: row[1] ?? '',
    kind: row[2] === 'VIEW' ? 'view' : 'table',
    engine: row[3] ?? undefined,
    rows: numberOf(row[4]),
    comment: row[2] === 'VIEW' ? undefined : textOf(row[5]) || undefined,
  }));
}

/** Columns in their order. Only those are here that this login may read. */
export async function loadColumns(session: Session, scope: Scope, signal: AbortSignal): Promise<readonly CatalogueColumn[]> {
  const rows = await session.query(
    `select table_schema, table_name, column_name, lower(data_type), column_type, is_nullable, character_set_name,
       numeric_precision, numeric_scale, datetime_precision, character_octet_length, extra, column_comment
     from information_schema.columns where ${where(scope)} and find_in_set('select', privileges) > 0
     order by table_schema, table_name, ordinal_position`,
    signal,
  );
  const json = await loadJsonChecks(session, scope, signal);
  return rows.map((row) => toColumn(row, json));
}

function toColumn(row: RawRow, json: ReadonlySet<string>): CatalogueColumn {
  const [schema = '', table = '', name = '', type = ''] = row.slice(0, 4).map(textOf);
  const isJson = type === 'longtext' && json.has(JSON.stringify([schema, table, name]));
  return {
    schema,
    table,
    name,
    type: isJson ? 'json' : (synonyms[type] ?? type),
    native: textOf(row[4]),
    nullable: row[5] === 'YES',
    charset: row[6] ?? undefined,
    precision: numberOf(row[7]) ?? 0,
    scale: numberOf(row[8]),
    fraction: numberOf(row[9]) ?? 0,
    octets: numberOf(row[10]) ?? 0,
    generated: /\b(?:VIRTUAL|STORED|PERSISTENT)\b/i.test(textOf(row[11])),
    comment: textOf(row[12]) || undefined,
  };
}

function textOf(value: RawValue | undefined): string {
  return value ?? '';
}

function numberOf(value: RawValue | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

const synonyms: Readonly<Record<string, string>> = { geomcollection: 'geometrycollection' };

/** MariaDB's JSON is a longtext with this check, which it makes itself. */
async function loadJsonChecks(session: Session, scope: Scope, signal: AbortSignal): Promise<ReadonlySet<string>> {
  if (session.version.product !== 'MariaDB') return new Set();
  const rows = await session.query(
    `select constraint_schema, table_name, check_clause from information_schema.check_constraints
     where ${where(scope, 'constraint_schema')} and check_clause like 'json_valid(%'`,
    signal,
  );
  return new Set(
    rows.flatMap(([schema, table, clause]) => {
      const name = /^json_valid\(`((?:[^`]|``)+)`\)$/i.exec(clause ?? '')?.[1];
      return name === undefined ? [] : [JSON.stringify([schema, table, name.replaceAll('``', '`')])];
    }),
  );
}

export type { CatalogueKey };

/** Indexes that put whole columns in order; those over a part of a text or over an expression are none of them. */
export async function loadKeys(session: Session, scope: Scope, signal: AbortSignal): Promise<readonly CatalogueKey[]> {
  const expression = session.version.product === 'MySQL' && session.version.number >= 80_013 ? 'expression' : 'null';
  const hidden = session.version.product === 'MySQL' && session.version.number >= 80_000 ? "is_visible = 'NO'" : 'false';
  const rows = await session.query(
    `select table_schema, table_name, index_name, non_unique, column_name, sub_part, ${expression}, ${hidden} from information_schema.statistics
     where ${where(scope)} and index_type = 'BTREE' order by table_schema, table_name, index_name = 'PRIMARY' desc, non_unique, index_name, seq_in_index`,
    signal,
  );
  const keys = new Map<string, CatalogueKey & { readonly columns: string[]; whole: boolean }>();
  for (const row of rows) {
    const [schema = '', table = '', name = '', , column = ''] = row.slice(0, 5).map(textOf);
    const place = JSON.stringify([schema, table, name]);
    const of = { schema, table, name, primary: name === 'PRIMARY', unique: row[3] === '0' };
    const key = keys.get(place) ?? { ...of, columns: [], whole: true };
    keys.set(place, key);
    key.columns.push(column);
    key.whole &&= column !== '' && row[5] === null && row[6] === null && row[7] !== '1';
  }
  return [...keys.values()].filter(({ whole }) => whole);
}
