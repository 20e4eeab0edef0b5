import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReceiptRejection, RecordReader } from '@lienthong/core';
import { Problem } from '../problem/problem.ts';
import type { BatchLine } from '../storage/newest-lines.ts';
import { isNestedTooDeep } from './nesting.ts';

export interface ReadLines {
  readonly lines: readonly BatchLine[];
  readonly rejections: readonly ReceiptRejection[];
}

/** Keys are indexed: PostgreSQL's index takes no longer ones. */
const maxKeyBytes = 2000;

/** Other requests get their turn after so many lines, or so many bytes of them. */
const linesPerTurn = 2000;
const bytesPerTurn = 1024 * 1024;

/** A line is read in one go, and nobody else gets a turn meanwhile. */
const maxLineBytes = 16 * 1024 * 1024;

/** Splits a body into lines and checks each against the contract: a line that breaks it is rejected alone. */
export async function readLines(body: Buffer, count: number, reader: RecordReader): Promise<ReadLines> {
  if (!isUtf8(body)) throw new Problem('body-damaged', { detail: 'the body is not valid UTF-8' });
  expectCount(body, count);
  const lines: BatchLine[] = [];
  const rejections: ReceiptRejection[] = [];
  let start = 0;
  let turnAt = bytesPerTurn;
  for (let index = 0; index < count; index++) {
    if (index % linesPerTurn === linesPerTurn - 1 || start >= turnAt) {
      await nextTurn();
      turnAt = start + bytesPerTurn;
    }
    const feed = body.indexOf(10, start);
    const end = feed < 0 ? body.length : feed;
    const objection = objectionTo(body.subarray(start, end));
    if (objection !== undefined) {
      rejections.push({ index, ...objection, pointer: '' });
      start = end + 1;
      continue;
    }
    const parsed = reader.read(body.toString('utf8', start, end));
    start = end + 1;
    if ('code' in parsed) rejections.push({ index, code: parsed.code, pointer: parsed.pointer, reason: parsed.reason });
    else if (parsed.key.length * 3 > maxKeyBytes && Buffer.byteLength(parsed.key) > maxKeyBytes) {
      rejections.push({ index, code: 'too-long', pointer: '', reason: `the key has more than ${maxKeyBytes} bytes` });
    } else lines.push({ index, parsed });
  }
  return { lines, rejections };
}

// Parsing such a line would keep everybody waiting.
function objectionTo(line: Buffer): Pick<ReceiptRejection, 'code' | 'reason'> | undefined {
  if (line.length > maxLineBytes) return { code: 'too-long', reason: `the line has more than ${maxLineBytes} bytes` };
  return isNestedTooDeep(line) ? { code: 'line-malformed', reason: 'the line is nested too deep' } : undefined;
}

// Before any line is parsed: a body with another count is refused as a whole.
function expectCount(body: Buffer, count: number): void {
  let lines = body.length > 0 && body[body.length - 1] !== 10 ? 1 : 0;
  for (let feed = body.indexOf(10); feed >= 0 && lines <= count; feed = body.indexOf(10, feed + 1)) lines++;
  // Counting stops behind the announced number: a body of nothing but line feeds would keep everybody waiting.
  if (lines > count)
    throw new Problem('count-mismatch', { detail: 'the body has more lines than ce-count says', members: { announced: count } });
  if (lines < count) throw new Problem('count-mismatch', { members: { announced: count, found: lines } });
}
