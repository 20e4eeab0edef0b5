import type { KeyRange, Position, RowValues, Selection, SnapshotReader } from '@lienthong/core';
import { valuesOfRows } from '@lienthong/core';

/** A signal that is never given. */
export const never: AbortSignal = new AbortController().signal;

/** All rows of all ranges, one range behind the other. */
export async function readAll(
  reader: SnapshotReader,
  selection: Selection,
  rowsPerRange = 1_000_000,
  batchRows = 1_000,
  signal: AbortSignal = never,
): Promise<RowValues[]> {
  const rows: RowValues[] = [];
  for (const range of await reader.split({ selection, rowsPerRange, signal }))
    rows.push(...(await readRange(reader, selection, range, batchRows, undefined, signal)));
  return rows;
}

/** All rows of a range, or what is behind `after`. */
export async function readRange(
  reader: SnapshotReader,
  selection: Selection,
  range: KeyRange,
  batchRows = 1_000,
  after?: Position,
  signal: AbortSignal = never,
): Promise<RowValues[]> {
  const rows: RowValues[] = [];
  for await (const batch of reader.read({ selection, range, after, batchRows, signal })) rows.push(...valuesOfRows(batch.rows));
  return rows;
}
