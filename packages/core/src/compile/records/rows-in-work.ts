import { type RowBlock, valueOfBlock } from '../../adapter/row-block.ts';
import { viewOf } from '../../bytes/copy.ts';
import type { QualityTally } from '../../quality/tally.ts';

/** The rows in work, for the functions that are called for single values of them. */
export interface RowsInWork {
  block: RowBlock | undefined;
  /** The row of the block that is the first of those in the memory. */
  first: number;
  tally: QualityTally | undefined;
  /** The memory. */
  buffer: Buffer;
  view: DataView;
  /** Behind what may be written in it. */
  limit: number;
  /** There was no room for a value. */
  isFull: boolean;
  /** Whether a value that stands in the memory surely fulfils the rules of a property. */
  fulfils(property: number, from: number, end: number): boolean;
}

const empty = Buffer.alloc(0);

export function noRows(): RowsInWork {
  return {
    ...{ block: undefined, first: 0, tally: undefined, isFull: false },
    ...{ buffer: empty, view: viewOf(empty), limit: 0, fulfils: () => false },
  };
}

export function valueAt({ block }: RowsInWork, index: number, place: number): unknown {
  if (block === undefined) throw new Error('a value is read while no rows are in work');
  return valueOfBlock(block, index, place);
}
