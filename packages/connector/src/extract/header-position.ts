import { randomBytes } from 'node:crypto';
import type { Position } from '@lienthong/core';
import { maxPositionLength } from './limits.ts';

/** A place in the source's log as `ce-high` bears it. */
export interface ToldPosition {
  readonly position: Position;
  /** Whether the epoch's snapshot had ended: then nothing but the log behind `position` is missing. */
  readonly complete: boolean;
  /** What was read, in a form that only compares: see `reading.ts`. */
  readonly reading: string;
  /** Keys whose refused records waited on our side. */
  readonly deadLetters: number;
}

/** Base64url of JSON for `ce-low` and `ce-high`; `undefined` when it is too long for a header. */
function headerPosition(position: Position): string | undefined {
  const text = Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
  return text.length <= maxPositionLength ? text : undefined;
}

/** A place in the source's log holds no value of a row: the platform keeps it, so that lost state can be found again. */
export function changesHeader({ position, complete, reading, deadLetters }: ToldPosition): string | undefined {
  return headerPosition({ kind: 'lienthong/changes', format: 1, complete, reading, deadLetters, position });
}

/** Reads what `changesHeader` wrote; `undefined` for every other text: it comes from the other side. */
export function readChangesHeader(text: string): ToldPosition | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    // Not ours, or of a version that wrote otherwise.
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, format, complete, reading, deadLetters, position } = value as Readonly<Record<string, unknown>>; // an object: any field may be asked for
  if (kind !== 'lienthong/changes' || format !== 1 || typeof complete !== 'boolean' || typeof reading !== 'string') return undefined;
  if (typeof deadLetters !== 'number' || !isPosition(position)) return undefined;
  return { position, complete, reading, deadLetters };
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false;
  return 'kind' in value && typeof value.kind === 'string' && 'format' in value && typeof value.format === 'number';
}

/** A place in a snapshot is a key of a row: only a reference leaves the connector. */
export function snapshotHeader(range: number): string | undefined {
  return headerPosition({ kind: 'lienthong/snapshot', format: 1, range, reference: reference() });
}

/** A place behind a watermark may be a value of a row: only a reference leaves the connector. */
export function incrementalHeader(): string | undefined {
  return headerPosition({ kind: 'lienthong/incremental', format: 1, reference: reference() });
}

function reference(): string {
  return randomBytes(8).toString('hex');
}
