import {
  type Change,
  type ChangeBatch,
  type ChangeReader,
  type Position,
  type RowChange,
  type RowValues,
  type Selection,
  type Truncation,
  valuesOfRow,
} from '@lienthong/core';
import { never } from './read-all.ts';

/** A change whose rows are values, which outlive the batch. */
export type SeenChange =
  | Truncation
  | (Omit<RowChange, 'row' | 'oldKey'> & { readonly row: RowValues; readonly oldKey: RowValues | undefined });

export interface Follow {
  readonly changes: SeenChange[];
  readonly batches: ChangeBatch[];
  readonly position: Position;
}

export interface FollowOptions {
  readonly batchChanges?: number;
  readonly maxTransactionChanges?: number;
  readonly heartbeatMs?: number;
  /** Whether each batch is acknowledged. */
  readonly acknowledge?: boolean;
  readonly signal?: AbortSignal;
}

/** Follows until `enough` says so of the changes so far and the newest batch. */
export async function follow(
  reader: ChangeReader,
  selections: readonly Selection[],
  after: Position,
  enough: (changes: readonly SeenChange[], batch: ChangeBatch) => boolean,
  options: FollowOptions = {},
): Promise<Follow> {
  const changes: SeenChange[] = [];
  const batches: ChangeBatch[] = [];
  const signal = options.signal ?? never;
  const request = {
    after,
    selections,
    heartbeatMs: options.heartbeatMs ?? 200,
    batchChanges: options.batchChanges ?? 1_000,
    maxTransactionChanges: options.maxTransactionChanges ?? 1_000_000,
    signal,
  };
  for await (const batch of reader.read(request)) {
    changes.push(...batch.changes.map(seen));
    batches.push(batch);
    if (options.acknowledge === true) await reader.acknowledge(batch.position, signal);
    if (enough(changes, batch)) return { changes, batches, position: batch.position };
  }
  throw new Error('the log ended');
}

/** To be called before the next batch is asked for: rows are valid until then. */
export function seen(change: Change): SeenChange {
  if (change.op === 't') return change;
  return { ...change, row: valuesOfRow(change.row), oldKey: change.oldKey === undefined ? undefined : valuesOfRow(change.oldKey) };
}

/** Follows everything that was committed before the call. */
export async function followToNow(
  reader: ChangeReader,
  selections: readonly Selection[],
  after: Position,
  options: FollowOptions = {},
): Promise<Follow> {
  const goal = await reader.head(options.signal ?? never);
  return follow(reader, selections, after, (_, batch) => reader.passed(batch.position, goal), options);
}

/** A following that goes on while other things are done. */
export interface Following {
  readonly changes: SeenChange[];
  /** The newest position. */
  position(): Position;
  /** Ends as the following ends: by its error. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export function keepFollowing(
  reader: ChangeReader,
  selections: readonly Selection[],
  after: Position,
  options: FollowOptions = {},
): Following {
  const changes: SeenChange[] = [];
  const abort = new AbortController();
  const signal = options.signal === undefined ? abort.signal : AbortSignal.any([abort.signal, options.signal]);
  let position = after;
  const ended = follow(
    reader,
    selections,
    after,
    (_, batch) => {
      changes.push(...batch.changes.map(seen));
      position = batch.position;
      return false;
    },
    { heartbeatMs: 50, ...options, signal },
  ).then(() => undefined);
  ended.catch(() => undefined);
  return {
    changes,
    position: () => position,
    ended,
    stop: async () => {
      abort.abort(stopped);
      await ended.catch((error: unknown) => {
        if (error !== stopped) throw error;
      });
    },
  };
}

const stopped = new Error('enough was seen');
