import { copyWords, type Version, viewOf } from '@lienthong/core';
import { writeInt16, writeInt32, writeInt64 } from './binary-values.ts';
import type { StoredContract } from './contracts.ts';
import { quoteIdentifier } from './names.ts';

/** The records and deletions of one batch as COPY takes them: one buffer, no object for a line. */
export interface BatchRows {
  readonly count: number;
  /** Rows in COPY's binary format, one behind the other, with the columns of `rowColumns`. */
  readonly bytes: Buffer;
  /** Where each row begins; one more for where the last one ends. */
  readonly starts: Int32Array;
  /** Where the key, the first field of each row, ends; it starts `beforeKey` behind the row. */
  readonly keyEnds: Int32Array;
  /** The line of each row in the body, from 0: rejected lines keep theirs. */
  readonly lines: Int32Array;
  readonly versions: readonly Version[];
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

const columnsBefore = ['_key', '_version', '_line', '_deleted', '_at', '_tx'];
const columnsBehind = ['_contract', '_epoch', '_sequence', '_stream', '_entry'];

/** The columns of a row's fields. The last two are known only to the transaction that stores them: they are filled in then. */
export function rowColumns(contract: StoredContract): string {
  return [...columnsBefore, ...contract.columns.map((column) => quoteIdentifier(column.name)), ...columnsBehind].join(', ');
}

/** What a row begins with: how many fields follow. */
export function rowHead(properties: number): Buffer {
  const head = Buffer.alloc(2);
  writeInt16(columnsBefore.length + properties + columnsBehind.length, head, 0);
  return head;
}

/** The count of fields, and the length of the key. */
export const beforeKey = 6;

/** What each row of a batch ends with, with places for its stream and its entry in the feed. */
export function rowTail(contract: number, epoch: number, sequence: number): Buffer {
  const tail = Buffer.alloc(tailBytes);
  let at = writeInt32(4, tail, 0);
  at = writeInt32(contract, tail, at);
  at = writeInt32(8, tail, at);
  at = writeInt64(epoch, tail, at);
  at = writeInt32(8, tail, at);
  at = writeInt64(sequence, tail, at);
  at = writeInt32(4, tail, at) + 4;
  writeInt32(8, tail, at);
  return tail;
}

const tailBytes = 3 * (4 + 8) + 2 * (4 + 4);
const streamFromEnd = 16;
const entryFromEnd = 8;

/** Fills in stream and entry of the feed; doing it again overwrites them. */
export function closeRow({ bytes, starts }: BatchRows, row: number, stream: number, entry: number): void {
  const end = starts[row + 1] ?? 0;
  writeInt32(stream, bytes, end - streamFromEnd);
  writeInt64(entry, bytes, end - entryFromEnd);
}

/** The keys of some rows as a `text[]` in PostgreSQL's binary format. */
export function keyArray({ bytes, starts, keyEnds }: BatchRows, chosen: Int32Array): Buffer {
  let size = 20;
  for (const row of chosen) size += (keyEnds[row] ?? 0) - (starts[row] ?? 0) - lengthBytes;
  const array = Buffer.allocUnsafe(size);
  const [from, to] = [viewOf(bytes), viewOf(array)];
  const textType = 25;
  for (const [index, word] of [1, 0, textType, chosen.length, 1].entries()) to.setInt32(index * 4, word);
  let at = 20;
  // Row and array hold it alike, with its length before it.
  for (const row of chosen) at = copyWords(from, (starts[row] ?? 0) + lengthBytes, keyEnds[row] ?? 0, to, at);
  return array;
}

const lengthBytes = beforeKey - 4;
