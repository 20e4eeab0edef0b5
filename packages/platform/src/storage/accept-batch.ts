import { type BatchHeader, batchId, type Receipt, type ReceiptRejection } from '@lienthong/core';
import type { BatchRows } from './batch-rows.ts';
import type { StoredContract } from './contracts.ts';
import type { Client, Database } from './database.ts';
import { findUnstorable, isUnstorable } from './find-unstorable.ts';
import { enterBatch, lockArrival } from './ledger.ts';
import type { MergeHints } from './merge-hints.ts';
import { mergeRows } from './merge-rows.ts';
import { quoteIdentifier } from './names.ts';
import { lockStream, type StreamRow } from './streams.ts';

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
  | { readonly kind: 'stored'; readonly jws: string; readonly receipt: Receipt }
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
}

/** Merges a batch, enters it into the ledger and signs its receipt, all in one transaction. */
export async function acceptBatch(database: Database, hints: MergeHints, input: BatchInput, sign: SignReceipt): Promise<BatchOutcome> {
  const { rows } = input;
  let attempt: Attempt = { ...input, chosen: Int32Array.from({ length: rows.count }, (_, row) => row) };
  for (let again = true; ; again = false) {
    const { chosen, rejections } = attempt;
    if (chosen.length + rows.truncations.length === 0 && rejections.length > 0) return { kind: 'unusable', rejections };
    try {
      return await database.use((client) => store(client, hints, attempt, sign));
    } catch (error) {
      if (!isUnstorable(error) || !again) throw error;
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
  set local enable_seqscan to off; set local enable_hashjoin to off; set local enable_mergejoin to off`;

async function store(client: Client, hints: MergeHints, attempt: Attempt, sign: SignReceipt): Promise<BatchOutcome> {
  await client.query(begin);
  try {
    const outcome = await storeLocked(client, hints, attempt, sign);
    await client.query('commit');
    return outcome;
  } catch (error) {
    await client.query('rollback').catch(() => {
      // The connection is gone, and the transaction with it; the first error says so.
    });
    throw error;
  }
}

async function storeLocked(client: Client, hints: MergeHints, attempt: Attempt, sign: SignReceipt): Promise<BatchOutcome> {
  const { header, digest, contract, rows, chosen } = attempt;
  const stream = await lockStream(client, header.stream);
  const { known, tableName, change } = await lockArrival(client, stream.id, header);
  if (known !== undefined) return known.digest === digest ? { kind: 'repeated', jws: known.jws } : { kind: 'conflict' };
  const { epoch, sequence } = header;
  const table = `data.${quoteIdentifier(tableName)}`;
  const place = { stream: stream.id, epoch, sequence, floor: stream.floor, table, change };
  const merged = await mergeRows(client, { ...place, contract, rows, chosen }, hints);
  const receipt = receiptOf(attempt, stream, merged);
  const jws = await sign(receipt);
  await enterBatch(client, stream, { header, digest, contract: contract.id, merged, receipt, jws });
  return { kind: 'stored', jws, receipt };
}

function receiptOf(input: BatchInput, stream: StreamRow, merged: { readonly accepted: number; readonly superseded: number }): Receipt {
  return {
    batch: batchId(input.header),
    digest: input.digest,
    accepted: merged.accepted,
    superseded: merged.superseded,
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
