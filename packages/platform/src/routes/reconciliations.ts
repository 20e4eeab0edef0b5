import { datasetPattern, isStreamName, type StreamName } from '@lienthong/core';
import { createRoutes, type PlatformContext, type Routes } from '../context.ts';
import { readJsonBody } from '../ingest/json-body.ts';
import { Problem } from '../problem/problem.ts';
import { authenticate, expectPublisher, readSignedBody } from '../registry/authenticate.ts';
import { type BucketDigest, digestStream, listBucket, type StreamDigest } from '../storage/reconcile.ts';

const maxBuckets = 65_536;

/** `POST /v1/datasets/{dataset}/reconciliations`: digests of buckets in, differing buckets out; then the keys of one bucket. */
export function reconciliationRoutes(context: PlatformContext): Routes {
  const routes = createRoutes();
  routes.post('/v1/datasets/:dataset/reconciliations', async (c) => {
    const { dataset } = c.req.param();
    if (!datasetPattern.test(dataset)) throw new Problem('dataset-unknown');
    const signer = await authenticate(context, c.env.incoming);
    const question = expectQuestion(dataset, readJsonBody(await readSignedBody(context, c.env.incoming)));
    await expectPublisher(context, signer, question.name.agency, dataset);
    const { name, buckets } = question;
    // One snapshot over all pages: the answer is true of one moment, also while batches arrive.
    return await context.readers.transaction(async (client) => {
      if (question.bucket !== undefined) {
        return c.json({ bucket: question.bucket, keys: await listBucket(client, context.rows, name, buckets, question.bucket) });
      }
      const digest = await digestStream(client, context.rows, name, buckets);
      return c.json({ buckets, count: digest.count, sum: digest.sum, differing: differingBuckets(digest, question.digests, buckets) });
    }, 'repeatable read, read only');
  });
  return routes;
}

interface Question {
  readonly name: StreamName;
  readonly buckets: number;
  /** The second form: keys and hashes of this bucket. */
  readonly bucket: number | undefined;
  readonly digests: ReadonlyMap<number, BucketDigest>;
}

/** The platform's own digest of each bucket that differs; a bucket that was not named is taken for empty. */
function differingBuckets(own: StreamDigest, theirs: ReadonlyMap<number, BucketDigest>, buckets: number): readonly BucketDigest[] {
  const differing: BucketDigest[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const mine = own.buckets.get(bucket) ?? emptyBucket(bucket);
    const other = theirs.get(bucket) ?? emptyBucket(bucket);
    if (mine.count !== other.count || mine.sum !== other.sum) differing.push(mine);
  }
  return differing;
}

function emptyBucket(bucket: number): BucketDigest {
  return { bucket, count: 0, sum: '0'.repeat(64) };
}

function expectQuestion(dataset: string, body: Readonly<Record<string, unknown>>): Question {
  const { agency, source, buckets, bucket, digests } = body;
  // Not `String(…)`: a list of one text would pass, and an object can make it throw.
  if (typeof agency !== 'string' || typeof source !== 'string') throw malformed('agency and source must be texts');
  const name = { agency, source, dataset };
  if (!isStreamName(name)) throw malformed('agency and source must name a stream');
  if (!isCount(buckets, 1, maxBuckets)) throw malformed(`buckets must be an integer from 1 to ${maxBuckets}`);
  if (bucket !== undefined) {
    if (!isCount(bucket, 0, buckets - 1)) throw malformed('bucket must be an integer below buckets');
    return { name, buckets, bucket, digests: new Map() };
  }
  if (!Array.isArray(digests)) throw malformed('digests must be a list, or bucket a number');
  const entries = (digests as readonly unknown[]).map((digest): [number, BucketDigest] => {
    const read = expectDigest(digest, buckets);
    return [read.bucket, read];
  });
  return { name, buckets, bucket: undefined, digests: new Map(entries) };
}

function expectDigest(value: unknown, buckets: number): BucketDigest {
  const { bucket, count, sum } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>; // an object has members of any kind
  if (
    isCount(bucket, 0, buckets - 1) &&
    isCount(count, 0, Number.MAX_SAFE_INTEGER) &&
    typeof sum === 'string' &&
    /^[0-9a-f]{64}$/.test(sum)
  ) {
    return { bucket, count, sum };
  }
  throw malformed('each digest must have a bucket below buckets, a count and a sum of 64 hex digits');
}

function isCount(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
}

function malformed(detail: string): Problem {
  return new Problem('request-malformed', { detail });
}
