import { isBlock, type RowBlock, type Rows, type Selection, type SnapshotReader, Unfit, valueOfBlock } from '@lienthong/core';
import type { ColumnProfiler } from '@lienthong/dictionary';

export interface ReadInput {
  readonly reader: SnapshotReader;
  readonly selection: Selection;
  /** In the order of the selection's columns. */
  readonly profilers: readonly ColumnProfiler[];
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly onRows: (rows: number) => void;
}

const rowsPerRange = 200_000;
const batchRows = 5_000;

/**
 * Reads the collection once, in short statements, into the profilers. Ends early at the limit, and without an error when it is
 * stopped: what was read until then is worth a report. Gives whether it came to the end.
 */
export async function readRows({ reader, selection, profilers, limit, signal, onRows }: ReadInput): Promise<boolean> {
  let left = limit;
  try {
    for (const range of await reader.split({ selection, rowsPerRange, signal })) {
      for await (const { rows } of reader.read({ selection, range, after: undefined, batchRows, signal })) {
        const taken = takeRows(rows, profilers, left);
        left -= taken;
        onRows(taken);
        if (left === 0) return false;
        signal.throwIfAborted();
      }
    }
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
  return true;
}

/** Column by column: the code of one profiler stays warm, and each value becomes a string once. */
function takeRows(rows: Rows, profilers: readonly ColumnProfiler[], most: number): number {
  const count = Math.min(most, isBlock(rows) ? rows.count : rows.length);
  for (const [place, profiler] of profilers.entries()) {
    if (isBlock(rows)) for (let index = 0; index < count; index++) profiler.add(blockValue(rows, index, place));
    else for (let index = 0; index < count; index++) profiler.add(toValue(rows[index]?.[place]));
  }
  return count;
}

/** What is of another type than its column shows as what is said of it. */
function blockValue(block: RowBlock, index: number, place: number): string | Uint8Array | null {
  const value = valueOfBlock(block, index, place);
  return value instanceof Unfit ? value.reason : value;
}

/** Drivers that give no text: numbers, truth values and documents, as JSON writes them. */
function toValue(value: unknown): string | Uint8Array | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || value instanceof Uint8Array) return value;
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}
