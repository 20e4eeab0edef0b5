import { type BatchHeader, type Floor, type Receipt, receiptHash, type StreamName, type Version } from '@lienthong/core';
import type { Client } from './database.ts';
import type { StreamRecords } from './stream-records.ts';
import { lockStream, nextProgress, progressOf, type StreamRow, saveProgress, staysFrozen } from './streams.ts';

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

/** What a batch meets when its stream is locked for it. */
export interface Arrival {
  readonly known: KnownBatch | undefined;
  readonly tableName: string;
  readonly floor: Floor;
  /** A new entry of the feed, for what the batch changes. */
  readonly entry: number;
  /** Of a stream of national messages: whether what its sender calls each record is written down. */
  readonly namesKept: boolean;
}

interface RawKnown {
  readonly digest: string | null;
  readonly receipt: string | null;
}

/** The caller has locked the stream in an earlier statement: what others stored until then is seen. */
export async function readArrival(client: Client, stream: number, { epoch, sequence }: BatchHeader): Promise<Arrival> {
  const { rows } = await client.query<
    RawKnown & {
      readonly table_name: string;
      readonly floor_epoch: string;
      readonly floor_version: string;
      readonly entry: string;
      readonly names_kept: boolean;
    }
  >({
    name: 'arrival',
    text: `select dataset.table_name, stream.floor_epoch, stream.floor_version, nextval('lienthong.entries') as entry, stream.names_kept,
        known.digest, known.receipt
      from lienthong.streams stream join lienthong.datasets dataset on dataset.dataset = stream.dataset
      left join lienthong.batches known on known.stream = stream.id and known.epoch = $2 and known.sequence = $3 where stream.id = $1`,
    values: [stream, epoch, sequence],
  });
  const row = rows[0];
  if (row === undefined) throw new Error('a batch arrived for a stream that vanished');
  // A version is born again: the column holds only what was a version when it was stored.
  const floor = { epoch: Number(row.floor_epoch), version: row.floor_version as Version };
  return { known: knownBatch(row), tableName: row.table_name, floor, entry: Number(row.entry), namesKept: row.names_kept };
}

/** Where a batch gets its place: the rows of its stream and its dataset are locked, in this order, until the transaction ends. */
export interface Place {
  readonly stream: StreamRow;
  /** Another connection was first with the same batch. */
  readonly known: KnownBatch | undefined;
  /** The last number of the dataset's feed. */
  readonly change: number;
}

/** Behind all other work of a batch: others who store records of the dataset wait from here to the commit, and no longer. */
export async function takePlace(client: Client, { stream: name, epoch, sequence }: BatchHeader): Promise<Place> {
  const stream = await lockStream(client, name);
  const { rows } = await client.query<RawKnown & { readonly change: string }>({
    name: 'place',
    text: `select dataset.change, known.digest, known.receipt
      from (select change from lienthong.datasets where dataset = $1 for no key update) dataset
      left join lienthong.batches known on known.stream = $2 and known.epoch = $3 and known.sequence = $4`,
    values: [name.dataset, stream.id, epoch, sequence],
  });
  const row = rows[0];
  if (row === undefined) throw new Error('a batch arrived for a dataset without a table');
  return { stream, known: knownBatch(row), change: Number(row.change) };
}

function knownBatch({ digest, receipt }: RawKnown): KnownBatch | undefined {
  return digest === null || receipt === null ? undefined : { digest, jws: receipt };
}

export interface LedgerEntry {
  readonly header: BatchHeader;
  readonly digest: string;
  readonly contract: number;
  readonly floor: Floor;
  readonly records: StreamRecords;
  readonly receipt: Receipt;
  readonly jws: string;
}

/** Enters a batch whose records are stored, and moves its stream on. */
export async function enterBatch(client: Client, stream: StreamRow, entry: LedgerEntry): Promise<void> {
  const { header, floor, records, receipt, jws } = entry;
  const { epoch, sequence } = header;
  const progress = nextProgress(stream, epoch, sequence, header.high);
  const place = progress ?? stream;
  const frozen = staysFrozen(stream, place.epoch);
  await client.query({
    name: 'enter',
    text: `with ledger as (
        insert into lienthong.batches (stream, epoch, sequence, digest, contract, high, accepted, superseded, rejected, receipt_number, receipt, received_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      )
      update lienthong.streams set floor_epoch = $13, floor_version = $14, receipt_number = $10, receipt_hash = $15, last_received_at = $12,
        epoch = $16, contiguous = $17, highest = $18, high = $19, frozen_from = $20, frozen_to = $21,
        records = $22, renewed = $23 where id = $1`,
    values: [
      ...[stream.id, epoch, sequence, entry.digest, entry.contract, header.high ?? null],
      ...[receipt.accepted, receipt.superseded, receipt.rejected, receipt.number, jws, receipt.time],
      ...[floor.epoch, floor.version, receiptHash(jws)],
      ...[place.epoch, place.contiguous, place.highest, place.high ?? null, frozen.from ?? null, frozen.to ?? null],
      ...[records.total ?? null, records.renewed ?? null],
    ],
  });
  if (progress === undefined) await saveProgress(client, stream, await progressOf(client, stream, epoch, sequence));
}
