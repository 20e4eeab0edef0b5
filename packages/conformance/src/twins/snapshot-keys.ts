import { valuesOfRows } from '@lienthong/core';
import { breakSnapshot, eachBatch, losing } from './breaking.ts';
import type { Twin } from './twin.ts';

export const snapshotKeyTwins: readonly Twin[] = [
  {
    check: 'number-keys',
    defect: 'counts keys as doubles, and loses those beyond 2^53',
    break: (engine) =>
      breakSnapshot(engine, (reader) => losing(reader, (row) => /^-?\d+$/.test(String(row[0])) && !Number.isSafeInteger(Number(row[0])))),
  },
  {
    check: 'composite-keys',
    defect: 'goes on behind the first column of the key alone, and loses its ties',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        read: ({ ...request }) => {
          const place = request.selection.columns.indexOf(request.selection.key[0] ?? '');
          let last: string | undefined;
          return eachBatch(reader.read(request), (batch) => {
            const rows = request.selection.key.length > 1 ? batch.rows.filter((row) => String(row[place]) !== last) : batch.rows;
            last = String(batch.rows.at(-1)?.[place]);
            return rows.length === 0 ? undefined : { ...batch, rows };
          });
        },
      })),
  },
  {
    check: 'text-keys',
    defect: 'compares keys by its own order of letters, and loses those behind z',
    break: (engine) =>
      breakSnapshot(engine, (reader) =>
        losing(reader, (row, { columns, key }) => key.some((column) => String(row[columns.indexOf(column)]) >= '\u007f')),
      ),
  },
  {
    check: 'page-sizes',
    defect: 'loses the row behind two full pages',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        read: (request) => {
          let full = 0;
          return eachBatch(reader.read(request), (batch) => {
            const isLost = request.batchRows === 10 && full === 2 && batch.rows.length === 1;
            full = batch.rows.length === request.batchRows ? full + 1 : 0;
            return isLost ? undefined : batch;
          });
        },
      })),
  },
  {
    check: 'later-keys',
    defect: 'ends its last range at the largest key of the moment of the split',
    break: (engine) =>
      breakSnapshot(engine, (reader) => {
        const known = new Map<string, Set<string>>();
        return {
          split: async (request) => {
            const ranges = await reader.split(request);
            const rows: string[] = [];
            for (const range of ranges)
              for await (const batch of reader.read({ ...request, range, after: undefined, batchRows: 1_000 }))
                rows.push(...valuesOfRows(batch.rows).map(String));
            known.set(request.selection.collection.name, new Set(rows));
            return ranges;
          },
          ...losing(
            reader,
            (row, { collection, columns }) => columns.length === 1 && known.get(collection.name)?.has(String(row)) === false,
          ),
        };
      }),
  },
  {
    check: 'range-sizes',
    defect: 'makes one range of every table',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({ split: (request) => reader.split({ ...request, rowsPerRange: 1_000_000_000 }) })),
  },
  {
    check: 'text-values',
    defect: 'takes the empty text for NULL',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        read: (request) =>
          eachBatch(reader.read(request), (batch) => ({
            ...batch,
            rows: batch.rows.map((row) => row.map((value) => (value === '' ? null : value))),
          })),
      })),
  },
];
