import type { Version } from './version.ts';

/** Where a record stands among all records of its key in one stream. The highest place wins: docs/standard/convergence.md. */
export interface Place {
  readonly epoch: number;
  readonly version: Version;
  /** Breaks ties between reads of the same version (the same key read twice in one epoch), so that the order is total. */
  readonly sequence: number;
  /** Line within the batch, for the same reason. */
  readonly line: number;
}

/** `t` raises it: everything of the stream whose `(epoch, version)` is lower is gone. */
export interface Floor {
  readonly epoch: number;
  readonly version: Version;
}

export function comparePlaces(left: Place, right: Place): number {
  if (left.epoch !== right.epoch) return left.epoch - right.epoch;
  if (left.version !== right.version) return left.version < right.version ? -1 : 1;
  if (left.sequence !== right.sequence) return left.sequence - right.sequence;
  return left.line - right.line;
}

export function compareFloors(left: Floor, right: Floor): number {
  if (left.epoch !== right.epoch) return left.epoch - right.epoch;
  return left.version === right.version ? 0 : left.version < right.version ? -1 : 1;
}

/** One line of a batch, as far as merging needs it. */
export type Entry =
  | { readonly op: 'r' | 'c' | 'u'; readonly place: Place; readonly key: string; readonly record: string }
  | { readonly op: 'd'; readonly place: Place; readonly key: string }
  | { readonly op: 't'; readonly place: Place };

export interface Kept {
  readonly place: Place;
  /** Canonical JSON of the record; `undefined` is a tombstone. */
  readonly record: string | undefined;
}

/** What a receiver knows of one stream. */
export interface StreamState {
  readonly floor: Floor;
  readonly keys: ReadonlyMap<string, Kept>;
}

export const emptyStream: StreamState = { floor: { epoch: 0, version: '' as Version }, keys: new Map() };

/** The one rule of convergence: keep, per key, the highest place. Commutative, associative and idempotent. */
export function merge(state: StreamState, entries: Iterable<Entry>): StreamState {
  let floor = state.floor;
  const keys = new Map(state.keys);
  for (const entry of entries) {
    if (entry.op === 't') {
      const raised = { epoch: entry.place.epoch, version: entry.place.version };
      if (compareFloors(raised, floor) > 0) floor = raised;
      continue;
    }
    const kept = keys.get(entry.key);
    if (kept !== undefined && comparePlaces(entry.place, kept.place) <= 0) continue;
    keys.set(entry.key, { place: entry.place, record: entry.op === 'd' ? undefined : entry.record });
  }
  return { floor, keys };
}

/** The records a reader sees: neither deleted nor below the floor. */
export function visible(state: StreamState): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (const [key, kept] of state.keys) {
    if (kept.record !== undefined && compareFloors(kept.place, state.floor) >= 0) records.set(key, kept.record);
  }
  return records;
}
