import { type KeyText, orderOf } from '@lienthong/adapter-kit';
import type { Session } from './client.ts';
import type { KeyColumn } from './key-columns.ts';
import { createTextRowReader, type GatheredRows } from './text-rows.ts';

/** The key of a printed row. Only before its values are finished: a literal is made of what is stored. */
export function keyOf(key: readonly KeyColumn[], rows: GatheredRows, index: number, places: readonly number[]): KeyText {
  return key.map((column, part) => {
    const at = (index * rows.width + (places[part] ?? 0)) * 2;
    const start = rows.bounds[at] ?? -1;
    return start < 0 ? null : column.text(rows.bytes, start, rows.bounds[at + 1] ?? start);
  });
}

/** The key of the row that so many others stand before; `undefined` when there are not so many. `from` is what stands behind FROM. */
export async function keyAt(
  session: Session,
  key: readonly KeyColumn[],
  from: string,
  before: number,
  signal: AbortSignal,
): Promise<KeyText | undefined> {
  const reader = createTextRowReader(key.length);
  const printed = key.map((column) => column.printed).join(', ');
  await session.read(`select ${printed} from ${from} order by ${orderOf(key)} limit 1 offset ${before}`, reader.push, signal);
  const rows = reader.take();
  if (rows.count === 0) return undefined;
  return keyOf(
    key,
    rows,
    0,
    key.map((_, index) => index),
  );
}
