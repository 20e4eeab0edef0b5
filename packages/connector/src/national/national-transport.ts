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
import { compileLedgerLines, type LedgerReader, type NationalForm, type NationalPlan, secondsSince } from '@lienthong/core/national';
import { type Contests, isTakenOver, takenOver, watchContests } from './contests.ts';
import type { Versions } from './deliver-messages.ts';
import { createLanes, type Lane, type Lanes } from './lanes.ts';
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
  readonly lanes: Lanes;
  readonly contests: Contests;
  readonly reader: LedgerReader;
  readonly write: WriteMessage;
  memory: StreamMemory | undefined;
  /** The batch that is sent now. */
  sending: Work | undefined;
  /** What is on its way. */
  readonly telling: Set<Promise<unknown>>;
}

/** A batch, from where it is known to its receipt. */
interface Work {
  readonly epoch: number;
  readonly read: Promise<ReadBatch>;
  /** It is told while the one before it is; whatever came of it, it is asked for once. */
  ahead: Promise<Told> | undefined;
  /** What was seen of the receiver's versions when it was told last. */
  versions: Versions;
}

interface ReadBatch {
  readonly lines: BatchLines;
  readonly stretches: readonly Stretch[];
}

type Told = Awaited<ReturnType<typeof publish>>;

const noFloor = { epoch: 0, version: '' } as StreamMemory['floor']; // '' is a version

/**
 * Batches of a connector as national messages: each record with the event and the version that the receiver has to see, and nothing
 * that it was told already. Batches of one stream come one after another; the next is told ahead where it has no record of the one
 * before it.
 */
export function nationalTransport(input: NationalTransportInput): Transport {
  const { carrier, form = 'json', path = '', recordsPerRequest: records = 500, clock = Date.now } = input;
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
  const memory: BufferPool = createBufferPool(slots);
  const works = new WeakMap<SealedBatch, Work>();
  const workOf = (batch: SealedBatch): Work => {
    const { epoch, stream } = batch.header;
    const work = works.get(batch) ?? {
      ...{ epoch, ahead: undefined, versions: { contested: 0, highest: 0 } },
      read: open(stream.dataset).then((opened) => readBatch(opened, batch)),
    };
    works.set(batch, work);
    return work;
  };
  const nowOf = (stream: Stream): number => Math.max(secondsSince(stream.plan.profile, clock()), stream.memory?.trustedFrom ?? 0);
  const tell = async (stream: Stream, lane: Lane, batch: SealedBatch, signal: AbortSignal): Promise<Told> => {
    const work = workOf(batch);
    work.versions = { contested: 0, highest: 0 };
    const { plan, ledger, write, memory: { floor = noFloor, trustedFrom = 0 } = {} } = stream;
    try {
      const { epoch, time } = batch.header;
      const { lines, stretches } = await work.read;
      await ledger.recover(lane.isElsewhere);
      const { slots } = lane;
      const how = { plan, form, carrier, path, records, ledger, slots, memory, write, trustedFrom, versions: work.versions, signal };
      return await publish({ ...how, now: () => nowOf(stream) }, { epoch, time, lines, stretches }, floor);
    } finally {
      lane.leave();
    }
  };
  const begin = (stream: Stream, lane: Lane, batch: SealedBatch, signal: AbortSignal): Promise<Told> => {
    const telling = tell(stream, lane, batch, signal);
    stream.telling.add(telling);
    // Told where it is waited for.
    telling.catch(() => {}).finally(() => stream.telling.delete(telling));
    return telling;
  };
  const goAhead = async (batch: SealedBatch, signal: AbortSignal): Promise<void> => {
    const work = workOf(batch);
    const read = await work.read;
    const stream = await open(batch.header.stream.dataset);
    const { sending } = stream;
    if (sending === undefined || sending === work || sending.epoch !== work.epoch) return;
    const isApart = areApart(await sending.read, read);
    const lane = isApart && stream.sending === sending ? stream.lanes.take() : undefined;
    if (lane === undefined) return;
    work.ahead = begin(stream, lane, batch, signal);
  };
  const told = async (stream: Stream, batch: SealedBatch, signal: AbortSignal): Promise<Told> => {
    const work = workOf(batch);
    const { ahead } = work;
    work.ahead = undefined;
    if (ahead !== undefined) return await ahead;
    // What was told ahead in vain, of an epoch that ended or after a failure, may have a record of this one.
    await Promise.allSettled(stream.telling);
    const lane = stream.lanes.take();
    if (lane === undefined) throw new Error('two batches of a stream are told already');
    return await begin(stream, lane, batch, signal);
  };
  return {
    isOrdered: true,
    prepare(batch, signal) {
      // Told where the batch is sent, which may be never.
      goAhead(batch, signal).catch(() => {});
    },
    async send(batch, signal) {
      const stream = await open(batch.header.stream.dataset);
      const repeated = await lastReceipt(stream.memory, batch, publicKey);
      if (repeated !== undefined) return repeated;
      const work = workOf(batch);
      stream.sending = work;
      try {
        return await keep(stream, batch, await told(stream, batch, signal));
      } catch (error) {
        if (stream.memory !== undefined && isTakenOver(error))
          await remember(stream, { ...stream.memory, ...distrusted(stream, work.versions) });
        throw error;
      } finally {
        stream.sending = undefined;
      }
    },
    async stream({ dataset }) {
      const stream = await open(dataset);
      if (stream.memory === undefined) return undefined;
      const { epoch, sequence, high } = stream.memory;
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
      await Promise.all(opened.flatMap((stream) => (stream.status === 'fulfilled' ? [closeStream(stream.value)] : [])));
    },
  };

  /** The receipt of a batch that was told. */
  async function keep(stream: Stream, batch: SealedBatch, published: Told): Promise<VerifiedReceipt> {
    const { memory: before, contests } = stream;
    const { versions } = workOf(batch);
    const { epoch, sequence, high } = batch.header;
    const verified = await localReceipt(batch, published, before, key, new Date(clock()).toISOString().replace(/\.?0*Z$/, 'Z'));
    const { trustedFrom = 0, highest = 0 } = before ?? {};
    await remember(stream, {
      ...{ floor: published.floor, epoch, sequence, high, receipts: verified.receipt.number, receipt: verified.jws },
      ...{ highest: Math.max(highest, versions.highest), trustedFrom },
    });
    if (contests.note(versions.contested)) throw takenOver(stream.plan.origin.dataType);
    return verified;
  }

  /** Whoever else spoke may have spoken after us: of nothing is it known any more that it was our word that stayed. */
  function distrusted(stream: Stream, versions: Versions): Pick<StreamMemory, 'highest' | 'trustedFrom'> {
    const highest = Math.max(stream.memory?.highest ?? 0, versions.highest);
    return { highest, trustedFrom: Math.max(nowOf(stream), highest) + 1 };
  }
}

/** Whether it does not matter which of two batches comes first: they have no record in common, and nothing ends between them. */
function areApart(left: ReadBatch, right: ReadBatch): boolean {
  const [before, behind] = [left.stretches, right.stretches];
  if ([...before, ...behind].some(({ floor }) => floor !== undefined)) return false;
  return behind.every(({ records }) => [...records.keys()].every((digest) => before.every((stretch) => !stretch.records.has(digest))));
}

async function openStream(dataset: NationalDataset, directory: string, form: NationalForm, contests: Contests): Promise<Stream> {
  const { plan, contract } = dataset;
  const ledger = await openLedger(directory);
  const compiled = { reader: compileLedgerLines(contract, plan.stream), write: compileMessages(plan, contract, form) };
  return {
    ...dataset,
    ...compiled,
    ledger,
    lanes: createLanes(),
    contests,
    telling: new Set(),
    memory: await ledger.memory(),
    sending: undefined,
  };
}

async function readBatch({ contract, reader }: Stream, batch: SealedBatch): Promise<ReadBatch> {
  const lines = await linesOf(batch, reader);
  return {
    lines,
    stretches: readStretches({ lines, stream: batch.header.stream, primaryKey: contract.primaryKey, readLine: reader.read }),
  };
}

async function closeStream({ telling, ledger }: Stream): Promise<void> {
  await Promise.allSettled(telling);
  await ledger.close();
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
