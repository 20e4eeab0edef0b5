import { isLienThongError, type Position, type RowBatch, type RowValues, valuesOfRows } from '@lienthong/core';
import { breakSnapshot, eachBatch } from './breaking.ts';
import type { Twin } from './twin.ts';

export const snapshotReadingTwins: readonly Twin[] = [
  {
    check: 'snapshot-resume',
    defect: 'gives with each batch the position of the one before',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        read: (request) => {
          let before: Position = request.after ?? request.range;
          return eachBatch(reader.read(request), (batch) => {
            const late = { ...batch, position: before };
            before = batch.position;
            return late;
          });
        },
      })),
  },
  {
    check: 'snapshot-positions',
    defect: 'does not name itself in its positions',
    break: (engine) => {
      const bare = (position: Position): Position => ({ ...position, kind: position.kind.replace(/^.*\//, '') });
      const named = (position: Position): Position =>
        position.kind.includes('/') ? position : { ...position, kind: `${engine.adapter().name}/${position.kind}` };
      return breakSnapshot(engine, (reader) => ({
        split: async (request) => (await reader.split(request)).map(bare),
        read: ({ range, after, ...request }) =>
          eachBatch(reader.read({ ...request, range: named(range), after: after === undefined ? undefined : named(after) }), (batch) => ({
            ...batch,
            position: bare(batch.position),
          })),
      }));
    },
  },
  {
    check: 'batch-rows',
    defect: 'makes its batches three times as large',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        read: (request) => reader.read({ ...request, batchRows: request.batchRows === 30 ? 90 : request.batchRows }),
      })),
  },
  {
    check: 'rows-stay',
    defect: 'reads the next batch into the memory of the one that is shown',
    break: (engine) => breakSnapshot(engine, (reader) => ({ read: (request) => overwriting(reader.read(request)) })),
  },
  {
    check: 'selection-order',
    defect: 'hands on the columns in alphabetical order',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        read: (request) => {
          const { columns, key } = request.selection;
          const order = columns.length === 3 && key.length === 1 ? [...columns].sort() : columns;
          return eachBatch(reader.read(request), (batch) => ({
            ...batch,
            rows: batch.rows.map((row) => order.map((column) => row[columns.indexOf(column)])),
          }));
        },
      })),
  },
  {
    check: 'snapshot-missing',
    defect: 'finds nothing in a collection that is not there',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        split: async (request) => {
          try {
            return await reader.split(request);
          } catch (error) {
            if (isLienThongError(error) && error.code === 'COLLECTION_MISSING') return [];
            throw error;
          }
        },
      })),
  },
  {
    check: 'snapshot-foreign',
    defect: 'begins from scratch behind a position that it does not know',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        read: (request) => {
          const isForeign = request.after !== undefined && request.after.kind !== request.range.kind;
          return reader.read(isForeign ? { ...request, after: undefined } : request);
        },
      })),
  },
  {
    check: 'snapshot-abort',
    defect: 'ends quietly when it is aborted',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        async *read(request) {
          try {
            yield* reader.read(request);
          } catch (error) {
            if (!(error instanceof Error) || error.message !== 'the reader has enough') throw error;
          }
        },
      })),
  },
  {
    check: 'snapshot-leave',
    defect: 'keeps its connection when the reader leaves early',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        read: (request) => {
          const iterator = reader.read(request)[Symbol.asyncIterator]();
          return { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) };
        },
      })),
  },
];

async function* overwriting(batches: AsyncIterable<RowBatch>): AsyncGenerator<RowBatch, void, undefined> {
  for await (const batch of batches) {
    const rows: RowValues[] = valuesOfRows(batch.rows).map((row) => [...row]);
    setImmediate(() => rows.fill(rows.at(-1) ?? []));
    yield { ...batch, rows };
  }
}
