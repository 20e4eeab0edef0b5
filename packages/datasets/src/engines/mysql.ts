import type { ColumnType, LegacyTable } from '../table.ts';
import { cellsOf, createTable, type Engine, grouped, hex } from './engine.ts';

/** MySQL and MariaDB. */
export const mysql: Engine = {
  tool: 'mariadb',
  schema: (table) =>
    createTable(table, {
      type: columnType,
      head: ({ schema, name }) => `CREATE DATABASE IF NOT EXISTS ${schema};\nCREATE TABLE ${schema}.${name}`,
      foot: ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;',
      name: (name) => name,
    }),
  *load(table, rows) {
    // The script is UTF-8 whatever the client's own character set; backslashes are escapes.
    yield "SET NAMES utf8mb4;\nSET sql_mode = 'STRICT_ALL_TABLES';\n";
    for (const group of grouped(rows, 200)) {
      yield `${insert(table)}\n${group.map((row) => `(${cellsOf(table, row, literal)})`).join(',\n')};\n`;
    }
  },
};

function insert({ schema, name, columns }: LegacyTable): string {
  return `INSERT INTO ${schema}.${name} (${columns.map((column) => column.name).join(', ')}) VALUES`;
}

function literal(cell: string | Uint8Array, type: ColumnType): string {
  // Without a character set of its own a binary text is stored byte by byte; with one the server would convert it.
  if (typeof cell !== 'string') return `_binary x'${hex(cell)}'`;
  if (type.kind === 'number') return cell;
  return `'${cell.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
}

function columnType(type: ColumnType): string {
  switch (type.kind) {
    case 'char':
    case 'varchar':
      return `${type.kind}(${type.length})${charset(type.text)}`;
    case 'number':
      return `decimal(${type.precision},${type.scale})`;
    case 'note':
      return 'text';
    case 'date':
      return 'date';
    case 'timestamp':
      return 'datetime';
    case 'file':
      return 'blob';
  }
}

/** MySQL has no Vietnamese character set of eight bits: such bytes sit in latin1. */
function charset(text: string): string {
  return text === 'unicode' ? '' : ' CHARACTER SET latin1';
}
