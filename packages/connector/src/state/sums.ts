import { createHash } from 'node:crypto';
import type { SqlRow, SqlValue, StateDatabase } from './database.ts';
import { stateDamaged } from './errors.ts';

/**
 * Columns of each table whose rows bear a sum. SQLite notices a damaged page where the page's order is broken, not where a
 * value in it has changed: a position with one other digit would be believed, and changes be skipped.
 */
const summed = {
  meta: ['name', 'value'],
  streams: ['dataset', 'epoch', 'next_sequence', 'phase', 'since'],
  ranges: ['dataset', 'number', 'range', 'position', 'done', 'rows'],
  positions: ['name', 'position', 'at'],
  spool: [
    ...['dataset', 'epoch', 'sequence', 'file', 'digest', 'bytes', 'encoding', 'count'],
    ...['contract_version', 'low', 'high', 'time', 'traceparent', 'last'],
  ],
  receipts: ['dataset', 'epoch', 'sequence', 'number', 'hash', 'previous', 'jws'],
} as const;

export type SummedTable = keyof typeof summed;

type Rows = Pick<StateDatabase, 'rows' | 'run'>;

/** Gives the rows that were just written their sums. */
export function writeSums(database: Rows, table: SummedTable, where: string, ...values: readonly SqlValue[]): void {
  for (const row of database.rows(`SELECT * FROM ${table} WHERE ${where}`, ...values)) {
    const key = keys[table];
    const place = key.map((column) => row[column] as SqlValue); // columns of the table: text and numbers
    database.run(`UPDATE ${table} SET sum = ? WHERE ${key.map((column) => `${column} = ?`).join(' AND ')}`, sumOf(table, row), ...place);
  }
}

/** The row itself, if it is as it was written. */
export function checkSum(table: SummedTable, row: SqlRow): SqlRow {
  // Who only looks on meets layout 1 as it was.
  if (row['sum'] === undefined || row['sum'] === sumOf(table, row)) return row;
  throw stateDamaged(`a row of ${table} in the state database is not as it was written`);
}

/** Checks what decides where reading and numbering go on. Receipts are many, and checked when they are looked at. */
export function checkAllSums(database: Rows): void {
  for (const table of ['meta', 'streams', 'ranges', 'positions', 'spool'] as const)
    for (const row of database.rows(`SELECT * FROM ${table}`)) checkSum(table, row);
}

/** What layout 1 lacked; `writeAllSums` fills it. */
export const addSums = Object.keys(summed)
  .map((table) => `ALTER TABLE ${table} ADD COLUMN sum TEXT NOT NULL DEFAULT '';`)
  .join('');

export function writeAllSums(database: Rows): void {
  for (const table of Object.keys(summed) as SummedTable[]) writeSums(database, table, 'true'); // its own keys
}

const keys: Readonly<Record<SummedTable, readonly string[]>> = {
  meta: ['name'],
  streams: ['dataset'],
  ranges: ['dataset', 'number'],
  positions: ['name'],
  spool: ['dataset', 'epoch', 'sequence'],
  receipts: ['dataset', 'epoch', 'sequence'],
};

function sumOf(table: SummedTable, row: SqlRow): string {
  const text = JSON.stringify([table, ...summed[table].map((column) => row[column] ?? null)]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
