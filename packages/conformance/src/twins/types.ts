import { type RowValues, valuesOfRow } from '@lienthong/core';
import { breakChanges, breakSnapshot, breakSource, eachBatch } from './breaking.ts';
import type { Twin } from './twin.ts';

export const typeTwins: readonly Twin[] = [
  {
    check: 'types-described',
    defect: 'does not know the type of a column',
    break: (engine) =>
      breakSource(engine, (source) => ({
        describe: async (signal) =>
          (await source.describe(signal)).map((found) => ({
            ...found,
            columns: found.columns.map((column) => (column.name === 'c0' ? { ...column, type: undefined } : column)),
          })),
      })),
  },
  {
    check: 'types-read',
    defect: 'reads a type otherwise than it is stored',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        read: (request) =>
          eachBatch(reader.read(request), (batch) => ({
            ...batch,
            rows: batch.rows.map((row) => distorted(row, request.selection.columns)),
          })),
      })),
  },
  {
    check: 'types-followed',
    defect: 'follows a type otherwise than it reads it',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        async *read(request) {
          for await (const batch of reader.read(request)) {
            const changes = batch.changes.map((change) =>
              change.op === 'c' ? { ...change, row: distorted(valuesOfRow(change.row), request.selections[0]?.columns ?? []) } : change,
            );
            yield { ...batch, changes };
          }
        },
      })),
  },
];

function distorted(row: RowValues, columns: readonly string[]): RowValues {
  return row.map((value, index) => (columns[index] === 'c1' ? `${String(value)} ` : value));
}
