import { type BatchHeader, batchId, type Receipt, type ReceiptRejection, receiptHash, type StreamName } from '@lienthong/core';
import type { StoredContract } from './contracts.ts';
import type { Client, Database } from './database.ts';
import { findUnstorable, isUnstorable } from './find-unstorable.ts';
import { mergeLines, prepareStaging } from './merge-lines.ts';
import type { BatchLine } from './newest-lines.ts';
import { lockStream, progressOf, type StreamRow, saveProgress } from './streams.ts';

export interface BatchInput {
  readonly header: BatchHeader;
  readonly digest: string;
  readonly contract: StoredContract;
  /** What the contract accepts, in the order of the body. */
  readonly lines: readonly BatchLine[];
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

/** Removing a record lets another one of its key come into play, which may be as bad: so often it is looked again. */
const maxRounds = 10;

/** Merges a batch, enters it into the ledger and signs its receipt, all in one transaction. */
export async function acceptBatch(database: Database, input: BatchInput, sign: SignReceipt): Promise<BatchOutcome> {
  let { lines, rejections } = input;
  for (let round = 1; ; round++) {
    if (lines.length === 0 && rejections.length > 0) return { kind: 'unusable', rejections };
    try {
      return await database.use((client) => store(client, { ...input, lines, rejections }, sign));
    } catch (error) {
      if (!isUnstorable(error) || round === maxRounds) throw error;
      const culprits = await database.use((client) => findUnstorable(client, input, lines));
      lines = lines.filter((line) => !culprits.has(line.index));
      rejections = addRejections(rejections, culprits);
    }
  }
}

/** The receipt of a batch that is in the ledger already, and the digest it was given for. */
export async function findReceipt(
  client: Client,
  stream: StreamName,
  epoch: number,
  sequence: number,
): Promise<{ readonly digest: string; readonly jws: string } | undefined> {
  const { rows } = await client.query<{ digest: string; receipt: string }>(
    `select batch.digest, batch.receipt from lienthong.batches batch join lienthong.streams stream on stream.id = batch.stream
     where stream.agency = $1 and stream.source = $2 and stream.dataset = $3 and batch.epoch = $4 and batch.sequence = $5`,
    [stream.agency, stream.source, stream.dataset, epoch, sequence],
  );
  const row = rows[0];
  return row === undefined ? undefined : { digest: row.digest, jws: row.receipt };
}

async function store(client: Client, input: BatchInput, sign: SignReceipt): Promise<BatchOutcome> {
  await prepareStaging(client, input.contract);
  await client.query('begin isolation level read committed');
  try {
    const outcome = await storeLocked(client, input, sign);
    await client.query('commit');
    return outcome;
  } catch (error) {
    await client.query('rollback').catch(() => {
      // The connection is gone, and the transaction with it; the first error says so.
    });
    throw error;
  }
}

async function storeLocked(client: Client, input: BatchInput, sign: SignReceipt): Promise<BatchOutcome> {
  const { header, digest, contract } = input;
  const stream = await lockStream(client, header.stream);
  const known = await findReceipt(client, header.stream, header.epoch, header.sequence);
  if (known !== undefined) return known.digest === digest ? { kind: 'repeated', jws: known.jws } : { kind: 'conflict' };
  const { epoch, sequence } = header;
  const merged = await mergeLines(client, { stream: stream.id, epoch, sequence, floor: stream.floor, contract, lines: input.lines });
  const receipt = receiptOf(input, stream, merged);
  const jws = await sign(receipt);
  await client.query(
    `insert into lienthong.batches (stream, epoch, sequence, digest, contract, high, accepted, superseded, rejected, receipt_number, receipt, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[stream.id, epoch, sequence, digest, contract.id, header.high ?? null, merged.accepted, merged.superseded, receipt.rejected],
      ...[receipt.number, jws, receipt.time],
    ],
  );
  await client.query(
    `update lienthong.streams set floor_epoch = $2, floor_version = $3, receipt_number = $4, receipt_hash = $5, last_received_at = $6 where id = $1`,
    [stream.id, merged.floor.epoch, merged.floor.version, receipt.number, receiptHash(jws), receipt.time],
  );
  await saveProgress(client, stream, await progressOf(client, stream, epoch, sequence));
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

function addRejections(rejections: readonly ReceiptRejection[], indexes: ReadonlySet<number>): readonly ReceiptRejection[] {
  const reason = 'the platform cannot store the record: it is too wide, or a value lies outside of what its database knows';
  const added = [...indexes].map((index): ReceiptRejection => ({ index, code: 'not-representable', pointer: '', reason }));
  return [...rejections, ...added].sort((left, right) => left.index - right.index);
}
