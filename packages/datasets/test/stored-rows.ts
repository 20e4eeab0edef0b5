import { readAll } from '@lienthong/conformance/reading';
import type { Source } from '@lienthong/core';
import type { Cell, ColumnType, LegacyRow, LegacyTable } from '../src/index.ts';

/** How an engine differs from what was meant. */
export interface Habits {
  /** What became of the bytes of a font: they stand as they are, or were moved there as Latin-1 characters. */
  readonly fonts: 'bytes' | 'characters';
  /** An empty text is NULL. */
  readonly emptyIsNull: boolean;
  /** A moment, made as `2003-05-01 07:30:00`, a day at its midnight. */
  moment(text: string): string;
}

/** Every row of a table as the adapter hands it out, in an order of the texts: a table gives its rows in any. */
export async function storedRows(source: Source, table: LegacyTable, key = table.key): Promise<readonly string[]> {
  const { schema, name, columns } = table;
  const names = new Set([...columns.map((column) => column.name), ...key]);
  const selection = { collection: { schema, name }, columns: [...names], key };
  if (source.snapshot === undefined) throw new Error('the adapter takes no snapshots');
  // Small parts, so that the keys are walked by.
  const rows = await readAll(source.snapshot, selection, 120, 50, AbortSignal.timeout(60_000));
  return rows.map((row) => lineOf(columns.map(({ type }, index) => shown(row[index], type)))).sort();
}

/** The same of the rows that were made. */
export function wantedRows({ columns }: LegacyTable, rows: readonly LegacyRow[], habits: Habits): readonly string[] {
  return rows.map((row) => lineOf(columns.map(({ name, type }) => shown(asStored(row[name] ?? null, type, habits), type)))).sort();
}

/** The columns whose bytes a font has the meaning of, as the adapters' option `storedText` names them. */
export function legacyColumns({ schema, name, columns }: LegacyTable): readonly string[] {
  return columns.filter(({ type }) => isOfFont(type)).map((column) => `${schema}.${name}.${column.name}`);
}

function isOfFont(type: ColumnType): boolean {
  return (type.kind === 'char' || type.kind === 'varchar') && type.text !== 'ascii' && type.text !== 'unicode';
}

function asStored(cell: Cell, type: ColumnType, { fonts, emptyIsNull, moment }: Habits): Cell {
  if (cell === null || (cell.length === 0 && emptyIsNull)) return null;
  if (isOfFont(type) && fonts === 'characters') {
    const text = typeof cell === 'string' ? cell : Buffer.from(cell).toString('latin1');
    return type.kind === 'char' ? text.padEnd(type.length) : text;
  }
  switch (type.kind) {
    case 'date':
      return moment(`${textOf(cell)} 00:00:00`);
    case 'timestamp':
      return moment(textOf(cell));
    case 'char':
      return typeof cell === 'string' && !isOfFont(type) ? cell.padEnd(type.length) : Buffer.concat([bytesOf(cell), blanks], type.length);
    case 'varchar':
      return isOfFont(type) ? bytesOf(cell) : cell;
    default:
      return cell;
  }
}

const blanks = Buffer.alloc(4_000, ' ');

function textOf(cell: string | Uint8Array): string {
  if (typeof cell !== 'string') throw new Error('a time is a text');
  return cell;
}

function bytesOf(cell: string | Uint8Array): Buffer {
  return typeof cell === 'string' ? Buffer.from(cell, 'utf8') : Buffer.from(cell);
}

/** Bytes and texts can be told apart, and numbers have one form. */
function shown(value: unknown, type: ColumnType): string | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  const text = String(value as string | number); // adapters hand out nothing else for these types
  // Stored bytes that are UTF-8, as ASCII is, come as a text.
  if (isOfFont(type)) return shown(Buffer.from(text, 'utf8'), type);
  return type.kind === 'number' && text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function lineOf(values: readonly (string | null)[]): string {
  return JSON.stringify(values);
}
