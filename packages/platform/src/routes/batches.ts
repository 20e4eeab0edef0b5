import type { IncomingMessage } from 'node:http';
import { type BatchHeader, type ContentEncoding, matchesDigest, parseBatchHeaders, signReceipt } from '@lienthong/core';
import { createRoutes, type PlatformContext, type Routes } from '../context.ts';
import { decompress, expectLength } from '../ingest/body.ts';
import { readLines } from '../ingest/read-lines.ts';
import { Problem } from '../problem/problem.ts';
import { authenticate, expectPublisher } from '../registry/authenticate.ts';
import { usableContract } from '../registry/usable-contract.ts';
import { acceptBatch } from '../storage/accept-batch.ts';
import type { StoredContract } from '../storage/contracts.ts';
import { findReceipt } from '../storage/ledger.ts';
import type { BatchOutcome } from '../storage/merge-and-enter.ts';

/** `POST /v1/batches`: cheap checks first, the body last; whatever is refused leaves nothing behind. */
export function batchRoutes(context: PlatformContext): Routes {
  const routes = createRoutes();
  routes.post('/v1/batches', async (c) => {
    const announced = readAnnouncement(context, c.env.incoming);
    const { header } = announced;
    const signer = await authenticate(context, c.env.incoming);
    await expectPublisher(context, signer, header.stream.agency, header.stream.dataset);
    const delivery = { incoming: c.env.incoming, sender: signer.keyId, announced };
    const jws = (await repeated(context, delivery)) ?? (await receive(context, delivery));
    return c.body(jws, 200, { 'content-type': 'application/jose' });
  });
  return routes;
}

interface Announcement {
  readonly header: BatchHeader;
  readonly encoding: ContentEncoding;
  readonly digest: string;
}

interface Delivery {
  readonly incoming: IncomingMessage;
  readonly sender: string;
  readonly announced: Announcement;
}

function readAnnouncement(context: PlatformContext, incoming: IncomingMessage): Announcement {
  const type = incoming.headers['content-type'];
  if (type !== undefined && !/^application\/x-ndjson\s*(;|$)/i.test(type)) {
    throw new Problem('content-type-unsupported', { detail: 'a batch is application/x-ndjson' });
  }
  if (!/^(br|gzip|identity)$/i.test(incoming.headers['content-encoding'] ?? 'identity')) {
    throw new Problem('content-encoding-unsupported', { detail: 'a batch is encoded with br, gzip or not at all' });
  }
  expectLength(incoming, context.limits.bodyBytes);
  const announced = parseBatchHeaders(incoming.headersDistinct);
  if (announced.header.count > context.limits.records)
    throw new Problem('too-many-records', { members: { limit: context.limits.records } });
  return announced;
}

/**
 * The receipt of a batch that came before, also when its contract was retired since; the records need no second look. A batch
 * that is new here is looked for again under the stream's lock.
 */
async function repeated(context: PlatformContext, delivery: Delivery): Promise<string | undefined> {
  const { header, digest } = delivery.announced;
  const known = await context.readers.use((client) => findReceipt(client, header.stream, header.epoch, header.sequence));
  if (known === undefined) return undefined;
  if (known.digest !== digest) return answer(context, header.stream.dataset, { kind: 'conflict' });
  await readWhole(context, delivery, async () => undefined);
  return answer(context, header.stream.dataset, { kind: 'repeated', jws: known.jws });
}

async function receive(context: PlatformContext, delivery: Delivery): Promise<string> {
  const { header } = delivery.announced;
  const contract = await usableContract(context, header.stream.dataset, header.contractVersion);
  context.gate.expectRoom();
  return await readWhole(context, delivery, (body) => context.gate.run(() => storeBody(context, body, delivery.announced, contract)));
}

async function readWhole<T>(context: PlatformContext, delivery: Delivery, work: (body: Buffer) => Promise<T>): Promise<T> {
  return await context.reception.hold(delivery.sender, delivery.incoming, async (body) => {
    if (!matchesDigest(delivery.announced.digest, body)) throw new Problem('digest-mismatch');
    return await work(body);
  });
}

async function storeBody(context: PlatformContext, body: Buffer, announced: Announcement, contract: StoredContract): Promise<string> {
  const { header, encoding, digest } = announced;
  const { dataset } = header.stream;
  const started = performance.now();
  const plain = await decompress(body, encoding, context.limits.decompressedBytes);
  const read = await readLines(plain, header, contract, context);
  const outcome = await acceptBatch(
    context.writers,
    context.hints,
    { header, digest, contract, rows: read.rows, rejections: read.rejections },
    (receipt) => signReceipt(receipt, context.receiptKey),
  );
  // Not when storing failed: the broken connection may still hold what it was to write.
  read.release();
  const jws = answer(context, dataset, outcome);
  context.metrics.bodyBytes.inc({ dataset }, body.length);
  context.metrics.storeSeconds.observe({ dataset }, (performance.now() - started) / 1000);
  return jws;
}

function answer(context: PlatformContext, dataset: string, outcome: BatchOutcome): string {
  switch (outcome.kind) {
    case 'conflict':
      throw new Problem('batch-conflict');
    case 'unusable': {
      const rejections = outcome.rejections.slice(0, 100).map(({ index, code, pointer, reason }) => ({ index, code, pointer, reason }));
      throw new Problem('batch-unusable', { members: { rejected: outcome.rejections.length, rejections } });
    }
    case 'repeated':
      context.metrics.batches.inc({ dataset, outcome: 'repeated' });
      return outcome.jws;
    case 'stored': {
      const { batch, accepted, superseded, rejected } = outcome.receipt;
      context.metrics.batches.inc({ dataset, outcome: 'stored' });
      context.metrics.records.inc({ dataset, outcome: 'accepted' }, accepted);
      context.metrics.records.inc({ dataset, outcome: 'superseded' }, superseded);
      context.metrics.records.inc({ dataset, outcome: 'rejected' }, rejected);
      context.logger.info({ batch, accepted, superseded, rejected }, 'batch stored');
      context.bell.ring(dataset);
      if (outcome.sweep) context.sweeper.begin(dataset);
      if (outcome.truncated) context.meter.request(dataset);
      return outcome.jws;
    }
  }
}
