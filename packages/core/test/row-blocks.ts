import type { RowBlock } from '../src/index.ts';

// A lone surrogate has no UTF-8: such a value cannot come as bytes.
export function wellFormed(value: unknown): string | null {
  return typeof value === 'string' ? Buffer.from(value).toString() : null;
}

export function blockOf(rows: readonly (readonly (string | null)[])[]): RowBlock {
  const width = rows[0]?.length ?? 0;
  const bounds: number[] = [];
  // Bytes between the values, so that a reader that goes too far meets something.
  let bytes = Buffer.from('9');
  for (const value of rows.flat()) {
    if (value === null) bounds.push(-1, -1);
    else {
      bounds.push(bytes.length, bytes.length + Buffer.byteLength(value));
      bytes = Buffer.concat([bytes, Buffer.from(value), Buffer.from('9')]);
    }
  }
  return { bytes, bounds: Int32Array.from(bounds), width, count: rows.length };
}
