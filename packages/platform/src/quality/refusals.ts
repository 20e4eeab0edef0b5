import type { Receipt, ReceiptRejection } from '@lienthong/core';
import type { Client } from '../storage/database.ts';

/** What a stream's current epoch was refused: an epoch that is over was read again. */
export interface Refusals {
  /** All of them. */
  readonly records: number;
  /** Why, record by record, of the newest batches that were refused something. */
  readonly reasons: readonly (readonly ReceiptRejection[])[];
}

/** So many receipts are looked into; they are read one at a time, because one can be long. */
const mostReceipts = 500;
/** So many records are held; behind them only the number is known. */
const mostRecords = 100_000;

export async function readRefusals(client: Client, dataset: string): Promise<Refusals> {
  const { rows } = await client.query<{ stream: number; epoch: string; sequence: string; rejected: number }>(
    `select stream, batch.epoch, sequence, rejected from lienthong.batches batch join lienthong.streams on streams.id = stream and streams.epoch = batch.epoch
     where dataset = $1 and rejected > 0 order by received_at desc`,
    [dataset],
  );
  const reasons: (readonly ReceiptRejection[])[] = [];
  for (const { stream, epoch, sequence } of rows.slice(0, mostReceipts)) {
    if (reasons.length >= mostRecords) break;
    const found = await client.query<{ receipt: string }>(
      'select receipt from lienthong.batches where stream = $1 and epoch = $2 and sequence = $3',
      [stream, epoch, sequence],
    );
    for (const record of byRecord(found.rows[0]?.receipt ?? '')) reasons.push(record);
  }
  return { records: rows.reduce((sum, { rejected }) => sum + rejected, 0), reasons };
}

/** Our own receipt out of our own ledger: its signature is for others. */
function byRecord(jws: string): Iterable<readonly ReceiptRejection[]> {
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8');
  const { rejections } = JSON.parse(payload) as Receipt; // what was signed was a receipt
  const records = new Map<number, ReceiptRejection[]>();
  for (const rejection of rejections) {
    const known = records.get(rejection.index);
    if (known === undefined) records.set(rejection.index, [rejection]);
    else known.push(rejection);
  }
  return records.values();
}
