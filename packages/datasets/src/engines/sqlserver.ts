import type { ColumnType, LegacyTable } from '../table.ts';
import { cellsOf, createTable, type Engine, grouped, hex, textOf } from './engine.ts';

/** A database with a collation of code page 1252, in which the bytes of fonts stand: under another one the server would convert them. */
export const sqlserver: Engine = {
  tool: 'sqlcmd -f 65001',
  schema: (table) =>
    createTable(table, {
      type: columnType,
      head: ({ schema, name }) =>
        `-- For a database with a collation of code page 1252, such as Latin1_General_CI_AS.\nIF SCHEMA_ID(N'${schema}') IS NULL EXEC(N'CREATE SCHEMA ${schema}');\nGO\nCREATE TABLE ${schema}.${name}`,
      foot: ';\nGO',
      name: (name) => name,
    }),
  *load(table, rows) {
    yield 'SET NOCOUNT ON;\nGO\n';
    // A thousand rows are the most that one VALUES may have.
    for (const group of grouped(rows, 500)) {
      yield `${insert(table)}\n${group.map((row) => `(${cellsOf(table, row, literal)})`).join(',\n')};\nGO\n`;
    }
  },
};

function insert({ schema, name, columns }: LegacyTable): string {
  return `INSERT INTO ${schema}.${name} (${columns.map((column) => column.name).join(', ')}) VALUES`;
}

/** All values of a column are of one type: in a list of rows a single N'…' would make national characters of all the others. */
function literal(cell: string | Uint8Array, type: ColumnType): string {
  switch (type.kind) {
    case 'file':
      return `0x${hex(cell)}`;
    case 'char':
    case 'varchar':
      if (type.text === 'unicode') return national(cell);
      return type.text === 'ascii' ? `'${textOf(cell).replaceAll("'", "''")}'` : `CAST(0x${hex(cell)} AS varchar(8000))`;
    case 'note':
      return national(cell);
    case 'number':
      return textOf(cell);
    case 'date':
      return `'${textOf(cell).replaceAll('-', '')}'`;
    case 'timestamp':
      // The only form that no language setting of the session reads in another order.
      return `'${textOf(cell).replace(' ', 'T')}'`;
  }
}

function national(cell: string | Uint8Array): string {
  return `N'${textOf(cell).replaceAll("'", "''")}'`;
}

function columnType(type: ColumnType): string {
  switch (type.kind) {
    case 'char':
    case 'varchar':
      return type.text === 'unicode' ? `n${type.kind}(${type.length})` : `${type.kind}(${type.length}) COLLATE ${collation(type.text)}`;
    case 'number':
      return `decimal(${type.precision},${type.scale})`;
    case 'note':
      return 'nvarchar(max)';
    case 'date':
      return 'datetime';
    case 'timestamp':
      return 'datetime';
    case 'file':
      return 'varbinary(max)';
  }
}

/** Bytes of a font stand in a column of Windows-1252: under Vietnamese_CI_AS, which is Windows-1258, some of them would be marks. */
function collation(text: string): string {
  return text === 'ascii' ? 'Vietnamese_CI_AS' : 'Latin1_General_BIN';
}
