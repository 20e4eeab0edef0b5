import type { BlockRow, RowBlock } from '@lienthong/core';
import { sqlNull, type Tuple } from './pgoutput.ts';

/** Rows of a selection whose values lie in one piece of the log: nothing is copied but where they begin and end. */
export interface TupleRows {
  readonly bytes: Buffer;
  readonly count: number;
  /** A row of NULLs. */
  add(): BlockRow;
  /** Gives place `index` of the row what the tuple has at `from`. */
  set(row: BlockRow, index: number, tuple: Tuple, from: number): void;
}

/** There will be about `expected` rows: memory that grows is memory that is left behind. */
export function createTupleRows(bytes: Buffer, width: number, expected: number): TupleRows {
  const size = width * 2;
  const block = { bytes, bounds: new Int32Array(Math.max(1, expected) * size), width, count: 0 };
  // Whoever holds a row sees the block grow.
  const shared: RowBlock = block;
  return {
    bytes,
    get count() {
      return block.count;
    },
    add() {
      if ((block.count + 1) * size > block.bounds.length) {
        const larger = new Int32Array(block.bounds.length * 2);
        larger.set(block.bounds);
        block.bounds = larger;
      }
      const index = block.count++;
      block.bounds.fill(sqlNull, index * size, (index + 1) * size);
      return { block: shared, index };
    },
    set(row, index, tuple, from) {
      const at = row.index * size + index * 2;
      block.bounds[at] = tuple.bounds[from * 2] ?? sqlNull;
      block.bounds[at + 1] = tuple.bounds[from * 2 + 1] ?? sqlNull;
    },
  };
}
