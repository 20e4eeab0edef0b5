import { damagedPosition, requireSameWatermark } from '@lienthong/adapter-kit';
import { expectPosition, type KeyRange, type Position } from '@lienthong/core';
import { isEncodedValue } from './bson/documents.ts';

/** A value of `_id` with its BSON type: `encodeValue`. */
export type EncodedId = string;

/** Documents by `_id` in MongoDB's order over all types: from `from` up to and without `to`; `null` is without bound. */
export interface IdRange extends Position {
  readonly kind: 'mongodb/ids';
  readonly format: 1;
  readonly from: EncodedId | null;
  /** The document at `from` was read. */
  readonly behind: boolean;
  readonly to: EncodedId | null;
}

/** Behind the document with this watermark and `_id`. */
export interface WatermarkPosition extends Position {
  readonly kind: 'mongodb/watermark';
  readonly format: 1;
  readonly column: string;
  readonly value: string;
  readonly id: EncodedId;
}

export function idRange(from: EncodedId | null, to: EncodedId | null, behind = false): IdRange {
  return { kind: 'mongodb/ids', format: 1, from, behind, to };
}

export function expectIdRange(range: KeyRange): IdRange {
  expectPosition(range, 'mongodb/ids', 1);
  const isBound = (value: unknown) => value === null || isEncodedValue(value);
  if (isBound(range['from']) && isBound(range['to']) && typeof range['behind'] === 'boolean') return range as IdRange; // checked on this line
  throw damagedPosition('mongodb/ids');
}

export function expectWatermark(position: Position, column: string): WatermarkPosition {
  expectPosition(position, 'mongodb/watermark', 1);
  if (!isEncodedValue(position['value']) || !isEncodedValue(position['id'])) throw damagedPosition('mongodb/watermark');
  requireSameWatermark(position, column);
  return position as WatermarkPosition; // checked above
}
