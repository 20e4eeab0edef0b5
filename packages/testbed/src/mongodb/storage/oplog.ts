import type { Value } from '../bson/value.ts';
import { type ClusterTime, compareTimes } from '../bson/writer.ts';

/** What can happen to a document or a namespace; `noop` only moves the clock. */
export type Operation =
  | 'insert'
  | 'update'
  | 'replace'
  | 'delete'
  | 'create'
  | 'drop'
  | 'rename'
  | 'dropDatabase'
  | 'modify'
  | 'createIndexes'
  | 'dropIndexes'
  | 'noop';

/** The transaction that a change belongs to. */
export interface TransactionIdentity {
  /** The session's id as its document. */
  readonly lsid: Buffer;
  readonly number: bigint;
}

export interface Change {
  readonly operation: Operation;
  readonly db: string;
  /** Empty when the change concerns the database. */
  readonly collection: string;
  readonly uuid: Buffer | undefined;
  /** `_id` of the document. */
  readonly id: Value | undefined;
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
  /** `updateDescription` of an update. */
  readonly description: Buffer | undefined;
  /** What DDL was asked for: options of a collection, the new name, indexes. */
  readonly details: Buffer | undefined;
}

export interface OplogEntry extends Change {
  readonly time: ClusterTime;
  /** Place within a transaction, whose changes all have one time. */
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
  readonly transaction: TransactionIdentity | undefined;
  /** Whether the collection kept images of its documents then. */
  readonly hasImages: boolean;
}

/** The newest entries, by a sequence number that no forgetting moves. */
export interface Oplog {
  /** Sequence of the oldest entry that is kept. */
  readonly first: number;
  /** Sequence behind the newest entry. */
  readonly end: number;
  /** Sequence behind the newest entry that a majority has. */
  readonly committed: number;
  readonly lastTime: ClusterTime;
  readonly committedTime: ClusterTime;
  at(sequence: number): OplogEntry | undefined;
  append(entry: OplogEntry): void;
  /** The first sequence at or behind this time and place. */
  seek(time: ClusterTime, index: number): number;
  forget(keep: number): void;
  holdCommitted(): void;
  releaseCommitted(): void;
  /** Wakes whoever waits: something was committed, or a cursor is to look whether it still lives. */
  wake(): void;
  /** Waits until `wake`, but no longer than this. */
  wait(milliseconds: number): Promise<void>;
}

const start: ClusterTime = { seconds: 0, increment: 0 };

export function openOplog(maxEntries: number): Oplog {
  let entries: OplogEntry[] = [];
  // Sequence of entries[0]; what lies before `first` is forgotten and only not yet freed.
  let base = 0;
  let first = 0;
  let held: { readonly end: number; readonly time: ClusterTime } | undefined;
  let waiting: (() => void)[] = [];
  const end = (): number => base + entries.length;
  const at = (sequence: number): OplogEntry | undefined => (sequence < first ? undefined : entries[sequence - base]);
  const lastTime = (): ClusterTime => entries.at(-1)?.time ?? start;
  const keep = (count: number): void => {
    first = Math.max(first, end() - count);
    if (first - base > 1024 && first - base > entries.length / 8) {
      entries = entries.slice(first - base);
      base = first;
    }
  };
  const seek = (time: ClusterTime, index: number): number => {
    let low = first;
    let high = end();
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const entry = entries[middle - base];
      if (entry !== undefined && (compareTimes(entry.time, time) || entry.index - index) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  };
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  return {
    get first() {
      return first;
    },
    get end() {
      return end();
    },
    get committed() {
      return held?.end ?? end();
    },
    get lastTime() {
      return lastTime();
    },
    get committedTime() {
      return held?.time ?? lastTime();
    },
    at,
    append: (entry) => {
      entries.push(entry);
      keep(maxEntries);
    },
    seek,
    forget: keep,
    holdCommitted: () => {
      held ??= { end: end(), time: lastTime() };
    },
    releaseCommitted: () => {
      held = undefined;
      wake();
    },
    wake,
    wait,
  };
}
