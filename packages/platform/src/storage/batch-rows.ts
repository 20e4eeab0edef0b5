import type { Version } from '@lienthong/core';
import type { StoredContract } from './contracts.ts';
import { quoteIdentifier } from './names.ts';

/** The records and deletions of one batch as COPY takes them: one buffer, no object for a line. */
export interface BatchRows {
  readonly count: number;
  /** Rows in COPY's text format, one behind the other, in the order of `rowColumns`. */
  readonly text: Buffer;
  /** Where each row begins; one more for where the last one ends. */
  readonly starts: Int32Array;
  /** Where the key, the first field of each row, ends. */
  readonly keyEnds: Int32Array;
  /** The line of each row in the body, from 0: rejected lines keep theirs. */
  readonly lines: Int32Array;
  readonly versions: readonly Version[];
  /** `t` lines, in the order of the body. */
  readonly truncations: readonly Truncation[];
}

export interface Truncation {
  readonly line: number;
  readonly version: Version;
  readonly at: string | undefined;
  readonly tx: string | undefined;
}

/** The columns of a row's fields. The last two are known only under the lock: their digits are filled in then. */
export function rowColumns(contract: StoredContract): string {
  const own = contract.columns.map((column) => quoteIdentifier(column.name));
  return ['_key', '_version', '_line', '_deleted', '_at', '_tx', ...own, '_contract', '_epoch', '_sequence', '_stream', '_change'].join(
    ', ',
  );
}

const streamDigits = 10;
const changeDigits = 16;

/** What a row ends with until its stream and its number in the feed are known. */
export const openTail = `${'0'.repeat(streamDigits)}\t${'0'.repeat(changeDigits)}\n`;

/** Fills in stream and number of the feed; doing it again overwrites them. */
export function closeRow(rows: BatchRows, row: number, stream: number, change: number): void {
  const end = (rows.starts[row + 1] ?? 0) - 1;
  writeDigits(rows.text, end, change);
  writeDigits(rows.text, end - changeDigits - 1, stream);
}

/** The keys of some rows as a `text[]` in PostgreSQL's binary format, which needs no quoting. */
export function keyArray(rows: BatchRows, chosen: Int32Array): Buffer {
  let size = 20;
  for (const row of chosen) size += 4 + (rows.keyEnds[row] ?? 0) - (rows.starts[row] ?? 0);
  const array = Buffer.allocUnsafe(size);
  const textType = 25;
  for (const [index, word] of [1, 0, textType, chosen.length, 1].entries()) array.writeInt32BE(word, index * 4);
  let at = 20;
  for (const row of chosen) {
    const start = at + 4;
    at = copyKey(rows.text, rows.starts[row] ?? 0, rows.keyEnds[row] ?? 0, array, start);
    array.writeInt32BE(at - start, start - 4);
  }
  return array.subarray(0, at);
}

function writeDigits(text: Buffer, end: number, value: number): void {
  let rest = value;
  // An open field holds zeros, or a number of the same length from an earlier attempt.
  for (let at = end - 1; text[at] !== tab && text[at] !== feed; at--) {
    text[at] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

const tab = 9;
const feed = 10;
const backslash = 92;

// A key is JSON: of all that COPY escapes it holds only backslashes.
function copyKey(from: Buffer, start: number, end: number, to: Buffer, place: number): number {
  let at = place;
  for (let index = start; index < end; index++) {
    const byte = from[index] ?? 0;
    to[at++] = byte;
    if (byte === backslash) index++;
  }
  return at;
}
