import type { SealedBatch } from '@lienthong/core';
import type { Versions } from './deliver-messages.ts';
import { createLanes, type Lane } from './lanes.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { ReadBatch } from './read-lines.ts';
import { wordsOf } from './record-index.ts';

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
   * Reads a batch behind the one whose turn it is, and tells it ahead when those before it are told, where it has no record in common
   * with any of them that is on its way, and nothing ends between them. What comes of it, its own turn gives, which may never be.
   */
  prepare(batch: SealedBatch, signal: AbortSignal): void;
  /** Only when the turn before it has ended. */
  begin(batch: SealedBatch, signal: AbortSignal): Turn<Told>;
  /** When nothing is on its way. */
  settled(): Promise<void>;
}

/** A batch, from where it is known to its receipt. */
interface Work<Told> {
  readonly batch: SealedBatch;
  readonly read: Promise<ReadBatch>;
  /** It is told while one before it is; whatever came of it, it is asked for once. */
  ahead: Promise<Told> | undefined;
  versions: Versions;
}

export function createTeller<Told>({ ledger, read, publish }: TellerInput<Told>): Teller<Told> {
  const lanes = createLanes();
  const works = new WeakMap<SealedBatch, Work<Told>>();
  const onTheirWay = new Set<Promise<unknown>>();
  let current: Work<Told> | undefined;
  // The one whose turn it is or was last, and those that are told ahead of theirs.
  let begun: readonly Work<Told>[] = [];
  let waiting: readonly Work<Told>[] = [];
  const workOf = (batch: SealedBatch): Work<Told> => {
    const work = works.get(batch) ?? { batch, read: read(batch), ahead: undefined, versions: noVersions() };
    works.set(batch, work);
    return work;
  };
  const tellIn = async (lane: Lane, work: Work<Told>, signal: AbortSignal): Promise<Told> => {
    work.versions = noVersions();
    try {
      const lines = await work.read;
      await ledger.recover(lane.isElsewhere);
      return await publish({ batch: work.batch, read: lines, slots: lane.slots, versions: work.versions, signal });
    } finally {
      lane.leave();
    }
  };
  const tell = (lane: Lane, work: Work<Told>, signal: AbortSignal): Promise<Told> => {
    const telling = tellIn(lane, work, signal);
    onTheirWay.add(telling);
    // What failed is told where it is waited for.
    telling
      .then(() => tellWaiting(signal))
      .catch(() => {})
      .finally(() => onTheirWay.delete(telling));
    return telling;
  };
  const tellAhead = async (work: Work<Told>, signal: AbortSignal): Promise<void> => {
    const lines = await work.read;
    const before = begun;
    const last = before.at(-1);
    if (current === undefined || last === undefined || !isNext(last, work) || !lanes.isOneFree()) return;
    const others = await Promise.all(before.map((other) => other.read));
    const isApart = others.every((other) => areApart(other, lines));
    // Somebody may have begun meanwhile.
    const lane = isApart && begun === before && waiting.includes(work) ? lanes.take() : undefined;
    if (lane === undefined) return;
    work.ahead = tell(lane, work, signal);
    begun = [...begun, work];
    tellWaiting(signal);
  };
  const tellWaiting = (signal: AbortSignal): void => {
    const [first] = begun;
    waiting = waiting.filter((work) => !begun.includes(work) && (first === undefined || !isOver(first, work)));
    // Told where its turn comes.
    for (const work of waiting) tellAhead(work, signal).catch(() => {});
  };
  const told = async (work: Work<Told>, signal: AbortSignal): Promise<Told> => {
    const { ahead } = work;
    work.ahead = undefined;
    if (ahead !== undefined) return await ahead;
    // What was told ahead in vain, of an epoch that ended or after a failure, may have a record of this one.
    await Promise.allSettled(onTheirWay);
    const lane = lanes.take();
    if (lane === undefined) throw new Error('two batches of a stream are told already');
    return await tell(lane, work, signal);
  };
  return {
    prepare(batch, signal) {
      waiting = [...waiting, workOf(batch)];
      tellWaiting(signal);
    },
    begin(batch, signal) {
      const work = workOf(batch);
      const place = begun.indexOf(work);
      current = work;
      begun = place < 0 ? [work] : begun.slice(place);
      const result = told(work, signal);
      tellWaiting(signal);
      return {
        told: result,
        get versions() {
          return work.versions;
        },
        end() {
          current = undefined;
          begun = begun.filter((one) => one !== work);
        },
      };
    },
    async settled() {
      await Promise.allSettled(onTheirWay);
    },
  };
}

function isNext<Told>(before: Work<Told>, work: Work<Told>): boolean {
  const [left, right] = [before.batch.header, work.batch.header];
  return left.epoch === right.epoch && left.sequence + 1 === right.sequence;
}

/** Whether its turn was before. */
function isOver<Told>(now: Work<Told>, work: Work<Told>): boolean {
  const [left, right] = [now.batch.header, work.batch.header];
  return left.epoch === right.epoch ? left.sequence > right.sequence : left.epoch > right.epoch;
}

function noVersions(): Versions {
  return { contested: 0, highest: 0 };
}

/** Whether it does not matter which of two batches comes first: they have no record in common, and nothing ends between them. */
function areApart(left: ReadBatch, right: ReadBatch): boolean {
  const [before, behind] = [left.stretches, right.stretches];
  if ([...before, ...behind].some(({ floor }) => floor !== undefined)) return false;
  const words = wordsOf(right.lines.digests);
  return behind.every(({ rows }) => rows.every((row) => !left.records.has(words, row)));
}
