import { type BatchHeader, batchId, type Receipt, type ReceiptRejection } from '@lienthong/core';
import type { BatchRows } from './batch-rows.ts';
import { clearBelow } from './clear-below.ts';
import type { StoredContract } from './contracts.ts';
import type { Client } from './database.ts';
import { type Arrival, enterBatch, type KnownBatch, takePlace } from './ledger.ts';
import type { StreamLock } from './locks.ts';
import type { MergeHints } from './merge-hints.ts';
import { type MergeInput, mergeRows } from './merge-rows.ts';
import { quoteIdentifier } from './names.ts';
import { countLiving, raisedFloor } from './newest-rows.ts';
import { countRecords, withoutCleared } from './stream-records.ts';
import type { StreamRow } from './streams.ts';
import { tellFeed } from './tell-feed.ts';

export interface BatchInput {
  readonly header: BatchHeader;
  readonly digest: string;
  readonly contract: StoredContract;
  /** What the contract accepts. */
  readonly rows: BatchRows;
  /** What it refuses, in the order of the body. */
  readonly rejections: readonly ReceiptRejection[];
}

export type BatchOutcome =
  /** `sweep`: it is time to sweep the dataset's feed. `truncated`: a snapshot ended, or a table was emptied. */
  | { readonly kind: 'stored'; readonly jws: string; readonly receipt: Receipt; readonly sweep: boolean; readonly truncated: boolean }
  /** The batch came before: its receipt is the one that was given then. */
  | { readonly kind: 'repeated'; readonly jws: string }
  /** Another content came under the same id. */
  | { readonly kind: 'conflict' }
  /** Nothing of the batch can be stored. */
  | { readonly kind: 'unusable'; readonly rejections: readonly ReceiptRejection[] };

export type SignReceipt = (receipt: Receipt) => Promise<string>;

/** In the place of a sequence: the next one of the stream, which nobody knows before its place is taken. No batch has it. */
export const nextSequence = 0;

/** A batch whose stream is locked in the caller's transaction; its sequence may be `nextSequence`. */
export interface Locked extends BatchInput {
  readonly stream: number;
  readonly lock: StreamLock;
  readonly arrival: Arrival;
  /** The rows that are left to store. */
  readonly chosen: Int32Array;
  readonly isNew?: MergeInput['isNew'];
}

// A look-up by index is right for every statement here, and stays right when a table grows faster than its statistics.
const begin = `begin isolation level read committed; set local plan_cache_mode to force_generic_plan;
  set local enable_seqscan to off; set local enable_hashjoin to off; set local enable_mergejoin to off; set local enable_bitmapscan to off`;

/** A transaction that stores records; it is undone where the work throws, or ends with what is not to be kept. */
export async function storing<T>(client: Client, work: () => Promise<T>, isKept: (result: T) => boolean): Promise<T> {
  await client.query(begin);
  try {
    const result = await work();
    await client.query(isKept(result) ? 'commit' : 'rollback');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      // The connection is gone, and the transaction with it; the first error says so.
    });
    throw error;
  }
}

/** Merges rows, tells the feed of them, and enters the batch into the ledger with its receipt. */
export async function mergeAndEnter(client: Client, hints: MergeHints, batch: Locked, sign: SignReceipt): Promise<BatchOutcome> {
  const { digest, contract, rows, chosen, lock, arrival, isNew, stream: id } = batch;
  const { dataset } = batch.header.stream;
  const { entry } = arrival;
  const { floor, raisedBy } = raisedFloor(arrival.floor, batch.header.epoch, rows.truncations);
  const table = `data.${quoteIdentifier(arrival.tableName)}`;
  const { epoch, sequence } = batch.header;
  const merging = { stream: id, lock, epoch, sequence, floor, contract, table, entry, rows, chosen, isNew };
  const merged = await mergeRows(client, merging, hints);
  const { stream, known, change } = await takePlace(client, batch.header);
  if (known !== undefined) return repetition(known, digest);
  const header = sequence === nextSequence ? { ...batch.header, sequence: stream.highest + 1 } : batch.header;
  const told = merged.winners.length;
  const { rows: replaced, records: removed, ofEpoch: removedOfEpoch } = merged.replaced;
  const records = countRecords(stream.records, { epoch, added: countLiving(rows, merged.winners), removed, removedOfEpoch });
  const clearing = { stream: id, records, contract, floor, change: change + told, entry };
  const cleared = raisedBy === undefined ? 0 : await clearBelow(client, { ...clearing, by: raisedBy });
  const accepted = told + (raisedBy === undefined ? 0 : 1);
  const receipt = receiptOf({ ...batch, header }, stream, accepted);
  const jws = await sign(receipt);
  const sweep = await tellFeed(client, { dataset, stream: id, entry, change, rows, winners: merged.winners, cleared, replaced });
  await enterBatch(client, stream, {
    header,
    digest,
    contract: contract.id,
    floor,
    records: withoutCleared(records, cleared),
    receipt,
    jws,
  });
  return { kind: 'stored', jws, receipt, sweep, truncated: raisedBy !== undefined };
}

export function repetition(known: KnownBatch, digest: string): BatchOutcome {
  return known.digest === digest ? { kind: 'repeated', jws: known.jws } : { kind: 'conflict' };
}

function receiptOf(input: Locked, stream: StreamRow, accepted: number): Receipt {
  return {
    batch: batchId(input.header),
    digest: input.digest,
    accepted,
    superseded: input.chosen.length + input.rows.truncations.length - accepted,
    rejected: new Set(input.rejections.map((rejection) => rejection.index)).size,
    rejections: input.rejections,
    time: new Date().toISOString(),
    number: stream.receiptNumber + 1,
    previous: stream.receiptHash,
  };
}
