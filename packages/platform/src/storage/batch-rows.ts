import { copyWords, type Version, viewOf } from '@lienthong/core';
import type { StoredContract } from './contracts.ts';
import { writeInt64 } from './int64.ts';
import { quoteIdentifier } from './names.ts';

/** The records and deletions of one batch as COPY takes them: one buffer, no object for a line. */
export interface BatchRows {
  readonly count: number;
  /** Rows in COPY's binary format, one behind the other, with the columns of `rowColumns`; to be closed before they are sent. */
  readonly bytes: Buffer;
  /** Where each row begins; one more for where the last one ends. */
  readonly starts: Int32Array;
  /** The stored key of each row once more, as elements of an array in PostgreSQL's binary format: four bytes for its length, and the key. */
  readonly keys: Buffer;
  /** Where each of them begins in `keys`; one more for where the last one ends. */
  readonly keyStarts: Int32Array;
  /** The line of each row in the body, from 0: rejected lines keep theirs. */
  readonly lines: Int32Array;
  /** One for each row, or the one of all rows. */
  readonly versions: Version | readonly Version[];
  /** 1 for a row that is a tombstone. */
  readonly deleted: Uint8Array;
  /** `t` lines, in the order of the body. */
  readonly truncations: readonly Truncation[];
}

export interface Truncation {
  readonly line: number;
  readonly version: Version;
  readonly at: string | undefined;
  readonly tx: string | undefined;
}

const columnsBefore = ['_key', '_place', '_deleted', '_at', '_tx'];
const columnsBehind = ['_contract', '_stream', '_entry'];

/** The columns of a row's fields. The last two are known only to the transaction that stores them: they are filled in then. */
export function rowColumns(contract: StoredContract): string {
  return [...columnsBefore, ...contract.columns.map((column) => quoteIdentifier(column.name)), ...columnsBehind].join(', ');
}

/** How many fields a row has; its first two bytes say so. */
export function rowFields(properties: number): number {
  return columnsBefore.length + properties + columnsBehind.length;
}

/** The count of fields; behind it the key, as it stands in `keys`. */
const beforeKey = 2;

/** Before a key in `keys`. */
export const lengthBytes = 4;

/** What a stored key has before its text: the stream, which is filled in with `closeRows`, and the length of the text. */
export const keyHeadBytes = 6;

/** What each row of a batch ends with, with places for its stream and its entry in the feed. */
export function rowTail(contract: number): DataView {
  const tail = new DataView(new ArrayBuffer(tailBytes));
  tail.setInt32(0, 4);
  tail.setInt32(4, contract);
  tail.setInt32(8, 4);
  tail.setInt32(16, 8);
  return tail;
}

const tailBytes = 2 * (4 + 4) + (4 + 8);
const streamFromEnd = 16;
const entryFromEnd = 8;

/** Fills in stream and entry of the feed, in rows and keys; doing it again overwrites them. */
export function closeRows({ bytes, starts, keys, keyStarts }: BatchRows, chosen: Int32Array, stream: number, entry: number): void {
  const view = viewOf(bytes);
  const keyView = viewOf(keys);
  for (let index = 0; index < chosen.length; index++) {
    const row = chosen[index] ?? 0;
    keyView.setInt32((keyStarts[row] ?? 0) + lengthBytes, stream);
    view.setInt32((starts[row] ?? 0) + beforeKey + lengthBytes, stream);
    const end = starts[row + 1] ?? 0;
    view.setInt32(end - streamFromEnd, stream);
    writeInt64(entry, view, end - entryFromEnd);
  }
}

/** The stored keys of some closed rows as a `bytea[]` in PostgreSQL's binary format. */
export function keyArray({ count, keys, keyStarts }: BatchRows, chosen: Int32Array): Buffer {
  const byteaType = 17;
  const head = Buffer.alloc(20);
  const headView = viewOf(head);
  for (const [index, word] of [1, 0, byteaType, chosen.length, 1].entries()) headView.setInt32(index * 4, word);
  if (chosen.length === count) return Buffer.concat([head, keys]);
  let size = head.length;
  for (const row of chosen) size += (keyStarts[row + 1] ?? 0) - (keyStarts[row] ?? 0);
  const array = Buffer.allocUnsafe(size);
  const [from, to] = [viewOf(keys), viewOf(array)];
  let at = head.copy(array);
  for (const row of chosen) at = copyWords(from, keyStarts[row] ?? 0, keyStarts[row + 1] ?? 0, to, at);
  return array;
}
