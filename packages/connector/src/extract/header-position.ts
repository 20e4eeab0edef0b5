import { randomBytes } from 'node:crypto';
import type { Position } from '@lienthong/core';
import { maxPositionLength } from './limits.ts';

/** Base64url of JSON for `ce-low` and `ce-high`; `undefined` when it is too long for a header. */
function headerPosition(position: Position): string | undefined {
  const text = Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
  return text.length <= maxPositionLength ? text : undefined;
}

/** A place in the source's log holds no value of a row: the platform keeps it, so that lost state can be found again. */
export function changesHeader(position: Position, complete: boolean): string | undefined {
  return headerPosition({ kind: 'lienthong/changes', format: 1, complete, position });
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
