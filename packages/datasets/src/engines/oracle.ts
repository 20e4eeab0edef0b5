import type { ColumnType, LegacyTable } from '../table.ts';
import { cellsOf, createTable, type Engine, grouped, hex } from './engine.ts';

/** A database of WE8MSWIN1252, in which bytes of fonts stand, with national columns beside them. */
export const oracle: Engine = {
  tool: 'sqlplus',
  schema: (table) =>
    createTable(table, {
      type: columnType,
      head: ({ schema, name }) => `CREATE TABLE ${schema}.${name}`,
      foot: ';',
      name: (name) => name,
    }),
  *load(table, rows) {
    // Ampersands are text; nothing but ASCII stands in the script, so that NLS_LANG does not matter.
    yield 'SET DEFINE OFF\nSET FEEDBACK OFF\nSET SQLBLANKLINES ON\nWHENEVER SQLERROR EXIT FAILURE\n';
    for (const group of grouped(rows, 500)) {
      yield `${group.map((row) => `${insert(table)}\n(${cellsOf(table, row, literal)});`).join('\n')}\nCOMMIT;\n`;
    }
  },
};

function insert({ schema, name, columns }: LegacyTable): string {
  return `INSERT INTO ${schema}.${name} (${columns.map((column) => column.name).join(', ')}) VALUES`;
}

function literal(cell: string | Uint8Array, type: ColumnType): string {
  if (typeof cell !== 'string') {
    const raw = `HEXTORAW('${hex(cell)}')`;
    return type.kind === 'file' ? raw : `UTL_RAW.CAST_TO_VARCHAR2(${raw})`;
  }
  switch (type.kind) {
    case 'number':
      return cell;
    case 'date':
      return `DATE '${cell}'`;
    case 'timestamp':
      return `TIMESTAMP '${cell}'`;
    default:
      return text(cell);
  }
}

/** An empty text is NULL in Oracle: that is a habit of its own. */
function text(value: string): string {
  const quoted = value.replaceAll("'", "''");
  if (!/[^ -~]/u.test(value)) return `'${quoted}'`;
  // A backslash is an escape in UNISTR; what is not ASCII is written by its UTF-16 units.
  const escaped = quoted
    .replaceAll('\\', '\\\\')
    .replace(/[^ -~]/g, (unit) => `\\${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
  return `UNISTR('${escaped}')`;
}

function columnType(type: ColumnType): string {
  switch (type.kind) {
    case 'char':
      return type.text === 'unicode' ? `NCHAR(${type.length})` : `CHAR(${type.length} BYTE)`;
    case 'varchar':
      return type.text === 'unicode' ? `NVARCHAR2(${type.length})` : `VARCHAR2(${type.length} BYTE)`;
    case 'number':
      return `NUMBER(${type.precision},${type.scale})`;
    case 'note':
      return 'NCLOB';
    case 'date':
      return 'DATE';
    case 'timestamp':
      return 'TIMESTAMP(0)';
    case 'file':
      return 'BLOB';
  }
}
