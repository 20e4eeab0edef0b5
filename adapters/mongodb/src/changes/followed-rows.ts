import { type RowBlock, valueOfBlock } from '@lienthong/core';
import { createRowReader, type RowReader } from '../rows/row-reader.ts';
import type { Followed } from './followed.ts';

/** The rows of a followed collection, gathered for one batch. */
export interface FollowedRows {
  readonly followed: Followed;
  readonly reader: RowReader;
  /** The rows of a document, as indexes. */
  push(bytes: Buffer, at: number): readonly number[];
  /** The one row of a document of a collection without arrays. */
  pushOne(bytes: Buffer, at: number): number;
  /** The rows of which only the key is left. */
  pushKeys(bytes: Buffer, at: number): readonly number[];
  /** What tells rows apart. */
  keyText(row: number): string;
  block(): RowBlock;
}

export function createFollowedRows(followed: Followed): FollowedRows {
  const reader = createRowReader(followed.shape);
  const { key } = followed;
  const others = followed.shape.columns.map((_, place) => place).filter((place) => !key.includes(place));
  const push = (bytes: Buffer, at: number): readonly number[] => {
    const first = reader.count;
    const made = reader.push(bytes, at);
    return made === 1 ? [first] : Array.from({ length: made }, (_, index) => first + index);
  };
  return {
    followed,
    reader,
    push,
    pushOne: (bytes, at) => {
      const row = reader.count;
      reader.push(bytes, at);
      return row;
    },
    pushKeys: (bytes, at) => {
      const rows = push(bytes, at);
      for (const row of rows) reader.blank(row, others);
      return rows;
    },
    keyText: (row) => {
      const block = reader.block();
      return key.map((place) => JSON.stringify(valueOfBlock(block, row, place))).join();
    },
    block: () => reader.block(),
  };
}
