import { basename } from 'node:path';
import {
  batchId,
  isLienThongError,
  type LienThongError,
  parseBatchHeaders,
  type SealedBatch,
  type StreamName,
  type Transport,
} from '@lienthong/core';
import { checkReceipt } from '../deliver/check-receipt.ts';
import { rejectionsOf } from '../deliver/http-answer.ts';
import { createEvents } from '../events.ts';
import { retry } from '../retry.ts';
import type { PartDelivered, SenderProgress } from './courier-store.ts';
import { type Answer, type Part, packageInvalid } from './manifest.ts';
import type { OpenedPackage } from './read-package.ts';

export interface CarryInput {
  readonly opened: OpenedPackage;
  readonly transport: Transport;
  readonly streams: SenderProgress['streams'];
  /** What an earlier attempt at this package came to, and where this one is noted. */
  readonly part: PartDelivered;
  readonly signal: AbortSignal;
}

export interface Carried {
  readonly answers: readonly Answer[];
  readonly streams: SenderProgress['streams'];
  /** Batches that did not follow one that was acknowledged: they come again, behind the missing one. */
  readonly left: number;
  readonly datasets: readonly string[];
}

/** So often a platform that is away is asked before the command gives up; what is done is not done again. */
const mostAttempts = 5;
const backoff = { initialMs: 500, maxMs: 10_000 };

/** Brings the batches of a package to the platform, one after another, each behind the one before it in its stream. */
export async function carryBatches(input: CarryInput): Promise<Carried> {
  const { opened, part: noted } = input;
  const known = new Map(noted.answers.map((answer) => [`${answer.batch} ${answer.digest}`, answer]));
  const streams = { ...input.streams };
  const answers: Answer[] = [];
  const datasets = new Set<string>();
  let left = 0;
  for await (const { part, content } of opened.parts()) {
    if (part.kind === 'contract')
      await attempt(input, () => input.transport.register(part.dataset, part.version, text(content), input.signal));
    if (part.kind !== 'batch') continue;
    const batch = batchOf(opened, part, content);
    const { epoch, sequence, stream } = batch.header;
    const { dataset } = stream;
    datasets.add(dataset);
    const id = batchId(batch.header);
    const before = known.get(`${id} ${batch.digest}`);
    if (before === undefined && !follows(streams[dataset], epoch, sequence)) {
      left += 1;
      continue;
    }
    const answer = before ?? (await carry(input, batch, id));
    answers.push(answer);
    if ('receipt' in answer && isBeyond(streams[dataset], epoch, sequence)) streams[dataset] = { epoch, sequence };
    if (before === undefined) noted.add(answer);
  }
  return { answers, streams, left, datasets: [...datasets] };
}

type Place = { readonly epoch: number; readonly sequence: number } | undefined;

/**
 * The end of a snapshot removes what it was not told of, so nothing may overtake into it. What was delivered may come again; a new epoch
 * begins with its first batch; where nothing is known of a stream, it went over a network before.
 */
function follows(place: Place, epoch: number, sequence: number): boolean {
  if (place === undefined || epoch < place.epoch) return true;
  return epoch === place.epoch ? sequence <= place.sequence + 1 : sequence === 1;
}

function isBeyond(place: Place, epoch: number, sequence: number): boolean {
  return place === undefined || epoch > place.epoch || (epoch === place.epoch && sequence > place.sequence);
}

async function carry(input: CarryInput, batch: SealedBatch, id: string): Promise<Answer> {
  const { digest } = batch;
  try {
    const { receipt, jws } = await attempt(input, () => input.transport.send(batch, input.signal));
    checkReceipt(batch, receipt);
    return { batch: id, digest, receipt: jws };
  } catch (error) {
    // What the connector knows how to go on from, when it hears of it; everything else a person mends here.
    const problem = isLienThongError(error) && error.code === 'PLATFORM_REFUSED' ? error.details['problem'] : undefined;
    if (problem !== 'batch-unusable' && problem !== 'batch-conflict') throw error;
    return { batch: id, digest, problem, rejections: rejectionsOf(error as LienThongError) }; // isLienThongError said so
  }
}

async function attempt<Result>({ signal }: CarryInput, work: () => Promise<Result>): Promise<Result> {
  let attempts = 0;
  const retryable = (error: LienThongError): boolean => {
    attempts += 1;
    return error.retry === 'backoff' && attempts < mostAttempts;
  };
  return await retry({ stage: 'platform', dataset: undefined, backoff, events: createEvents(), signal, retryable }, work);
}

function batchOf({ file, manifest }: OpenedPackage, part: Extract<Part, { readonly kind: 'batch' }>, body: Uint8Array): SealedBatch {
  const { header, encoding, digest } = parseBatchHeaders(part.headers);
  const name: StreamName = header.stream;
  if (name.agency !== manifest.agency || name.source !== manifest.source)
    throw packageInvalid(basename(file), 'holds a batch of another source than its own');
  if (digest !== part.digest) throw packageInvalid(basename(file), 'holds a batch whose digest is not that of its part');
  return { header, encoding, digest, body };
}

function text(content: Uint8Array): string {
  return Buffer.from(content).toString('utf8');
}
