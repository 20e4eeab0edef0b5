import { type BatchHeader, type ReceiptRejection, signReceipt } from '@lienthong/core';
import type { PlatformContext } from '../context.ts';
import { readLines } from '../ingest/read-lines.ts';
import { everyRow } from '../storage/accept-batch.ts';
import type { BatchRows } from '../storage/batch-rows.ts';
import type { Client } from '../storage/database.ts';
import { type Arrival, readArrival } from '../storage/ledger.ts';
import { lockStreamForWriting, type StreamLock } from '../storage/locks.ts';
import { mergeAndEnter, nextSequence } from '../storage/merge-and-enter.ts';
import type { MergeInput } from '../storage/merge-rows.ts';
import type { DataType } from './data-types.ts';

/** What one transaction works with. */
export interface Attempt {
  readonly context: PlatformContext;
  readonly client: Client;
  readonly dataType: DataType;
  readonly digest: string;
}

/** Locks the stream until the transaction ends. */
export async function arrive({ client, dataType }: Attempt, lock: StreamLock): Promise<Arrival> {
  const { stream, streamId } = dataType;
  await lockStreamForWriting(client, stream.dataset, streamId, lock);
  return await readArrival(client, streamId, headerOf(dataType, 0));
}

export interface WrittenLines {
  readonly arrival: Arrival;
  readonly lock: StreamLock;
  readonly lines: Buffer;
  readonly count: number;
  readonly isNew: MergeInput['isNew'];
}

export type Entered =
  | { readonly jws: string; readonly accepted: number; readonly sweep: boolean }
  | { readonly rejections: readonly ReceiptRejection[] };

/** From lines to the table and the ledger: the way of every batch. `onRead` hears of the rows before they are stored. */
export async function enterLines(
  { context, client, dataType, digest }: Attempt,
  { arrival, lock, lines, count, isNew }: WrittenLines,
  onRead?: (rows: BatchRows) => void,
): Promise<Entered> {
  const { streamId, contract } = dataType;
  const header = headerOf(dataType, count);
  const { rows, rejections, release } = await readLines(lines, header, contract, context);
  if (rejections.length > 0) {
    release();
    return { rejections };
  }
  onRead?.(rows);
  const batch = { header, digest, contract, rows, rejections: [] };
  const locked = { ...batch, stream: streamId, lock, arrival, chosen: everyRow(rows.count), isNew };
  const outcome = await mergeAndEnter(client, context.hints, locked, (receipt) => signReceipt(receipt, context.receiptKey));
  if (outcome.kind !== 'stored') throw new Error('a request was given the number of another one');
  // Not when storing failed: the broken connection may still hold what it was to write.
  release();
  return { jws: outcome.jws, accepted: outcome.receipt.accepted, sweep: outcome.sweep };
}

/** Requests have no numbers of their own. Versions never begin anew: one epoch. */
function headerOf({ stream, contract }: DataType, count: number): BatchHeader {
  const time = `${new Date().toISOString().replace(/\.?0*Z$/, '')}Z`;
  return {
    ...{ stream, contractVersion: contract.contract.version, epoch: 1, sequence: nextSequence, count },
    ...{ low: undefined, high: undefined, time, traceparent: undefined },
  };
}
