import type {
  BoundAdapter,
  Change,
  ChangeBatch,
  ChangeReader,
  IncrementalReader,
  OpenContext,
  RowBatch,
  RowChange,
  RowValues,
  Selection,
  SnapshotReader,
  SourceCore,
  Truncation,
} from '@lienthong/core';
import { valuesOfRows } from '@lienthong/core';
import { seen } from '../reading/follow.ts';
import type { AnySource } from '../scene.ts';
import type { Engine } from '../subject.ts';

/** The adapter on either database with something of it changed. */
export function breakAdapter(engine: Engine, change: (adapter: BoundAdapter) => Partial<BoundAdapter>): Engine {
  const broken = (adapter: BoundAdapter) => ({ ...adapter, ...change(adapter) });
  return { ...engine, adapter: () => broken(engine.adapter()), elsewhere: () => broken(engine.elsewhere()) };
}

/** What it opens with something changed; `context` is what it was opened with. */
export function breakSource(engine: Engine, change: (source: AnySource, context: OpenContext) => Partial<AnySource>): Engine {
  return breakAdapter(engine, (adapter) => ({
    open: async (context) => {
      const source = (await adapter.open(context)) as AnySource; // a twin belongs to a check of what the adapter declares
      return { ...delegating(source), ...change(source, context) };
    },
  }));
}

export function breakSnapshot(engine: Engine, change: (reader: SnapshotReader, source: AnySource) => Partial<SnapshotReader>): Engine {
  return breakSource(engine, (source) => ({ snapshot: { ...source.snapshot, ...change(source.snapshot, source) } }));
}

export function breakIncremental(engine: Engine, change: (reader: IncrementalReader) => Partial<IncrementalReader>): Engine {
  return breakSource(engine, (source) => ({ incremental: { ...source.incremental, ...change(source.incremental) } }));
}

export function breakChanges(engine: Engine, change: (reader: ChangeReader, source: AnySource) => Partial<ChangeReader>): Engine {
  return breakSource(engine, (source) => ({ changes: { ...source.changes, ...change(source.changes, source) } }));
}

/** Batches with their rows as values, each made another one; `undefined` leaves it out. */
export async function* eachBatch<Batch extends RowBatch>(
  batches: AsyncIterable<Batch>,
  change: (batch: Batch & { readonly rows: readonly RowValues[] }) => Batch | undefined,
): AsyncGenerator<Batch, void, undefined> {
  for await (const batch of batches) {
    const changed = change({ ...batch, rows: valuesOfRows(batch.rows) });
    if (changed !== undefined) yield changed;
  }
}

/** Rows that a reader of a snapshot loses. */
export function losing(reader: SnapshotReader, isLost: (row: RowValues, selection: Selection) => boolean): Partial<SnapshotReader> {
  return {
    read: (request) =>
      eachBatch(reader.read(request), (batch) => {
        const rows = batch.rows.filter((row) => !isLost(row, request.selection));
        return rows.length === 0 ? undefined : { ...batch, rows };
      }),
  };
}

function delegating(source: AnySource): AnySource {
  const core: SourceCore = {
    probe: (signal) => source.probe(signal),
    describe: (signal) => source.describe(signal),
    close: () => source.close(),
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  };
  const readers = Object.entries({ snapshot: source.snapshot, incremental: source.incremental, changes: source.changes });
  return { ...core, ...Object.fromEntries(readers.filter(([, reader]) => reader !== undefined)) } as AnySource; // as the source
}

/** A change with its rows as values. */
export type OpenChange = Truncation | (RowChange & { readonly row: RowValues; readonly oldKey: RowValues | undefined });

/** Batches with each change made another one; `undefined` leaves it out. */
export async function* eachChange(
  batches: AsyncIterable<ChangeBatch>,
  change: (change: OpenChange) => Change | undefined,
): AsyncGenerator<ChangeBatch, void, undefined> {
  for await (const batch of batches) yield { ...batch, changes: batch.changes.flatMap((told) => change(seen(told)) ?? []) };
}
