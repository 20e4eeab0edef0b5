import type { SealedBatch } from '@lienthong/core';
import type { Versions } from './deliver-messages.ts';
import { createLanes, type Lane } from './lanes.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { ReadBatch } from './read-lines.ts';

/** How a batch is told once it is its time. */
export interface Telling {
  readonly batch: SealedBatch;
  readonly read: ReadBatch;
  /** Of the ledger; what others left in them was recovered. */
  readonly slots: readonly number[];
  /** Counted on. */
  readonly versions: Versions;
  readonly signal: AbortSignal;
}

export interface TellerInput<Told> {
  readonly ledger: LedgerStore;
  read(batch: SealedBatch): Promise<ReadBatch>;
  publish(telling: Telling): Promise<Told>;
}

/** The batch that is sent now. */
export interface Turn<Told> {
  readonly told: Promise<Told>;
  /** What was seen of the receiver's versions when it was told last. */
  readonly versions: Versions;
  /** Its receipt is kept, or it failed. */
  end(): void;
}

/** Tells the batches of one stream: one after another, as far as anybody can see. */
export interface Teller<Told> {
  /**
   * Reads the batch behind the one whose turn it is, and tells it ahead where they have no record in common and nothing ends between
   * them. What comes of it, its own turn gives, which may never be.
   */
  prepare(batch: SealedBatch, signal: AbortSignal): void;
  /** Only when the turn before it has ended. */
  begin(batch: SealedBatch, signal: AbortSignal): Turn<Told>;
  /** When nothing is on its way. */
  settled(): Promise<void>;
}

/** A batch, from where it is known to its receipt. */
interface Work<Told> {
  readonly epoch: number;
  readonly read: Promise<ReadBatch>;
  /** It is told while the one before it is; whatever came of it, it is asked for once. */
  ahead: Promise<Told> | undefined;
  versions: Versions;
}

export function createTeller<Told>({ ledger, read, publish }: TellerInput<Told>): Teller<Told> {
  const lanes = createLanes();
  const works = new WeakMap<SealedBatch, Work<Told>>();
  const onTheirWay = new Set<Promise<unknown>>();
  let current: Work<Told> | undefined;
  const workOf = (batch: SealedBatch): Work<Told> => {
    const work = works.get(batch) ?? { epoch: batch.header.epoch, read: read(batch), ahead: undefined, versions: noVersions() };
    works.set(batch, work);
    return work;
  };
  const tellIn = async (lane: Lane, batch: SealedBatch, signal: AbortSignal): Promise<Told> => {
    const work = workOf(batch);
    work.versions = noVersions();
    try {
      const lines = await work.read;
      await ledger.recover(lane.isElsewhere);
      return await publish({ batch, read: lines, slots: lane.slots, versions: work.versions, signal });
    } finally {
      lane.leave();
    }
  };
  const tell = (lane: Lane, batch: SealedBatch, signal: AbortSignal): Promise<Told> => {
    const telling = tellIn(lane, batch, signal);
    onTheirWay.add(telling);
    // Told where it is waited for.
    telling.catch(() => {}).finally(() => onTheirWay.delete(telling));
    return telling;
  };
  const tellAhead = async (batch: SealedBatch, signal: AbortSignal): Promise<void> => {
    const work = workOf(batch);
    const lines = await work.read;
    const before = current;
    if (before === undefined || before === work || before.epoch !== work.epoch) return;
    const isApart = areApart(await before.read, lines);
    const lane = isApart && current === before ? lanes.take() : undefined;
    if (lane !== undefined) work.ahead = tell(lane, batch, signal);
  };
  const told = async (batch: SealedBatch, signal: AbortSignal): Promise<Told> => {
    const work = workOf(batch);
    const { ahead } = work;
    work.ahead = undefined;
    if (ahead !== undefined) return await ahead;
    // What was told ahead in vain, of an epoch that ended or after a failure, may have a record of this one.
    await Promise.allSettled(onTheirWay);
    const lane = lanes.take();
    if (lane === undefined) throw new Error('two batches of a stream are told already');
    return await tell(lane, batch, signal);
  };
  return {
    prepare(batch, signal) {
      // Told where its turn comes.
      tellAhead(batch, signal).catch(() => {});
    },
    begin(batch, signal) {
      const work = workOf(batch);
      current = work;
      return {
        told: told(batch, signal),
        get versions() {
          return work.versions;
        },
        end() {
          current = undefined;
        },
      };
    },
    async settled() {
      await Promise.allSettled(onTheirWay);
    },
  };
}

function noVersions(): Versions {
  return { contested: 0, highest: 0 };
}

/** Whether it does not matter which of two batches comes first: they have no record in common, and nothing ends between them. */
function areApart(left: ReadBatch, right: ReadBatch): boolean {
  const [before, behind] = [left.stretches, right.stretches];
  if ([...before, ...behind].some(({ floor }) => floor !== undefined)) return false;
  return behind.every(({ records }) => [...records.keys()].every((digest) => before.every((stretch) => !stretch.records.has(digest))));
}
