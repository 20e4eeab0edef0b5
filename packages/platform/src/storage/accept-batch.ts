import { type BatchHeader, batchId, type Receipt, type ReceiptRejection } from '@lienthong/core';
import type { BatchRows } from './batch-rows.ts';
import { clearBelow } from './clear-below.ts';
import type { StoredContract } from './contracts.ts';
import type { Client, Database } from './database.ts';
import { findUnstorable, isUnstorable } from './find-unstorable.ts';
import { enterBatch, type KnownBatch, readArrival, takePlace } from './ledger.ts';
import { lockStreamForWriting, type StreamLock } from './locks.ts';
import type { MergeHints } from './merge-hints.ts';
import { isMergeConflict, mergeRows } from './merge-rows.ts';
import { quoteIdentifier } from './names.ts';
import { countLiving, isRead, raisedFloor } from './newest-rows.ts';
import { countRecords, withoutCleared } from './stream-records.ts';
import { type StreamRow, streamId } from './streams.ts';
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
      return await database.use((client) => store(client, hints, attempt, sign));
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

// A look-up by index is right for every statement here, and stays right when a table grows faster than its statistics.
const begin = `begin isolation level read committed; set local plan_cache_mode to force_generic_plan;
  set local enable_seqscan to off; set local enable_hashjoin to off; set local enable_mergejoin to off; set local enable_bitmapscan to off`;

async function store(client: Client, hints: MergeHints, attempt: Attempt, sign: SignReceipt): Promise<BatchOutcome> {
  await client.query(begin);
  try {
    const outcome = await storeLocked(client, hints, attempt, sign);
    await client.query(outcome.kind === 'stored' ? 'commit' : 'rollback');
    return outcome;
  } catch (error) {
    await client.query('rollback').catch(() => {
      // The connection is gone, and the transaction with it; the first error says so.
    });
    throw error;
  }
}

async function storeLocked(client: Client, hints: MergeHints, attempt: Attempt, sign: SignReceipt): Promise<BatchOutcome> {
  const { header, digest, contract, rows, chosen, lock } = attempt;
  const { dataset } = header.stream;
  const id = await streamId(client, header.stream);
  await lockStreamForWriting(client, dataset, id, lock);
  const arrival = await readArrival(client, id, header);
  if (arrival.known !== undefined) return repetition(arrival.known, digest);
  const { entry } = arrival;
  const { floor, raisedBy } = raisedFloor(arrival.floor, header.epoch, rows.truncations);
  const table = `data.${quoteIdentifier(arrival.tableName)}`;
  const { epoch, sequence } = header;
  const merged = await mergeRows(client, { stream: id, lock, epoch, sequence, floor, contract, table, entry, rows, chosen }, hints);
  const { stream, known, change } = await takePlace(client, header);
  if (known !== undefined) return repetition(known, digest);
  const told = merged.winners.length;
  const { rows: replaced, records: removed, ofEpoch: removedOfEpoch } = merged.replaced;
  const records = countRecords(stream.records, { epoch, added: countLiving(rows, merged.winners), removed, removedOfEpoch });
  const clearing = { stream: id, records, contract, floor, change: change + told, entry };
  const cleared = raisedBy === undefined ? 0 : await clearBelow(client, { ...clearing, by: raisedBy });
  const accepted = told + (raisedBy === undefined ? 0 : 1);
  const receipt = receiptOf(attempt, stream, accepted);
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

function everyRow(count: number): Int32Array {
  const all = new Int32Array(count);
  for (let row = 0; row < count; row++) all[row] = row;
  return all;
}

function repetition(known: KnownBatch, digest: string): BatchOutcome {
  return known.digest === digest ? { kind: 'repeated', jws: known.jws } : { kind: 'conflict' };
}

function receiptOf(input: Attempt, stream: StreamRow, accepted: number): Receipt {
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

function addRejections(rejections: readonly ReceiptRejection[], indexes: readonly number[]): readonly ReceiptRejection[] {
  const reason = 'the platform cannot store the record: it is too wide, or a value lies outside of what its database knows';
  const added = indexes.map((index): ReceiptRejection => ({ index, code: 'not-representable', pointer: '', reason }));
  return [...rejections, ...added].sort((left, right) => left.index - right.index);
}
