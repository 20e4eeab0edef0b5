import type { Row, RowBlock, RowChange, Version } from '@lienthong/core';
import type { FollowedRows } from './followed-rows.ts';
import type { StreamPosition } from './position.ts';

/** A change to be: its rows are in the memory of their collection until the batch is handed on. */
export interface Draft {
  readonly op: 'c' | 'u' | 'd';
  readonly rows: FollowedRows;
  readonly version: Version;
  readonly at: string;
  readonly tx: string | undefined;
  /** Index of the row; `undefined`: the event left it out, and the document with `again` is read again. */
  readonly row: number | undefined;
  readonly again: string | undefined;
  /** Index of the row before, when the key was another one. */
  readonly oldKey: number | undefined;
  /** Where following goes on when this draft was not handed on: before its commit. */
  readonly before: StreamPosition;
}

export function changeOf(draft: Draft, block: RowBlock, row: Row, readAgain: boolean): RowChange {
  const { op, rows, version, at, tx, oldKey } = draft;
  const change = { op, collection: rows.followed.selection.collection, version, at, tx, row };
  const before = oldKey === undefined ? undefined : { block, index: oldKey };
  return readAgain ? { ...change, oldKey: before, readAgain: true } : { ...change, oldKey: before };
}
