import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type BufferPool, createBufferPool, type ReceiptRejection } from '@lienthong/core';
import { Problem } from '../problem/problem.ts';
import type { BatchRows } from '../storage/batch-rows.ts';
import type { StoredContract } from '../storage/contracts.ts';
import { mostKeyBytes } from '../storage/stored-key.ts';
import { isNestedTooDeep } from './nesting.ts';
import { createRowMemories, type RowMemories } from './row-memory.ts';
import { createRowWriter } from './row-writer.ts';

export interface ReadLines {
  /** They lie in a buffer of the pool until `release`. */
  readonly rows: BatchRows;
  readonly rejections: readonly ReceiptRejection[];
  /** Lets the next batch have the buffer; only when nobody writes from it any more. */
  release(): void;
}

/** What is used again from batch to batch. */
export interface ReadingMemory {
  readonly buffers: BufferPool;
  readonly rowMemories: RowMemories;
}

/** What is known of the lines before the first is read. */
export interface Announced {
  readonly count: number;
  readonly epoch: number;
  readonly sequence: number;
}

/** Other requests get their turn after some more than so many lines, or so many bytes of them. */
const linesPerTurn = 250;
const bytesPerTurn = 1024 * 1024;

/** A line is read in one go, and nobody else gets a turn meanwhile. */
const maxLineBytes = 16 * 1024 * 1024;

/** Splits a body into lines and checks each against the contract: a line that breaks it is rejected alone. */
export async function readLines(
  body: Buffer,
  { count, epoch, sequence }: Announced,
  contract: StoredContract,
  { buffers, rowMemories }: ReadingMemory = { buffers: createBufferPool(0), rowMemories: createRowMemories() },
): Promise<ReadLines> {
  if (!isUtf8(body)) throw new Problem('body-damaged', { detail: 'the body is not valid UTF-8' });
  const { read } = contract.reader;
  const writer = createRowWriter({ contract, epoch, sequence, body, count, buffers, rowMemories });
  const rejections: ReceiptRejection[] = [];
  let start = 0;
  let turnAt = bytesPerTurn;
  let index = 0;
  for (let turnIndex = linesPerTurn; index < count && start < body.length; ) {
    if (index >= turnIndex || start >= turnAt) {
      writer.rest();
      await nextTurn();
      turnIndex = index + linesPerTurn;
      turnAt = start + bytesPerTurn;
    }
    const added = writer.addScanned(index, start, count - index);
    if (added !== undefined) {
      index += added.lines;
      start = added.end;
      continue;
    }
    const next = body.indexOf(feed, start);
    const end = next < 0 ? body.length : next;
    const line = index++;
    const objection = objectionTo(body.subarray(start, end));
    const parsed = objection === undefined ? read(body.toString('utf8', start, end)) : { ...objection, pointer: '' };
    start = end + 1;
    if ('code' in parsed) rejections.push({ index: line, code: parsed.code, pointer: parsed.pointer, reason: parsed.reason });
    else if (isLong(parsed.key)) {
      rejections.push({ index: line, code: 'too-long', pointer: '', reason: `the key has more than ${mostKeyBytes} bytes` });
    } else writer.add(line, parsed);
  }
  // What is behind the announced lines is not even counted: a body of nothing but line feeds would keep everybody waiting.
  if (start < body.length)
    throw new Problem('count-mismatch', { detail: 'the body has more lines than ce-count says', members: { announced: count } });
  if (index < count) throw new Problem('count-mismatch', { members: { announced: count, found: index } });
  return { ...writer.finish(), rejections };
}

const feed = 10;

function isLong(key: string): boolean {
  return key.length * 3 > mostKeyBytes && Buffer.byteLength(key) > mostKeyBytes;
}

// Parsing such a line would keep everybody waiting.
function objectionTo(line: Buffer): Pick<ReceiptRejection, 'code' | 'reason'> | undefined {
  if (line.length > maxLineBytes) return { code: 'too-long', reason: `the line has more than ${maxLineBytes} bytes` };
  return isNestedTooDeep(line) ? { code: 'line-malformed', reason: 'the line is nested too deep' } : undefined;
}
