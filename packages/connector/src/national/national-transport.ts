import { createPublicKey } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BufferPool,
  batchId,
  type Carrier,
  type Contract,
  createBufferPool,
  LienThongError,
  type SealedBatch,
  type Transport,
  type VerifiedReceipt,
  verifyReceipt,
} from '@lienthong/core';
import { compileLedgerLines, type NationalForm, type NationalPlan, type ReadLedgerLine, secondsSince } from '@lienthong/core/national';
import { type Contests, isTakenOver, takenOver, watchContests } from './contests.ts';
import { type LedgerStore, openLedger, type StreamMemory, slots } from './ledger-store.ts';
import { localReceipt, receiptKey } from './local-receipts.ts';
import { compileMessages, type WriteMessage } from './message-writer.ts';
import { publish } from './publish.ts';
import { type BatchLines, linesOf, readStretches, type Stretch } from './read-lines.ts';

export interface NationalTransportInput {
  /** How the messages travel; closed with the transport. */
  readonly carrier: Carrier;
  /** Directory of the publish ledgers, which are durable state: one connector per directory. Made with mode 0700. */
  readonly ledger: string;
  readonly datasets: readonly NationalDataset[];
  /** Default `json`. */
  readonly form?: NationalForm;
  /** Below the receiver's address. Default: nothing. */
  readonly path?: string;
  /** Records of one request, at most. Default 500. */
  readonly recordsPerRequest?: number;
  /** Milliseconds since 1970. Default: this machine's clock. Versions come from it. */
  readonly clock?: () => number;
}

export interface NationalDataset {
  readonly plan: NationalPlan;
  readonly contract: Contract;
}

interface Stream extends NationalDataset {
  readonly ledger: LedgerStore;
  readonly contests: Contests;
  readonly readLine: ReadLedgerLine;
  readonly write: WriteMessage;
  memory: StreamMemory | undefined;
}

/** A batch as it is published, without what was told before it. */
interface PreparedBatch {
  readonly lines: BatchLines;
  readonly stretches: readonly Stretch[];
}

const noFloor = { epoch: 0, version: '' } as StreamMemory['floor']; // '' is a version

/**
 * Batches of a connector as national messages: each record with the event and the version that the receiver has to see, and nothing
 * that it was told already. Batches of one stream come one after another.
 */
export function nationalTransport(input: NationalTransportInput): Transport {
  const { carrier, form = 'json', path = '', recordsPerRequest = 500, clock = Date.now } = input;
  mkdirSync(input.ledger, { recursive: true, mode: 0o700 });
  const key = receiptKey(input.ledger);
  const publicKey = createPublicKey(key.privateKey as Parameters<typeof createPublicKey>[0]); // `receiptKey` gives a key that was read
  const streams = new Map<string, Promise<Stream>>();
  const open = (dataset: string): Promise<Stream> => {
    const found = input.datasets.find(({ contract }) => contract.dataset === dataset);
    if (found === undefined)
      throw new LienThongError('OPTIONS_INVALID', { message: `there is no plan of a national message for ${dataset}` });
    const stream = streams.get(dataset) ?? openStream(found, join(input.ledger, dataset), form, watchContests(clock));
    streams.set(dataset, stream);
    return stream;
  };
  const bodies: BufferPool = createBufferPool(slots);
  const prepared = new WeakMap<SealedBatch, Promise<PreparedBatch>>();
  return {
    isOrdered: true,
    prepare(batch) {
      const preparing = open(batch.header.stream.dataset).then((stream) => readBatch(stream, batch));
      // Told where the batch is sent, which may be never.
      preparing.catch(() => {});
      prepared.set(batch, preparing);
    },
    async send(batch, signal) {
      const stream = await open(batch.header.stream.dataset);
      const repeated = await lastReceipt(stream.memory, batch, publicKey);
      if (repeated !== undefined) return repeated;
      const { plan, ledger, write, memory: before } = stream;
      const { trustedFrom = 0, floor = noFloor } = before ?? {};
      const now = () => Math.max(secondsSince(plan.profile, clock()), trustedFrom);
      const versions = { contested: 0, highest: before?.highest ?? 0 };
      // Whoever else spoke may have spoken after us: of nothing is it known any more that it was our word that stayed.
      const distrust = () => Math.max(now(), versions.highest) + 1;
      const { lines, stretches } = await (prepared.get(batch) ?? readBatch(stream, batch));
      const { epoch, sequence, high, time } = batch.header;
      const request = {
        ...{ plan, form, carrier, path, records: recordsPerRequest, ledger, now, write, trustedFrom, versions, signal },
        memory: bodies,
      };
      const published = await publish(request, { epoch, time, lines, stretches }, floor).catch(async (error: unknown) => {
        if (before !== undefined && isTakenOver(error))
          await remember(stream, { ...before, highest: versions.highest, trustedFrom: distrust() });
        throw error;
      });
      const verified = await localReceipt(batch, published, before, key, new Date(clock()).toISOString().replace(/\.?0*Z$/, 'Z'));
      const isContested = stream.contests.note(versions.contested);
      await remember(stream, {
        ...{ floor: published.floor, epoch, sequence, high, receipts: verified.receipt.number, receipt: verified.jws },
        highest: versions.highest,
        trustedFrom: isContested ? distrust() : trustedFrom,
      });
      if (isContested) throw takenOver(plan.origin.dataType);
      return verified;
    },
    async stream({ dataset }) {
      const { memory } = await open(dataset);
      if (memory === undefined) return undefined;
      const { epoch, sequence, high } = memory;
      return { epoch, contiguous: sequence, highest: sequence, missing: [], high };
    },
    // What never comes is missed by nobody: the receiver knows of no sequence.
    resume: () => Promise.resolve(),
    async register(dataset) {
      await open(dataset);
    },
    async close() {
      await carrier.close();
      const opened = await Promise.allSettled(streams.values());
      await Promise.all(opened.flatMap((stream) => (stream.status === 'fulfilled' ? [stream.value.ledger.close()] : [])));
    },
  };
}

async function openStream(dataset: NationalDataset, directory: string, form: NationalForm, contests: Contests): Promise<Stream> {
  const { plan, contract } = dataset;
  const ledger = await openLedger(directory);
  const compiled = { readLine: compileLedgerLines(contract, plan.stream), write: compileMessages(plan, contract, form) };
  return { ...dataset, ...compiled, ledger, contests, memory: await ledger.memory() };
}

async function readBatch({ contract, readLine }: Stream, batch: SealedBatch): Promise<PreparedBatch> {
  const lines = await linesOf(batch);
  return { lines, stretches: readStretches({ lines, stream: batch.header.stream, primaryKey: contract.primaryKey, readLine }) };
}

async function remember(stream: Stream, memory: StreamMemory): Promise<void> {
  await stream.ledger.remember(memory);
  stream.memory = memory;
}

/** The connector died between our receipt and keeping it: the batch comes again, and nothing of it is sent again. */
async function lastReceipt(
  memory: StreamMemory | undefined,
  batch: SealedBatch,
  publicKey: Parameters<typeof verifyReceipt>[1],
): Promise<VerifiedReceipt | undefined> {
  if (memory?.receipt === undefined) return undefined;
  const receipt = await verifyReceipt(memory.receipt, publicKey);
  return receipt.batch === batchId(batch.header) && receipt.digest === batch.digest ? { receipt, jws: memory.receipt } : undefined;
}
