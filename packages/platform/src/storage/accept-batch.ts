import type { ReceiptRejection } from '@lienthong/core';
import type { Client, Database } from './database.ts';
import { findUnstorable, isUnstorable } from './find-unstorable.ts';
import { readArrival } from './ledger.ts';
import { lockStreamForWriting, type StreamLock } from './locks.ts';
import { type BatchInput, type BatchOutcome, mergeAndEnter, repetition, type SignReceipt, storing } from './merge-and-enter.ts';
import type { MergeHints } from './merge-hints.ts';
import { isMergeConflict } from './merge-rows.ts';
import { isRead } from './newest-rows.ts';
import { streamId } from './streams.ts';

/** The part of a batch that is left to store. */
interface Attempt extends BatchInput {
  readonly chosen: Int32Array;
  readonly lock: StreamLock;
}

/** Merges a batch, enters it into ledger and feed, and signs its receipt, all in one transaction. */
export async function acceptBatch(database: Database, hints: MergeHints, input: BatchInput, sign: SignReceipt): Promise<BatchOutcome> {
  const { rows } = input;
  let attempt: Attempt = {
    ...input,
    chosen: everyRow(rows.count),
    lock: isRead(rows) ? 'shared' : 'alone',
  };
  for (let searched = false; ; ) {
    const { chosen, rejections, lock } = attempt;
    if (chosen.length + rows.truncations.length === 0 && rejections.length > 0) return { kind: 'unusable', rejections };
    try {
      const current = attempt;
      return await database.use((client) =>
        storing(
          client,
          () => storeLocked(client, hints, current, sign),
          ({ kind }) => kind === 'stored',
        ),
      );
    } catch (error) {
      if (lock === 'shared' && isMergeConflict(error)) {
        attempt = { ...attempt, lock: 'alone' };
        continue;
      }
      if (!isUnstorable(error) || searched) throw error;
      searched = true;
      const culprits = await database.use((client) => findUnstorable(client, input.contract, rows, chosen));
      attempt = {
        ...attempt,
        chosen: chosen.filter((row) => !culprits.has(row)),
        rejections: addRejections(
          rejections,
          [...culprits].map((row) => rows.lines[row] ?? 0),
        ),
      };
    }
  }
}

async function storeLocked(client: Client, hints: MergeHints, attempt: Attempt, sign: SignReceipt): Promise<BatchOutcome> {
  const { header, digest, lock } = attempt;
  const { dataset } = header.stream;
  const id = await streamId(client, header.stream);
  await lockStreamForWriting(client, dataset, id, lock);
  const arrival = await readArrival(client, id, header);
  if (arrival.known !== undefined) return repetition(arrival.known, digest);
  return await mergeAndEnter(client, hints, { ...attempt, stream: id, arrival }, sign);
}

export function everyRow(count: number): Int32Array {
  const all = new Int32Array(count);
  for (let row = 0; row < count; row++) all[row] = row;
  return all;
}

function addRejections(rejections: readonly ReceiptRejection[], indexes: readonly number[]): readonly ReceiptRejection[] {
  const reason = 'the platform cannot store the record: it is too wide, or a value lies outside of what its database knows';
  const added = indexes.map((index): ReceiptRejection => ({ index, code: 'not-representable', pointer: '', reason }));
  return [...rejections, ...added].sort((left, right) => left.index - right.index);
}
