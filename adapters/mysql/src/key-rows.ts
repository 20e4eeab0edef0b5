import type { KeyAt, KeyText } from '@lienthong/adapter-kit';
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

/** Finds keys of boundaries, whose statements select the parts of the key and nothing else. */
export function keyFinder(session: Session, key: readonly KeyColumn[], signal: AbortSignal): KeyAt<string> {
  const places = key.map((_, index) => index);
  return async (statement) => {
    const reader = createTextRowReader(key.length);
    await session.read(statement, reader.push, signal);
    const rows = reader.take();
    return rows.count === 0 ? undefined : keyOf(key, rows, 0, places);
  };
}
