import { join } from 'node:path';
import Database from 'libsql';
import type pg from 'pg';
import type { KeptReceipt } from './receipts.ts';

/** The receipts of a dataset in the platform's database, in their order. */
export async function platformReceipts(store: pg.Pool, dataset: string): Promise<readonly KeptReceipt[]> {
  const { rows } = await store.query<{ epoch: string; sequence: string; number: string; jws: string }>(
    `select batch.epoch, sequence, batch.receipt_number as number, receipt as jws from lienthong.batches batch
     join lienthong.streams stream on stream.id = batch.stream where dataset = $1 order by batch.receipt_number`,
    [dataset],
  );
  return rows.map(({ epoch, sequence, number, jws }) => ({
    epoch: Number(epoch),
    sequence: Number(sequence),
    number: Number(number),
    jws,
  }));
}

/** The receipts in the connector's state directory, also while it runs. */
export function connectorReceipts(state: string, dataset: string): readonly KeptReceipt[] {
  const database = new Database(join(state, 'state.db'), { readonly: true });
  try {
    const rows = database.prepare('SELECT epoch, sequence, number, jws FROM receipts WHERE dataset = ? ORDER BY number').all(dataset);
    return rows as KeptReceipt[]; // the columns are named in the statement
  } finally {
    database.close();
  }
}
