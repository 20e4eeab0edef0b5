import type { RowBlock } from '@lienthong/core';
import type { ColumnForm } from './column-form.ts';
import { type GatheredRows, reserve } from './text-rows.ts';

/**
 * Turns what was printed into what is handed on. A value that is written anew lies behind the others: the rest stays where it is.
 * `forms` are those of the first columns; what was read besides them is left out.
 */
export function finishRows(rows: GatheredRows, forms: readonly ColumnForm[]): RowBlock {
  for (const [index, { finish }] of forms.entries()) {
    if (finish === undefined) continue;
    for (let row = 0, place = index * 2; row < rows.count; row++, place += rows.width * 2) {
      const start = rows.bounds[place] ?? -1;
      if (start < 0) continue;
      const value = finish(rows.bytes, start, rows.bounds[place + 1] ?? start);
      if (value === undefined) continue;
      if (value === null) {
        rows.bounds[place] = -1;
        rows.bounds[place + 1] = -1;
        continue;
      }
      reserve(rows, value.length * 3);
      rows.bounds[place] = rows.used;
      rows.used += rows.bytes.write(value, rows.used);
      rows.bounds[place + 1] = rows.used;
    }
  }
  const binary = new Set(forms.flatMap((form, index) => (form.binary ? [index] : [])));
  return { bytes: rows.bytes, bounds: boundsOf(rows, forms.length), width: forms.length, count: rows.count, binary };
}

/** Columns that only the reader needs (a key that was not selected) stand behind the others. */
function boundsOf(rows: GatheredRows, width: number): Int32Array {
  if (rows.width === width) return rows.bounds;
  const { bounds } = rows;
  for (let row = 1; row < rows.count; row++) bounds.copyWithin(row * width * 2, row * rows.width * 2, (row * rows.width + width) * 2);
  return bounds;
}
