import type { CollectionDescription, LienThongError, RecordEncoder, Selection } from '@lienthong/core';
import type { ResolvedDataset } from '../resolve-dataset.ts';
import type { StateStore } from '../state/store.ts';
import type { Withholding } from './withholding.ts';

/** A dataset while the connector runs. */
export interface DatasetRun {
  readonly dataset: string;
  readonly options: ResolvedDataset;
  readonly description: CollectionDescription;
  readonly encoder: RecordEncoder;
  readonly selection: Selection;
  readonly letters: WaitingLetters;
  /** Where rows may be state secrets. */
  readonly withholding: Withholding | undefined;
  readonly counters: RunCounters;
  /** What the state keeps from the beginning of an epoch on. */
  readonly settings: ReadonlyMap<string, string>;
  /** Of the stream now; moved only while nothing of the dataset is being read. */
  epoch: number;
  /** Aborted when the dataset fails: its own reading stops. */
  readonly cancel: AbortController;
  /** Why the dataset stands still. */
  failure: LienThongError | undefined;
  /** Newest place in the source's log that a batch of the stream bears, once its snapshot had ended. */
  toldPlace: string | undefined;
}

export interface RunCounters {
  rowsRead: number;
  recordsSpooled: number;
  rejected: number;
  batchesDelivered: number;
  recordsDelivered: number;
}

/** Tells quickly whether a key has dead letters that wait: keys are hashed only when there are any. */
export interface WaitingLetters {
  readonly size: number;
  /** The key's identity when letters of it wait. */
  match(key: string): string | undefined;
  add(key: string): void;
  /** Adds the letter of a key that nothing but the identity is kept of. */
  addIdentity(identity: string): void;
  identify(key: string): string;
  remove(identity: string): void;
}

export function waitingLetters(store: StateStore, dataset: string): WaitingLetters {
  const identities = new Set(store.deadLetters.waiting(dataset));
  return {
    get size() {
      return identities.size;
    },
    match(key) {
      if (identities.size === 0) return undefined;
      const identity = store.deadLetters.identify(dataset, key);
      return identities.has(identity) ? identity : undefined;
    },
    add: (key) => identities.add(store.deadLetters.identify(dataset, key)),
    addIdentity: (identity) => identities.add(identity),
    identify: (key) => store.deadLetters.identify(dataset, key),
    remove: (identity) => identities.delete(identity),
  };
}
