import type { DriverValue, ValueAt } from '../driver-row.ts';
import type { KeyColumn } from './key-column.ts';
import type { KeyText } from './key-positions.ts';

/** What is selected so that each row tells its key as well: `printed`, and behind it what is missing. */
export interface PrintedKey {
  readonly printed: readonly string[];
  /** Where a row has the parts of the key. */
  readonly places: readonly number[];
}

/** `key` is what is selected of each part. */
export function printWithKey(printed: readonly string[], key: readonly string[]): PrintedKey {
  const all = [...printed];
  const places = key.map((sql) => {
    const place = all.indexOf(sql);
    return place >= 0 ? place : all.push(sql) - 1;
  });
  return { printed: all, places };
}

/** The key of a row of the driver, whose parts stand at `places`. */
export function keyOf<Row>(
  key: readonly Pick<KeyColumn<never, DriverValue>, 'text'>[],
  row: Row,
  places: readonly number[],
  valueAt: ValueAt<Row>,
): KeyText {
  return key.map((column, part) => {
    const value = valueAt(row, places[part] ?? -1);
    return value === null || value === undefined ? null : column.text(value);
  });
}

/** A value as the text of a key: truths as digits, bytes as hex digits. */
export function keyText(value: DriverValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex') : String(value);
}
