import { bucketOf, recordHash, type SetDigest, type StreamName, setDigest } from '@lienthong/core';
import type { Client } from './database.ts';
import type { RowReader, StoredRow } from './rows.ts';
import { ofStream } from './stored-key.ts';
import { readStream } from './streams.ts';

export interface BucketDigest {
  readonly bucket: number;
  readonly count: number;
  /** Sum of the records' sha-256 mod 2^256, 64 hex digits. */
  readonly sum: string;
}

export interface StreamDigest {
  readonly count: number;
  readonly sum: string;
  /** Buckets that hold records. */
  readonly buckets: ReadonlyMap<number, BucketDigest>;
}

export interface KeyHash {
  readonly key: string;
  /** sha-256 of the record's canonical JSON, hex. */
  readonly hash: string;
}

/** Counts and sums over the visible records of one stream, from their typed columns. The caller holds a transaction. */
export async function digestStream(client: Client, rows: RowReader, name: StreamName, buckets: number): Promise<StreamDigest> {
  const digests = new Map<number, SetDigest>();
  const all = setDigest();
  for await (const page of streamPages(client, rows, name)) {
    for (const row of page) {
      const digested = recordHash(row.record ?? '');
      const bucket = bucketOf(row.key, buckets);
      let digest = digests.get(bucket);
      if (digest === undefined) {
        digest = setDigest();
        digests.set(bucket, digest);
      }
      digest.add(digested);
      all.add(digested);
    }
  }
  const entries = [...digests].map(([bucket, digest]): [number, BucketDigest] => [
    bucket,
    { bucket, count: digest.count, sum: digest.sum() },
  ]);
  return { count: all.count, sum: all.sum(), buckets: new Map(entries) };
}

/** Keys and record hashes of one bucket, in no particular order. */
export async function listBucket(
  client: Client,
  rows: RowReader,
  name: StreamName,
  buckets: number,
  bucket: number,
): Promise<readonly KeyHash[]> {
  const found: KeyHash[] = [];
  const condition = `and ('x' || encode(substr(sha256(convert_to(lienthong.key_text(record._key), 'UTF8')), 1, 2), 'hex'))::bit(16)::integer % $2 = $3`;
  for await (const page of streamPages(client, rows, name, condition, [buckets, bucket])) {
    for (const row of page) found.push({ key: row.key, hash: Buffer.from(recordHash(row.record ?? '')).toString('hex') });
  }
  return found;
}

async function* streamPages(
  client: Client,
  rows: RowReader,
  name: StreamName,
  condition = '',
  values: readonly number[] = [],
): AsyncGenerator<readonly StoredRow[]> {
  const stream = await readStream(client, name);
  if (stream === undefined) return;
  yield* rows.scan(client, {
    dataset: name.dataset,
    comparable: true,
    from: (table) => `from ${table} record where ${ofStream('$1')} and not _deleted ${condition}`,
    values: [stream.id, ...values],
  });
}
