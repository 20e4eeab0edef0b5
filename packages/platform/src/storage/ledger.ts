import { type BatchHeader, type Floor, type Receipt, receiptHash, type StreamName } from '@lienthong/core';
import type { Client } from './database.ts';
import type { MergeResult } from './merge-rows.ts';
import { nextProgress, progressOf, type StreamRow, saveProgress, staysFrozen } from './streams.ts';

export interface KnownBatch {
  readonly digest: string;
  readonly jws: string;
}

/** The receipt of a batch that is in the ledger already, and the digest it was given for. */
export async function findReceipt(client: Client, stream: StreamName, epoch: number, sequence: number): Promise<KnownBatch | undefined> {
  const { rows } = await client.query<{ digest: string; receipt: string }>({
    name: 'receipt',
    text: `select batch.digest, batch.receipt from lienthong.batches batch join lienthong.streams stream on stream.id = batch.stream
     where stream.agency = $1 and stream.source = $2 and stream.dataset = $3 and batch.epoch = $4 and batch.sequence = $5`,
    values: [stream.agency, stream.source, stream.dataset, epoch, sequence],
  });
  const row = rows[0];
  return row === undefined ? undefined : { digest: row.digest, jws: row.receipt };
}

export interface Arrival {
  readonly known: KnownBatch | undefined;
  readonly tableName: string;
  readonly change: number;
}

/**
 * Takes the dataset's row, so that its columns and its feed stand still, and looks the batch up in the ledger. The caller
 * has locked the stream in an earlier statement: what another connection stored until then is seen.
 */
export async function lockArrival(client: Client, stream: number, { stream: { dataset }, epoch, sequence }: BatchHeader): Promise<Arrival> {
  const { rows } = await client.query<{ table_name: string; change: string; digest: string | null; receipt: string | null }>({
    name: 'arrival',
    text: `select dataset.table_name, dataset.change, known.digest, known.receipt
      from (select table_name, change from lienthong.datasets where dataset = $1 for no key update) dataset
      left join lienthong.batches known on known.stream = $2 and known.epoch = $3 and known.sequence = $4`,
    values: [dataset, stream, epoch, sequence],
  });
  const row = rows[0];
  if (row === undefined) throw new Error('a batch arrived for a dataset without a table');
  const known = row.digest === null || row.receipt === null ? undefined : { digest: row.digest, jws: row.receipt };
  return { known, tableName: row.table_name, change: Number(row.change) };
}

export interface LedgerEntry {
  readonly header: BatchHeader;
  readonly digest: string;
  readonly contract: number;
  readonly merged: MergeResult;
  readonly receipt: Receipt;
  readonly jws: string;
}

/** Enters a merged batch, and moves stream and feed on. */
export async function enterBatch(client: Client, stream: StreamRow, entry: LedgerEntry): Promise<void> {
  const { header, merged, receipt, jws } = entry;
  const { epoch, sequence } = header;
  const progress = nextProgress(stream, epoch, sequence, header.high);
  const place = progress ?? stream;
  const frozen = staysFrozen(stream, place.epoch);
  const floor: Floor = merged.floor;
  await client.query({
    name: 'enter',
    text: `with ledger as (
        insert into lienthong.batches (stream, epoch, sequence, digest, contract, high, accepted, superseded, rejected, receipt_number, receipt, received_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      ), feed as (update lienthong.datasets set change = $13 where dataset = $14)
      update lienthong.streams set floor_epoch = $15, floor_version = $16, receipt_number = $10, receipt_hash = $17, last_received_at = $12,
        epoch = $18, contiguous = $19, highest = $20, high = $21, frozen_from = $22, frozen_to = $23 where id = $1`,
    values: [
      ...[stream.id, epoch, sequence, entry.digest, entry.contract, header.high ?? null],
      ...[merged.accepted, merged.superseded, receipt.rejected, receipt.number, jws, receipt.time],
      ...[merged.change, header.stream.dataset, floor.epoch, floor.version, receiptHash(jws)],
      ...[place.epoch, place.contiguous, place.highest, place.high ?? null, frozen.from ?? null, frozen.to ?? null],
    ],
  });
  if (progress === undefined) await saveProgress(client, stream, await progressOf(client, stream, epoch, sequence));
}
