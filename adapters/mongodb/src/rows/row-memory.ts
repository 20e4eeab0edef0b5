import { type RowBlock, Unfit } from '@lienthong/core';

/** Where rows are put together: the documents as they came, with room behind each for values that are written anew. */
export interface RowMemory {
  bytes: Buffer;
  used: number;
  bounds: Int32Array;
  count: number;
  readonly width: number;
  unfit: Map<number, Map<number, Unfit>>;
  /** Places of bytes; of a column of which nothing was known, by its first value. */
  readonly binary: Set<number>;
  readonly textual: Set<number>;
}

const initialBytes = 256 * 1024;

export function createRowMemory(width: number, binary: Iterable<number>): RowMemory {
  return {
    ...{ bytes: Buffer.allocUnsafe(initialBytes), used: 0, bounds: new Int32Array(width * 2 * 1024), count: 0, width },
    ...{ unfit: new Map(), binary: new Set(binary), textual: new Set() },
  };
}

export function clearRows(rows: RowMemory): void {
  rows.used = 0;
  rows.count = 0;
  if (rows.unfit.size > 0) rows.unfit = new Map();
}

/** Room for so many bytes behind what is used. */
export function reserve(rows: RowMemory, bytes: number): Buffer {
  if (rows.used + bytes <= rows.bytes.length) return rows.bytes;
  const larger = Buffer.allocUnsafe(Math.max(rows.bytes.length * 2, rows.used + bytes));
  rows.bytes.copy(larger, 0, 0, rows.used);
  rows.bytes = larger;
  return larger;
}

/** Room for one more row, all of whose values are NULL; gives where its bounds begin. */
export function openRow(rows: RowMemory): number {
  const base = rows.count * rows.width * 2;
  const behind = base + rows.width * 2;
  if (behind > rows.bounds.length) {
    const larger = new Int32Array(Math.max(rows.bounds.length * 2, behind));
    larger.set(rows.bounds);
    rows.bounds = larger;
  }
  rows.bounds.fill(-1, base, behind);
  return base;
}

export function appendText(rows: RowMemory, base: number, place: number, text: string): void {
  const bytes = reserve(rows, text.length * 3);
  const start = rows.used;
  rows.used += bytes.write(text, start, 'utf8');
  setBounds(rows, base, place, start, rows.used);
}

export function setBounds(rows: RowMemory, base: number, place: number, start: number, end: number): void {
  rows.bounds[base + place * 2] = start;
  rows.bounds[base + place * 2 + 1] = end;
}

export function markUnfit(rows: RowMemory, base: number, place: number, reason: string): void {
  const row = base / (rows.width * 2);
  const own = rows.unfit.get(row) ?? new Map<number, Unfit>();
  rows.unfit.set(row, own);
  own.set(place, new Unfit(reason));
  setBounds(rows, base, place, 0, 0);
}

/** False where the place held texts before. */
export function learnBytes({ binary, textual }: RowMemory, place: number): boolean {
  return !textual.has(place) && binary.add(place).has(place);
}

/** False where the place held bytes before. */
export function learnText({ binary, textual }: RowMemory, place: number): boolean {
  return !binary.has(place) && textual.add(place).has(place);
}

/** The rows as they are handed on; valid until the memory is cleared. */
export function blockOf(rows: RowMemory): RowBlock {
  const { bytes, bounds, width, count, unfit, binary } = rows;
  return { bytes, bounds, width, count, binary, ...(unfit.size === 0 ? {} : { unfit }) };
}
