import { isUtf8 } from 'node:buffer';
import type { RowValues } from './read.ts';

/** Rows as the bytes that the driver brought, UTF-8: making a million strings of them would cost more than the work. */
export interface RowBlock {
  readonly bytes: Buffer;
  /** Two numbers for each value, row by row: where it begins and ends in `bytes`. A beginning of -1 is SQL NULL. */
  readonly bounds: Int32Array;
  /** Values of a row. */
  readonly width: number;
  /** Rows. */
  readonly count: number;
  /** Places within a row whose values are bytes and no text: those of the form `bytes`. */
  readonly binary?: ReadonlySet<number>;
  /** Values that are of another type than their column, by row and place. A row that has one never goes as plain bytes. */
  readonly unfit?: ReadonlyMap<number, ReadonlyMap<number, Unfit>>;
}

/** Stands where a store without schema holds a value of another type than its column has: the record is refused, and says why. */
export class Unfit {
  /** A clause with names and types, without values: `is a BSON int where the column holds string`. */
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** One row of a block. */
export interface BlockRow {
  readonly block: RowBlock;
  readonly index: number;
}

export type Rows = readonly RowValues[] | RowBlock;
export type Row = RowValues | BlockRow;

export function isBlock(rows: Rows): rows is RowBlock {
  return !Array.isArray(rows);
}

export function isBlockRow(row: Row): row is BlockRow {
  return !Array.isArray(row);
}

export function rowCount(rows: Rows): number {
  return isBlock(rows) ? rows.count : rows.length;
}

/** The rows as strings: for whoever has few of them, or time. */
export function valuesOfRows(rows: Rows): readonly RowValues[] {
  return isBlock(rows) ? Array.from({ length: rows.count }, (_, index) => valuesOfBlock(rows, index)) : rows;
}

export function valuesOfRow(row: Row): RowValues {
  return isBlockRow(row) ? valuesOfBlock(row.block, row.index) : row;
}

export function valuesOfBlock(block: RowBlock, index: number): RowValues {
  const values = new Array<unknown>(block.width);
  for (let place = 0; place < block.width; place++) values[place] = valueOfBlock(block, index, place);
  return values;
}

/**
 * `null`, a text, what does not fit, or bytes: those of a binary value, and also those of a text that is no UTF-8. A replacement character
 * would be a silent loss; bytes in place of a text are refused by whoever reads it.
 */
export function valueOfBlock(block: RowBlock, index: number, place: number): string | Uint8Array | Unfit | null {
  const { bytes, bounds, width, binary } = block;
  const unfit = block.unfit?.get(index)?.get(place);
  if (unfit !== undefined) return unfit;
  const at = (index * width + place) * 2;
  const start = bounds[at] ?? -1;
  if (start < 0) return null;
  const end = bounds[at + 1] ?? start;
  if (binary?.has(place) === true) return Uint8Array.from(bytes.subarray(start, end));
  const text = bytes.toString('utf8', start, end);
  if (!text.includes('\ufffd') || isUtf8(bytes.subarray(start, end))) return text;
  return Uint8Array.from(bytes.subarray(start, end));
}
