import { expectPosition, type KeyRange, LienThongError, type Position } from '@lienthong/core';
import { damagedPosition, requireSameWatermark } from '../positions.ts';

/** A key by which a table is walked: as the server prints its parts, bytes as hex digits. */
export type KeyText = readonly (string | null)[];

/** Keys above `from` up to and with `to`; `null` is without bound, and fewer parts than the key has mean all keys that begin so. */
export interface KeysRange extends Position {
  readonly format: 1;
  /** The columns that `from` and `to` are values of. */
  readonly columns: readonly string[];
  readonly from: KeyText | null;
  readonly to: KeyText | null;
}

/** Behind the row with this watermark and key. */
export interface WatermarkPosition extends Position {
  readonly format: 1;
  readonly column: string;
  readonly columns: readonly string[];
  readonly value: string;
  readonly key: KeyText;
}

/** Where reading by keys stands, in one engine's kinds of positions. */
export interface KeyPositions {
  keysRange(columns: readonly string[], from: KeyText | null, to: KeyText | null): KeysRange;
  /** Refuses what is no range of ours, and one of another key: its values would be compared with the wrong columns. */
  expectRange(range: KeyRange, columns: readonly string[]): KeysRange;
  watermarkPosition(place: Pick<WatermarkPosition, 'column' | 'columns' | 'value' | 'key'>): WatermarkPosition;
  expectWatermark(position: Position, column: string, columns: readonly string[]): WatermarkPosition;
}

/** Kinds of positions are `<engine>/keys` and `<engine>/watermark`; they lie on disks, so neither they nor the fields ever change. */
export function keyPositions(engine: string): KeyPositions {
  const [keys, watermark] = [`${engine}/keys`, `${engine}/watermark`];
  return {
    keysRange: (columns, from, to) => ({ kind: keys, format: 1, columns, from, to }),
    expectRange: (range, columns) => {
      expectPosition(range, keys, 1);
      const { columns: of, from, to } = range;
      if (!isNames(of) || !isKeyOrNull(from) || !isKeyOrNull(to)) throw damagedPosition(keys);
      requireSameKey(of, columns);
      return range as KeysRange; // checked on the lines above
    },
    watermarkPosition: ({ column, columns, value, key }) => ({ kind: watermark, format: 1, column, columns, value, key }),
    expectWatermark: (position, column, columns) => {
      expectPosition(position, watermark, 1);
      const { value, key, columns: of } = position;
      if (typeof value !== 'string' || !Array.isArray(key) || !isKeyOrNull(key) || !isNames(of)) throw damagedPosition(watermark);
      requireSameWatermark(position, column);
      requireSameKey(of, columns);
      return position as WatermarkPosition; // checked above
    },
  };
}

/** Of a key in a position that cannot be a value of its column; it is not shown. */
export function misfitKey(): LienThongError {
  return new LienThongError('POSITION_FOREIGN', { message: "a position holds a key that does not fit its column's type" });
}

function requireSameKey(of: readonly string[], columns: readonly string[]): void {
  if (JSON.stringify(of) === JSON.stringify(columns)) return;
  throw new LienThongError('POSITION_FOREIGN', {
    message: `the table was read by its key ${of.join(', ')}, and is read by ${columns.join(', ')} now`,
    remedy: 'The key of the table changed: start a new epoch of the dataset.',
  });
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}

function isKeyOrNull(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.every((part) => part === null || typeof part === 'string'));
}
