import { damagedPosition, requireSameWatermark } from '@lienthong/adapter-kit';
import { expectPosition, type KeyRange, type Position } from '@lienthong/core';

type KeyText = readonly (string | null)[];

/** Where following goes on: everything that committed before `lsn` is behind us. */
export interface LsnPosition extends Position {
  readonly kind: 'postgres/lsn';
  readonly format: 1;
  /** As PostgreSQL prints it: `16/B374D848`. */
  readonly lsn: string;
  readonly systemId: string;
  readonly timeline: number;
  readonly slot: string;
  /** Which tables and which publication were followed up to here, so that others under their names are noticed: `lineage.ts`. */
  readonly lineage: string;
}

/** Keys above `from` up to and with `to`; `null` is without bound. `nulls` reads the rows whose key has a NULL instead. */
export interface KeysRange extends Position {
  readonly kind: 'postgres/keys';
  readonly format: 1;
  readonly from: KeyText | null;
  readonly to: KeyText | null;
  readonly nulls: boolean;
  /** Rows already read, where only counting can tell: rows with a NULL in the key. */
  readonly skip: number;
}

/** Blocks of the heap from `from` up to but without `to`, for tables whose key has no index. */
export interface BlocksRange extends Position {
  readonly kind: 'postgres/blocks';
  readonly format: 1;
  readonly from: number;
  readonly to: number | null;
  /** Which files the blocks lie in, as `Heap` has it; `null`: the range was split before that was asked. */
  readonly files: string | null;
}

/** Behind the row with this watermark and key. */
export interface WatermarkPosition extends Position {
  readonly kind: 'postgres/watermark';
  readonly format: 1;
  readonly column: string;
  readonly value: string;
  readonly key: KeyText;
}

export function keysRange(from: KeyText | null, to: KeyText | null, nulls = false, skip = 0): KeysRange {
  return { kind: 'postgres/keys', format: 1, from, to, nulls, skip };
}

export function blocksRange(from: number, to: number | null, files: string | null): BlocksRange {
  return { kind: 'postgres/blocks', format: 1, from, to, files };
}

export function expectRange(range: KeyRange): KeysRange | BlocksRange {
  const kind = range.kind === 'postgres/blocks' ? 'postgres/blocks' : 'postgres/keys';
  expectPosition(range, kind, 1);
  if (kind === 'postgres/blocks') {
    const { from, to, files = null } = range;
    if (isCount(from) && (to === null || isCount(to)) && (files === null || typeof files === 'string'))
      return { ...range, files } as BlocksRange; // checked on the line above
  } else if (isKey(range['from']) && isKey(range['to']) && typeof range['nulls'] === 'boolean' && isCount(range['skip'])) {
    return range as KeysRange; // checked on the line above
  }
  throw damagedPosition(kind);
}

export function expectLsn(position: Position): LsnPosition {
  expectPosition(position, 'postgres/lsn', 1);
  const { lsn, systemId, timeline, slot, lineage } = position;
  const placed = typeof lsn === 'string' && lsnPattern.test(lsn) && typeof systemId === 'string' && isCount(timeline);
  if (placed && typeof slot === 'string' && (lineage === undefined || typeof lineage === 'string')) {
    return { ...position, lineage: lineage ?? '' } as LsnPosition; // checked on the lines above; a position without lineage is older than it
  }
  throw damagedPosition('postgres/lsn');
}

export function expectWatermark(position: Position, column: string): WatermarkPosition {
  expectPosition(position, 'postgres/watermark', 1);
  if (typeof position['value'] !== 'string' || !Array.isArray(position['key'])) throw damagedPosition('postgres/watermark');
  requireSameWatermark(position, column);
  return position as WatermarkPosition; // checked above
}

const lsnPattern = /^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/i;

/** `16/B374D848` as a number; LSNs do not compare as text. */
export function lsnToNumber(lsn: string): bigint {
  const [high = '0', low = '0'] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

export function formatLsn(lsn: bigint): string {
  return `${(lsn >> 32n).toString(16).toUpperCase()}/${(lsn & 0xffffffffn).toString(16).toUpperCase()}`;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isKey(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.every((part) => part === null || typeof part === 'string'));
}
