import { expectPosition, LienThongError, type Position, type RowValues, type Selection, type SnapshotReader } from '@lienthong/core';
import { compareRows, type Row, type Stored } from './database.ts';
import { ask, type Sessions } from './sessions.ts';

const kind = 'ledger/keys';

export function snapshotReader(sessions: Sessions): SnapshotReader {
  return {
    split: ({ selection, rowsPerRange, signal }) =>
      sessions.use(signal, async (session) => {
        await ask(session, signal);
        const table = selectedTable(sessions, selection);
        const rows = inOrder(table);
        const bounds = rows.filter((_, index) => index > 0 && index % rowsPerRange === 0).map((row) => keyOf(table, row));
        return [null, ...bounds].map((from, index): Position => ({ kind, format: 1, from, to: bounds[index] ?? null, after: null }));
      }),
    async *read({ selection, range, after, batchRows, signal }) {
      for (const position of [range, after]) if (position !== undefined) expectPosition(position, kind, 1);
      const session = await sessions.acquire(signal);
      try {
        let position = after ?? range;
        for (;;) {
          await ask(session, signal);
          const table = selectedTable(sessions, selection);
          const page = inOrder(table)
            .filter((row) => isWithin(table, row, position))
            .slice(0, batchRows);
          const last = page.at(-1);
          if (last === undefined) return;
          position = { ...position, after: keyOf(table, last) };
          yield { rows: page.map((row) => valuesOf(row, selection)), position };
        }
      } finally {
        sessions.release(session);
      }
    },
  };
}

export function selectedTable({ database }: Sessions, { collection, columns }: Selection): Stored {
  const table = collection.schema === database.name ? database.tables.get(collection.name) : undefined;
  if (table === undefined) throw new LienThongError('COLLECTION_MISSING', { message: `${collection.name} does not exist` });
  const missing = columns.find((column) => table.columns[column] === undefined);
  if (missing !== undefined) throw new LienThongError('SCHEMA_CHANGED', { message: `${collection.name} has no column ${missing}` });
  return table;
}

export function valuesOf(row: Row, { columns }: Selection): RowValues {
  return columns.map((column) => row[column]);
}

function inOrder(table: Stored): readonly Row[] {
  return [...table.rows].sort((one, other) => compareRows(table, one, other));
}

function keyOf({ key }: Stored, row: Row): Record<string, string> {
  return Object.fromEntries(key.map((column) => [column, String(row[column])]));
}

function isWithin(table: Stored, row: Row, { from, to, after }: Position): boolean {
  if (isKey(after) ? compareRows(table, row, after) <= 0 : isKey(from) && compareRows(table, row, from) < 0) return false;
  return !isKey(to) || compareRows(table, row, to) < 0;
}

function isKey(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}
