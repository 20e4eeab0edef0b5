import type { BlockRow, RowBlock } from '@lienthong/core';
import { createTextOut, putText, type TextOut } from './binlog/text-out.ts';
import type { TablePlan } from './table-plan.ts';

const sqlNull = -1;
const firstRows = 64;
const firstBytes = 16 * 1024;

/** Rows of one selection, written one behind the other; the memory is used again after `clear`. */
export interface RowsOut {
  /** A row of NULLs. */
  add(): BlockRow;
  /** Writes the value of the log at `at` as value `index` of the newest row. */
  put(plan: TablePlan, index: number, bytes: Buffer, at: number): void;
  readonly bytes: number;
  clear(): void;
}

export function createRowsOut(width: number, binary: ReadonlySet<number>): RowsOut {
  const out: TextOut = createTextOut(Buffer.allocUnsafeSlow(firstBytes));
  const size = width * 2;
  const newBlock = (bounds: Int32Array) => ({ bytes: out.bytes, bounds, width, count: 0, binary });
  let block = newBlock(new Int32Array(firstRows * size));
  return {
    get bytes() {
      return out.at;
    },
    add() {
      if ((block.count + 1) * size > block.bounds.length) {
        const larger = new Int32Array(block.bounds.length * 2);
        larger.set(block.bounds);
        block.bounds = larger;
      }
      const index = block.count++;
      block.bounds.fill(sqlNull, index * size, (index + 1) * size);
      // Whoever holds a row sees the block grow.
      const shared: RowBlock = block;
      return { block: shared, index };
    },
    put(plan, index, bytes, at) {
      const start = out.at;
      plan.puts[index]?.(out, bytes, at);
      const finished = plan.finishes[index]?.(out.bytes, start, out.at);
      const place = (block.count - 1) * size + index * 2;
      if (finished !== undefined) {
        out.at = start;
        if (finished === null) return;
        putText(out, finished);
      }
      block.bytes = out.bytes;
      block.bounds[place] = start;
      block.bounds[place + 1] = out.at;
    },
    clear() {
      out.at = 0;
      block = newBlock(block.bounds);
    },
  };
}
