import type { RowBlock, RowChange, Version } from '@lienthong/core';
import type { FollowedRows } from './followed-rows.ts';
import type { StreamPosition } from './position.ts';

/** A change to be: its rows are in the memory of their collection until the batch is handed on. */
export interface Draft {
  readonly op: 'c' | 'u' | 'd';
  readonly rows: FollowedRows;
  readonly version: Version;
  readonly at: string;
  readonly tx: string | undefined;
  /** Index of the row; `undefined`: the event left it out, and the document with this `idKey` is read again. */
  readonly row: number | undefined;
  readonly again: string | undefined;
  /** Index of the row before, when the key was another one. */
  readonly oldKey: number | undefined;
  /** Where following goes on when this draft was not handed on: before its commit. */
  readonly before: StreamPosition;
}

export function changeOf(
  { rows, version, at, tx }: Draft,
  op: Draft['op'],
  block: RowBlock,
  row: number,
  oldKey: number | undefined,
  isReadAgain: boolean,
): RowChange {
  // Plain literals of two shapes: this runs for each change.
  const { collection } = rows.followed.selection;
  const before = oldKey === undefined ? undefined : { block, index: oldKey };
  return isReadAgain
    ? { op, collection, version, at, tx, row: { block, index: row }, oldKey: before, readAgain: true }
    : { op, collection, version, at, tx, row: { block, index: row }, oldKey: before };
}
