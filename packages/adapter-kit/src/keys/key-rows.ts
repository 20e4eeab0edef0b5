import type { DriverValue, ValueAt } from '../driver-row.ts';
import type { KeyColumn } from './key-column.ts';
import type { KeyText } from './key-positions.ts';

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

/** The key that a boundary statement found: its row has the parts of the key and nothing else. */
export function firstKey(
  key: readonly Pick<KeyColumn<never, DriverValue>, 'text'>[],
  [row]: readonly (readonly DriverValue[])[],
): KeyText | undefined {
  if (row === undefined) return undefined;
  const places = key.map((_, index) => index);
  return keyOf(key, row, places, (values, place) => values[place]);
}

/** A value as the text of a key: truths as digits, bytes as hex digits. */
export function keyText(value: DriverValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex') : String(value);
}
