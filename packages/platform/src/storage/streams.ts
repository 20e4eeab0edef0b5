import type { Floor, RemoteStream, StreamName, Version } from '@lienthong/core';
import { Problem } from '../problem/problem.ts';
import type { Client } from './database.ts';
import type { StreamRecords } from './stream-records.ts';

/** A stream's row, locked for the transaction. */
export interface StreamRow {
  readonly id: number;
  readonly epoch: number;
  readonly contiguous: number;
  readonly highest: number;
  readonly high: string | undefined;
  readonly frozenFrom: number | undefined;
  readonly frozenTo: number | undefined;
  readonly floor: Floor;
  readonly receiptNumber: number;
  readonly receiptHash: string | undefined;
  readonly records: StreamRecords;
}

interface RawStream {
  readonly id: number;
  readonly epoch: string;
  readonly contiguous: string;
  readonly highest: string;
  readonly high: string | null;
  readonly frozen_from: string | null;
  readonly frozen_to: string | null;
  readonly floor_epoch: string;
  readonly floor_version: string;
  readonly receipt_number: string;
  readonly receipt_hash: string | null;
  readonly records: string | null;
  readonly renewed: string | null;
}

/** Locks the stream's row. */
export async function lockStream(client: Client, name: StreamName): Promise<StreamRow> {
  const found = await readStream(client, name, 'for no key update');
  if (found === undefined) throw new Error('a stream vanished before its lock');
  return found;
}

/** How records of a stream come; `lienthong/1` or the id of a national profile. */
export type StreamProfile = 'lienthong/1' | 'qcvn-09-2025-bca';

/**
 * The stream's id; a stream that is new gets a row, which is not locked for those who come behind. Throws `profile-conflict` where the
 * agency sends the dataset in another profile: under another name of the source its records would be there twice.
 */
export async function streamId(client: Client, name: StreamName, profile: StreamProfile = 'lienthong/1'): Promise<number> {
  const found = await findStreamId(client, name, profile);
  if (found !== undefined) return found;
  const { agency, source, dataset } = name;
  await client.query("select pg_advisory_xact_lock(hashtextextended('lienthong profile ' || $1 || ' ' || $2, 0))", [agency, dataset]);
  const others = await client.query('select from lienthong.streams where agency = $1 and dataset = $2 and profile <> $3', [
    ...[agency, dataset, profile],
  ]);
  if (others.rowCount !== 0) throw new Problem('profile-conflict');
  await client.query(
    `insert into lienthong.streams (agency, source, dataset, profile) values ($1, $2, $3, $4)
     on conflict (agency, source, dataset) do nothing`,
    [agency, source, dataset, profile],
  );
  const created = await findStreamId(client, name, profile);
  if (created === undefined) throw new Error('a stream vanished behind its creation');
  return created;
}

async function findStreamId(client: Client, name: StreamName, profile: StreamProfile): Promise<number | undefined> {
  const { rows } = await client.query<{ id: number; profile: string }>({
    name: 'stream id',
    text: 'select id, profile from lienthong.streams where agency = $1 and source = $2 and dataset = $3',
    values: [name.agency, name.source, name.dataset],
  });
  const row = rows[0];
  if (row !== undefined && row.profile !== profile) throw new Problem('profile-conflict');
  return row?.id;
}

export async function readStream(client: Client, name: StreamName, lock: 'for no key update' | '' = ''): Promise<StreamRow | undefined> {
  const { rows } = await client.query<RawStream>({
    name: `stream ${lock}`,
    text: `select id, epoch, contiguous, highest, high, frozen_from, frozen_to, floor_epoch, floor_version, receipt_number, receipt_hash,
       records, renewed from lienthong.streams where agency = $1 and source = $2 and dataset = $3 ${lock}`,
    values: [name.agency, name.source, name.dataset],
  });
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    id: row.id,
    epoch: Number(row.epoch),
    contiguous: Number(row.contiguous),
    highest: Number(row.highest),
    high: row.high ?? undefined,
    frozenFrom: row.frozen_from === null ? undefined : Number(row.frozen_from),
    frozenTo: row.frozen_to === null ? undefined : Number(row.frozen_to),
    // A version is born again: the column holds only what was a version when it was stored.
    floor: { epoch: Number(row.floor_epoch), version: row.floor_version as Version },
    receiptNumber: Number(row.receipt_number),
    receiptHash: row.receipt_hash ?? undefined,
    records: {
      epoch: Number(row.epoch),
      total: row.records === null ? undefined : Number(row.records),
      renewed: row.renewed === null ? undefined : Number(row.renewed),
    },
  };
}

export interface Progress {
  readonly epoch: number;
  readonly contiguous: number;
  readonly highest: number;
  readonly high: string | undefined;
}

/**
 * Where the stream stands after one more batch, where that needs no look at the ledger; `undefined`: ask `progressOf`. While
 * nothing was abandoned, `high` is that of the last batch before the first gap that bore one.
 */
export function nextProgress(stream: StreamRow, epoch: number, sequence: number, high: string | undefined): Progress | undefined {
  if (epoch < stream.epoch) return stream;
  const before: Progress = epoch === stream.epoch ? stream : { epoch, contiguous: 0, highest: 0, high: undefined };
  const highest = Math.max(before.highest, sequence);
  if (sequence !== before.contiguous + 1) return { ...progress(before), highest };
  const closesGap = before.highest > before.contiguous;
  if (closesGap || (epoch === stream.epoch && stream.frozenFrom !== undefined)) return undefined;
  return { epoch, contiguous: sequence, highest, high: high ?? before.high };
}

/** The frozen range goes with the epoch. */
export function staysFrozen(stream: StreamRow, epoch: number): { readonly from: number | undefined; readonly to: number | undefined } {
  return epoch === stream.epoch ? { from: stream.frozenFrom, to: stream.frozenTo } : { from: undefined, to: undefined };
}

function progress({ epoch, contiguous, highest, high }: Progress): Progress {
  return { epoch, contiguous, highest, high };
}

/**
 * Where the stream stands after batches or abandoned numbers were added to the ledger. A batch of an epoch that is over
 * changes nothing.
 */
export async function progressOf(client: Client, stream: StreamRow, epoch: number, highest: number): Promise<Progress> {
  if (epoch < stream.epoch) return stream;
  const before =
    epoch === stream.epoch ? stream : { contiguous: 0, highest: 0, high: undefined, frozenFrom: undefined, frozenTo: undefined };
  const { rows } = await client.query<{ contiguous: string | null }>(
    `select max(sequence) as contiguous from (
       select sequence, sequence - row_number() over (order by sequence) as gap from (
         select sequence from lienthong.batches where stream = $1 and epoch = $2 and sequence > $3
         union select sequence from lienthong.abandoned where stream = $1 and epoch = $2 and sequence > $3
       ) known
     ) numbered where gap = $3`,
    [stream.id, epoch, before.contiguous],
  );
  const contiguous = Number(rows[0]?.contiguous ?? before.contiguous);
  const high = contiguous === before.contiguous ? before.high : await highAt(client, stream.id, epoch, contiguous, before);
  return { epoch, contiguous, highest: Math.max(highest, before.highest), high };
}

// What was abandoned is read again and comes under numbers above the frozen range: until then resuming behind a batch
// within the range would skip it.
async function highAt(
  client: Client,
  stream: number,
  epoch: number,
  contiguous: number,
  before: { readonly frozenFrom: number | undefined; readonly frozenTo: number | undefined; readonly high: string | undefined },
): Promise<string | undefined> {
  const { rows } = await client.query<{ high: string | null }>(
    `select high from lienthong.batches where stream = $1 and epoch = $2 and sequence <= $3 and high is not null
       and not (sequence >= $4 and sequence <= $5) order by sequence desc limit 1`,
    [stream, epoch, contiguous, before.frozenFrom ?? 0, before.frozenTo ?? -1],
  );
  return rows[0]?.high ?? before.high;
}

export async function saveProgress(client: Client, stream: StreamRow, progress: Progress): Promise<void> {
  const frozen = staysFrozen(stream, progress.epoch);
  await client.query(
    `update lienthong.streams set epoch = $2, contiguous = $3, highest = $4, high = $5, frozen_from = $6, frozen_to = $7 where id = $1`,
    [
      ...[stream.id, progress.epoch, progress.contiguous, progress.highest, progress.high ?? null],
      ...[frozen.from ?? null, frozen.to ?? null],
    ],
  );
}

/** What the platform tells of a stream; `missing` holds at most 1,000 numbers. */
export async function describeStream(client: Client, stream: StreamRow): Promise<RemoteStream> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `select previous + 1 as from, sequence - 1 as to from (
       select sequence, lag(sequence, 1, $3::bigint) over (order by sequence) as previous from (
         select sequence from lienthong.batches where stream = $1 and epoch = $2 and sequence > $3
         union select sequence from lienthong.abandoned where stream = $1 and epoch = $2 and sequence > $3
       ) known
     ) pairs where sequence > previous + 1 order by sequence limit 1000`,
    [stream.id, stream.epoch, stream.contiguous],
  );
  const missing: number[] = [];
  for (const gap of rows) {
    for (let sequence = Number(gap.from); sequence <= Number(gap.to) && missing.length < 1000; sequence++) missing.push(sequence);
  }
  const { epoch, contiguous, highest, high } = stream;
  return { epoch, contiguous, highest, missing, high };
}
