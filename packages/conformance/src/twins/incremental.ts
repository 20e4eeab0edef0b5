import { type IncrementalBatch, type RowValues, snapshotVersion, valuesOfRows } from '@lienthong/core';
import type { Engine } from '../subject.ts';
import { breakIncremental, eachBatch } from './breaking.ts';
import type { Twin } from './twin.ts';

export const incrementalTwins: readonly Twin[] = [
  {
    check: 'watermark-ties',
    defect: 'goes on behind the watermark alone, and loses its ties',
    break: (engine) =>
      breakIncremental(engine, (reader) => ({
        read: (request) => {
          const place = request.selection.columns.indexOf(request.watermark);
          let last: string | undefined;
          // A page of seven: that of the check of ties, and of no other that reads ties.
          return eachBatch(reader.read(request), (batch) => {
            const kept = batch.rows.map((row) => request.batchRows !== 7 || String(row[place]) !== last);
            last = String(batch.rows.at(-1)?.[place]);
            return keep(batch, kept);
          });
        },
      })),
  },
  {
    check: 'watermark-resume',
    defect: 'repeats the last row behind which it goes on',
    break: (engine) =>
      breakIncremental(engine, (reader) => {
        let before: IncrementalBatch | undefined;
        return {
          async *read(request) {
            if (before !== undefined && request.after !== undefined && request.batchRows === 33) yield before;
            for await (const batch of reader.read(request)) {
              before = { ...batch, rows: valuesOfRows(batch.rows) };
              yield batch;
            }
          },
        };
      }),
  },
  {
    check: 'watermark-versions',
    defect: 'gives every row the version of a snapshot',
    break: (engine) =>
      breakIncremental(engine, (reader) => ({
        read: (request) => eachBatch(reader.read(request), (batch) => ({ ...batch, versions: batch.rows.map(() => snapshotVersion) })),
      })),
  },
  {
    check: 'watermark-settles',
    defect: 'reads also what is too young',
    break: (engine) => breakIncremental(engine, (reader) => ({ read: (request) => reader.read({ ...request, settleMs: 0 }) })),
  },
  { check: 'watermark-open', defect: 'does not wait for transactions that are still open', break: unaware },
  {
    check: 'watermark-refusals',
    defect: 'begins from scratch behind a position that it does not know',
    break: (engine) =>
      breakIncremental(engine, (reader) => ({
        read: ({ after, ...request }) => reader.read({ ...request, after: after?.kind === 'somebody/watermark' ? undefined : after }),
      })),
  },
  {
    check: 'watermark-abort',
    defect: 'ends quietly when it is aborted',
    break: (engine) =>
      breakIncremental(engine, (reader) => ({
        async *read(request) {
          try {
            yield* reader.read(request);
          } catch (error) {
            if (!(error instanceof Error) || error.message !== 'the reader has enough') throw error;
          }
        },
      })),
  },
];

/** The rows of a transaction that was held open lie below the place behind which it goes on. */
function unaware(engine: Engine): Engine {
  const late = new Set<string>();
  const begin = engine.begin;
  if (begin === undefined) return engine;
  const watched: Engine = {
    ...engine,
    begin: async () => {
      const transaction = await begin();
      return {
        ...transaction,
        insert: async (table, rows) => {
          for (const row of rows) late.add(String(Object.values(row)[0]));
          await transaction.insert(table, rows);
        },
      };
    },
  };
  return breakIncremental(watched, (reader) => ({
    read: (request) =>
      eachBatch(reader.read(request), (batch) =>
        keep(
          batch,
          batch.rows.map((row) => !late.has(String(row[0]))),
        ),
      ),
  }));
}

function keep(batch: IncrementalBatch & { readonly rows: readonly RowValues[] }, kept: readonly boolean[]): IncrementalBatch | undefined {
  if (!kept.includes(true)) return undefined;
  return { ...batch, rows: batch.rows.filter((_, index) => kept[index]), versions: batch.versions.filter((_, index) => kept[index]) };
}
