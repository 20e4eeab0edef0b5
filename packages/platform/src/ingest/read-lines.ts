import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReceiptRejection } from '@lienthong/core';
import { Problem } from '../problem/problem.ts';
import type { BatchRows } from '../storage/batch-rows.ts';
import type { StoredContract } from '../storage/contracts.ts';
import { createRowWriter } from './row-writer.ts';

export interface ReadLines {
  readonly rows: BatchRows;
  readonly rejections: readonly ReceiptRejection[];
}

/** What is known of the lines before the first is read. */
export interface Announced {
  readonly count: number;
  readonly epoch: number;
  readonly sequence: number;
}

/** Keys are indexed: PostgreSQL's index takes no longer ones. */
const maxKeyBytes = 2000;

/** Other requests get their turn after so many lines. */
const linesPerTurn = 2000;

/** Splits a body into lines and checks each against the contract: a line that breaks it is rejected alone. */
export async function readLines(body: Buffer, { count, epoch, sequence }: Announced, contract: StoredContract): Promise<ReadLines> {
  if (!isUtf8(body)) throw new Problem('body-damaged', { detail: 'the body is not valid UTF-8' });
  expectCount(body, count);
  const writer = createRowWriter({ contract, epoch, sequence, count, bytes: body.length + 100 * count });
  const rejections: ReceiptRejection[] = [];
  let start = 0;
  for (let index = 0; index < count; index++) {
    if (index % linesPerTurn === linesPerTurn - 1) await nextTurn();
    const feed = body.indexOf(10, start);
    const end = feed < 0 ? body.length : feed;
    const parsed = contract.reader.read(body.toString('utf8', start, end));
    start = end + 1;
    if ('code' in parsed) rejections.push({ index, code: parsed.code, pointer: parsed.pointer, reason: parsed.reason });
    else if (parsed.key.length * 3 > maxKeyBytes && Buffer.byteLength(parsed.key) > maxKeyBytes) {
      rejections.push({ index, code: 'too-long', pointer: '', reason: `the key has more than ${maxKeyBytes} bytes` });
    } else writer.add(index, parsed);
  }
  return { rows: writer.finish(), rejections };
}

// Before any line is parsed: a body with another count is refused as a whole.
function expectCount(body: Buffer, count: number): void {
  let lines = body.length > 0 && body[body.length - 1] !== 10 ? 1 : 0;
  for (let feed = body.indexOf(10); feed >= 0; feed = body.indexOf(10, feed + 1)) lines++;
  if (lines !== count) throw new Problem('count-mismatch', { members: { announced: count, found: lines } });
}
