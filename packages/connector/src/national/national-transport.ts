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
import { type LedgerStore, openLedger, type StreamMemory, slots } from './ledger-store.ts';
import { localReceipt, receiptKey } from './local-receipts.ts';
import { compileMessages } from './message-writer.ts';
import { publish } from './publish.ts';
import { linesOf, type ReadBatch, readStretches } from './read-lines.ts';
import { createTeller, type Teller } from './tell-batches.ts';

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
  readonly teller: Teller<Told>;
  memory: StreamMemory | undefined;
}

type Told = Awaited<ReturnType<typeof publish>>;

const noFloor = { epoch: 0, version: '' } as StreamMemory['floor']; // '' is a version

/**
 * Batches of a connector as national messages: each record with the event and the version that the receiver has to see, and nothing
 * that it was told already. Batches of one stream come one after another; the next is told ahead where it has no record of the one
 * before it, and the one behind it is read meanwhile.
 */
export function nationalTransport(input: NationalTransportInput): Transport {
  const { carrier, form = 'json', path = '', recordsPerRequest: records = 500, clock = Date.now } = input;
  mkdirSync(input.ledger, { recursive: true, mode: 0o700 });
  const key = receiptKey(input.ledger);
  const publicKey = createPublicKey(key.privateKey as Parameters<typeof createPublicKey>[0]); // `receiptKey` gives a key that was read
  const streams = new Map<string, Promise<Stream>>();
  const memory: BufferPool = createBufferPool(slots);
  const open = (dataset: string): Promise<Stream> => {
    const found = input.datasets.find(({ contract }) => contract.dataset === dataset);
    if (found === undefined)
      throw new LienThongError('OPTIONS_INVALID', { message: `there is no plan of a national message for ${dataset}` });
    const stream = streams.get(dataset) ?? openStream(found);
    streams.set(dataset, stream);
    return stream;
  };
  const openStream = async (dataset: NationalDataset): Promise<Stream> => {
    const { plan, contract } = dataset;
    const ledger = await openLedger(join(input.ledger, contract.dataset));
    const reader = compileLedgerLines(contract, plan.stream);
    const write = compileMessages(plan, contract, form);
    const how = { plan, form, carrier, path, records, ledger, memory, write };
    const teller = createTeller<Told>({
      ledger,
      read: (batch) => readBatch(contract, reader, batch),
      async publish({ batch: { header }, read, slots: ofLedger, versions, signal }) {
        const { floor = noFloor, trustedFrom = 0 } = stream.memory ?? {};
        const { epoch, time } = header;
        const now = () => nowOf(stream);
        return await publish({ ...how, slots: ofLedger, trustedFrom, versions, signal, now }, { epoch, time, ...read }, floor);
      },
    });
    const stream: Stream = { ...dataset, ledger, contests: watchContests(clock), teller, memory: await ledger.memory() };
    return stream;
  };
  const nowOf = (stream: Stream): number => Math.max(secondsSince(stream.plan.profile, clock()), stream.memory?.trustedFrom ?? 0);
  const prepare = async (batch: SealedBatch, signal: AbortSignal): Promise<void> => {
    const { teller } = await open(batch.header.stream.dataset);
    teller.prepare(batch, signal);
  };
  return {
    isOrdered: true,
    prepare(batch, signal) {
      // What is wrong is told where the batch is sent, which may be never.
      prepare(batch, signal).catch(() => {});
    },
    async send(batch, signal) {
      const stream = await open(batch.header.stream.dataset);
      const repeated = await lastReceipt(stream.memory, batch, publicKey);
      if (repeated !== undefined) return repeated;
      const turn = stream.teller.begin(batch, signal);
      try {
        return await keep(stream, batch, await turn.told, turn.versions);
      } catch (error) {
        if (stream.memory !== undefined && isTakenOver(error))
          await remember(stream, { ...stream.memory, ...distrusted(stream, turn.versions) });
        throw error;
      } finally {
        turn.end();
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
  async function keep(stream: Stream, batch: SealedBatch, published: Told, versions: Versions): Promise<VerifiedReceipt> {
    const { memory: before, contests } = stream;
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

async function readBatch(contract: Contract, reader: LedgerReader, batch: SealedBatch): Promise<ReadBatch> {
  const lines = await linesOf(batch, reader);
  return readStretches({ lines, stream: batch.header.stream, primaryKey: contract.primaryKey, readLine: reader.read });
}

async function closeStream({ teller, ledger }: Stream): Promise<void> {
  await teller.settled();
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
