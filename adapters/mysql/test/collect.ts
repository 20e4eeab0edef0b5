import {
  type Change,
  type ChangeBatch,
  type ChangeReader,
  type KeyRange,
  type Position,
  type RowChange,
  type RowValues,
  type Selection,
  type SnapshotReader,
  type Truncation,
  valuesOfRow,
  valuesOfRows,
} from '@lienthong/core';

export const never = new AbortController().signal;

export function select(name: string, columns: readonly string[], key: readonly string[], schema = 'ho_tich'): Selection {
  return { collection: { schema, name }, columns, key };
}

/** All rows of all ranges. */
export async function readAll(
  reader: SnapshotReader,
  selection: Selection,
  rowsPerRange = 1_000_000,
  batchRows = 1_000,
): Promise<RowValues[]> {
  const rows: RowValues[] = [];
  for (const range of await reader.split({ selection, rowsPerRange, signal: never }))
    rows.push(...(await readRange(reader, selection, range, batchRows)));
  return rows;
}

export async function readRange(
  reader: SnapshotReader,
  selection: Selection,
  range: KeyRange,
  batchRows = 1_000,
  after?: Position,
): Promise<RowValues[]> {
  const rows: RowValues[] = [];
  for await (const batch of reader.read({ selection, range, after, batchRows, signal: never })) rows.push(...valuesOfRows(batch.rows));
  return rows;
}

/** A change whose rows are texts. */
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
  const request = {
    after,
    selections,
    heartbeatMs: options.heartbeatMs ?? 200,
    batchChanges: options.batchChanges ?? 1_000,
    maxTransactionChanges: options.maxTransactionChanges ?? 1_000_000,
    signal: options.signal ?? never,
  };
  for await (const batch of reader.read(request)) {
    changes.push(...batch.changes.map(seen));
    batches.push(batch);
    if (options.acknowledge === true) await reader.acknowledge(batch.position, never);
    if (enough(changes, batch)) return { changes, batches, position: batch.position };
  }
  throw new Error('the log ended');
}

// At once: the rows are valid until the next batch.
function seen(change: Change): SeenChange {
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
  const goal = await reader.head(never);
  return follow(reader, selections, after, (_, batch) => reader.passed(batch.position, goal), options);
}

/** A following that goes on while a test does other things. */
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
    { heartbeatMs: 50, ...options, signal: abort.signal },
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

const stopped = new Error('the test has seen enough');

/** Waits for a condition, never for a time. */
export async function until(condition: () => Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('the condition did not come true');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
