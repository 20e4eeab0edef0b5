import { readBytesAs } from '@lienthong/dictionary';
import type { Cell, ColumnType, LegacyRow, LegacyTable } from '../table.ts';
import { createTable, type Engine, grouped } from './engine.ts';

/**
 * What the database takes the bytes of a text for. `utf8`: bytes older than Unicode were moved into it as Latin-1 characters.
 * `sql-ascii`: they stand there as they are, beside UTF-8.
 */
export type PostgresEncoding = 'utf8' | 'sql-ascii';

export const postgres: Engine = {
  tool: 'psql',
  schema: (table) =>
    createTable(table, {
      type: columnType,
      head: ({ schema, name }) =>
        `CREATE SCHEMA IF NOT EXISTS ${schema.toLowerCase()};\nCREATE TABLE ${schema.toLowerCase()}.${name.toLowerCase()}`,
      foot: ';',
      name: (name) => name.toLowerCase(),
    }),
  *load(table, rows) {
    yield `${copyStatement(table)};\n`;
    for (const bytes of copyText(table, rows, 'utf8')) yield bytes.toString('utf8');
    yield '\\.\n';
  },
};

export function copyStatement({ schema, name, columns }: LegacyTable): string {
  return `COPY ${schema.toLowerCase()}.${name.toLowerCase()} (${columns.map((column) => column.name.toLowerCase()).join(', ')}) FROM STDIN`;
}

/** Lines of COPY in text format, some hundreds at a time, in the bytes that a session with the database's own encoding sends. */
export function* copyText(table: LegacyTable, rows: Iterable<LegacyRow>, encoding: PostgresEncoding): Generator<Buffer, void> {
  for (const group of grouped(rows, 500)) {
    const lines = group.map((row) => `${table.columns.map(({ name, type }) => field(row[name] ?? null, type, encoding)).join('\t')}\n`);
    // In SQL_ASCII a line is made of octets, so that every byte stays what it is.
    yield Buffer.from(lines.join(''), encoding === 'utf8' ? 'utf8' : 'latin1');
  }
}

function field(cell: Cell, type: ColumnType, encoding: PostgresEncoding): string {
  if (cell === null) return '\\N';
  if (type.kind === 'file') return typeof cell === 'string' ? cell : `\\\\x${Buffer.from(cell).toString('hex')}`;
  const text = typeof cell === 'string' ? ownText(cell, encoding) : readBytesAs(cell, 'latin1');
  return text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}

function ownText(text: string, encoding: PostgresEncoding): string {
  return encoding === 'utf8' ? text : Buffer.from(text, 'utf8').toString('latin1');
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function columnType(type: ColumnType): string {
  switch (type.kind) {
    case 'char':
      return `char(${type.length})`;
    case 'varchar':
      return `varchar(${type.length})`;
    case 'number':
      return `numeric(${type.precision},${type.scale})`;
    case 'note':
      return 'text';
    case 'date':
      return 'date';
    case 'timestamp':
      return 'timestamp';
    case 'file':
      return 'bytea';
  }
}
