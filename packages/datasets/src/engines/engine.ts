import type { ColumnType, LegacyRow, LegacyTable } from '../table.ts';

export const engineNames = ['postgres', 'mysql', 'sqlserver', 'oracle', 'mongodb'] as const;
export type EngineName = (typeof engineNames)[number];

/** How one kind of database is told about a legacy table and its rows. */
export interface Engine {
  /** What its own tool reads: `psql`, `mariadb`, `sqlcmd`, `sqlplus`, `mongosh`. */
  readonly tool: string;
  /** Makes schema and table; every column has its habit as a comment. */
  schema(table: LegacyTable): string;
  /** Rows for `tool`, or for `mongoimport`, in pieces of UTF-8 text; nothing is kept of what was given out. */
  load(table: LegacyTable, rows: Iterable<LegacyRow>): Generator<string, void>;
}

export interface Dialect {
  type(type: ColumnType): string;
  /** `create table` and what stands before it. */
  readonly head: (table: LegacyTable) => string;
  readonly foot: string;
  name(name: string): string;
}

/** A `create table` in which each column stands below its habit. */
export function createTable(table: LegacyTable, { type, head, foot, name }: Dialect): string {
  const columns = table.columns.map((column, index) => {
    const required = table.key.includes(column.name) ? ' NOT NULL' : '';
    const comma = index < table.columns.length - 1 || table.key.length > 0 ? ',' : '';
    return `  -- ${column.habit}\n  ${name(column.name)} ${type(column.type)}${required}${comma}`;
  });
  const key = table.key.length === 0 ? [] : [`  PRIMARY KEY (${table.key.map(name).join(', ')})`];
  return `-- ${table.habit}\n${head(table)} (\n${[...columns, ...key].join('\n')}\n)${foot}\n`;
}

/** So many at a time. */
export function* grouped<Item>(items: Iterable<Item>, count: number): Generator<readonly Item[], void> {
  let group: Item[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length < count) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

export function hex(cell: string | Uint8Array): string {
  return (typeof cell === 'string' ? Buffer.from(cell, 'utf8') : Buffer.from(cell)).toString('hex').toUpperCase();
}

/** Text in a column that is written as text; bytes in it would be a mistake of the dataset. */
export function textOf(cell: string | Uint8Array): string {
  if (typeof cell !== 'string') throw new TypeError('bytes stand in a column of Unicode, numbers or times');
  return cell;
}

/** The values of a row in the order of the columns, each with its column's type. */
export function cellsOf(table: LegacyTable, row: LegacyRow, literal: (cell: string | Uint8Array, type: ColumnType) => string): string {
  return table.columns
    .map(({ name, type }) => {
      const cell = row[name] ?? null;
      return cell === null ? 'NULL' : literal(cell, type);
    })
    .join(', ');
}
