import type { Client } from './database.ts';

/**
 * What a transaction that stores records holds until its end, taken in this order: the dataset's columns, shared with other
 * writers; its stream, `shared` with batches whose records can come in any order, or `alone`. Rows of `streams` and
 * `datasets` are locked behind the work, for the moments in which a batch gets its place in ledger and feed.
 */
export type StreamLock = 'shared' | 'alone';

// Two halves of a key each: nobody else's advisory locks have these.
const columnsSpace = 1_279_541_091;
const streamSpace = 1_279_541_107;
const sweepSpace = 1_279_541_126;
const qualitySpace = 1_279_541_137;

export async function lockStreamForWriting(client: Client, dataset: string, stream: number, lock: StreamLock): Promise<void> {
  const suffix = lock === 'shared' ? '_shared' : '';
  await client.query({
    name: `lock ${lock}`,
    text: `select pg_advisory_xact_lock_shared(${columnsSpace}, hashtext($1)), pg_advisory_xact_lock${suffix}(${streamSpace}, $2::integer)`,
    values: [dataset, stream],
  });
}

/** For whoever changes the columns of a dataset's table: waits for all writers of its records, and they for it. */
export async function lockColumns(client: Client, dataset: string): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(${columnsSpace}, hashtext($1))`, [dataset]);
}

/** False when somebody else sweeps the dataset's feed. */
export async function tryLockFeed(client: Client, dataset: string): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>(`select pg_try_advisory_xact_lock(${sweepSpace}, hashtext($1)) as free`, [
    dataset,
  ]);
  return rows[0]?.free === true;
}

/** For the connection, not the transaction: a measurement is longer than any. False when somebody else measures the dataset. */
export async function tryLockQuality(client: Client, dataset: string, what: 'lock' | 'unlock'): Promise<boolean> {
  const call = what === 'lock' ? 'pg_try_advisory_lock' : 'pg_advisory_unlock';
  const { rows } = await client.query<{ free: boolean }>(`select ${call}(${qualitySpace}, hashtext($1)) as free`, [dataset]);
  return rows[0]?.free === true;
}
