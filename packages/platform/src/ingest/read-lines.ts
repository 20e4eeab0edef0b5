import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReceiptRejection } from '@lienthong/core';
import { Problem } from '../problem/problem.ts';
import type { BatchRows } from '../storage/batch-rows.ts';
import type { StoredContract } from '../storage/contracts.ts';
import { createRowWriter, mostKeyBytes } from './row-writer.ts';

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

/** Other requests get their turn after so many lines. */
const linesPerTurn = 2000;

/** Splits a body into lines and checks each against the contract: a line that breaks it is rejected alone. */
export async function readLines(body: Buffer, { count, epoch, sequence }: Announced, contract: StoredContract): Promise<ReadLines> {
  if (!isUtf8(body)) throw new Problem('body-damaged', { detail: 'the body is not valid UTF-8' });
  const { read, scanner } = contract.reader;
  const writer = createRowWriter({ contract, epoch, sequence, count, bytes: body.length + 100 * count });
  const rejections: ReceiptRejection[] = [];
  const spans = new Int32Array(scanner.size);
  const limit = body.lastIndexOf(feed) + 1;
  let start = 0;
  let index = 0;
  for (; index < count && start < body.length; index++) {
    if (index % linesPerTurn === linesPerTurn - 1) await nextTurn();
    const scanned = scanner.scan(body, start, limit, spans);
    if (scanned >= 0 && writer.addScanned(index, body, start, scanned, spans)) {
      start = scanned + 1;
      continue;
    }
    const next = body.indexOf(feed, start);
    const end = next < 0 ? body.length : next;
    const parsed = read(body.toString('utf8', start, end));
    start = end + 1;
    if ('code' in parsed) rejections.push({ index, code: parsed.code, pointer: parsed.pointer, reason: parsed.reason });
    else if (isLong(parsed.key)) {
      rejections.push({ index, code: 'too-long', pointer: '', reason: `the key has more than ${mostKeyBytes} bytes` });
    } else writer.add(index, parsed);
  }
  if (index !== count || start < body.length) throw countMismatch(body, count);
  return { rows: writer.finish(), rejections };
}

const feed = 10;

function isLong(key: string): boolean {
  return key.length * 3 > mostKeyBytes && Buffer.byteLength(key) > mostKeyBytes;
}

function countMismatch(body: Buffer, announced: number): Problem {
  let found = body.length > 0 && body[body.length - 1] !== feed ? 1 : 0;
  for (let at = body.indexOf(feed); at >= 0; at = body.indexOf(feed, at + 1)) found++;
  return new Problem('count-mismatch', { members: { announced, found } });
}
