import type { ChangeBatch } from '@lienthong/core';
import { type ChangePosition, sinceOf } from '../position.ts';
import type { FollowInput } from '../way.ts';
import { changesOf } from './changes-of.ts';
import { type LogRow, type MiningWindow, mine, operations } from './contents.ts';
import { findLogs } from './log-files.ts';
import { createTableWatch } from './table-watch.ts';
import { type Committed, createTransactions, type LoggedChange } from './transactions.ts';
import { createSettling } from './window.ts';

/** Changes of one transaction that are kept in memory. */
const inMemory = 10_000;

/** A reading of the log from a position on, window by window. */
export interface LogReading {
  readonly position: ChangePosition;
  /** The last window could not be read: one of its logs is not archived yet. */
  readonly inTransition: boolean;
  /** What to read next; undefined when nothing can have come. */
  windowUpTo(head: bigint, size: bigint, now: number): MiningWindow | undefined;
  /** `offset` is that of the server's clock. */
  read(window: MiningWindow, offset: string, begun: number, signal: AbortSignal): AsyncGenerator<ChangeBatch, void, undefined>;
  /** The last window ended before the head. */
  behind(head: bigint): boolean;
  close(): Promise<void>;
}

/**
 * The end of the log is read again and again: the server hands an SCN out before what it did at it lies on disk. What was seen there is
 * known by its place, and what has settled is not read again. Commits come to disk in their order, so none is told too early.
 */
export function createLogReading({ sessions, options, log, tables, position: start, request }: FollowInput): LogReading {
  const transactions = createTransactions({ inMemory, maxTransactionChanges: request.maxTransactionChanges });
  const settling = createSettling(BigInt(start.restart));
  const watch = createTableWatch(tables, sessions, options);
  // The root's log holds what all containers did, under names that they may share.
  const container = log.server.containerId === 1 ? tables[0]?.shape.container : undefined;
  let low = BigInt(start.restart);
  let [reached, done] = [BigInt(start.reached), start.done];
  let seen = new Map<string, bigint>();
  let [mined, inTransition, threads] = [-1n, false, 1];
  /** The newest end of any transaction: what the server wrote before it lies on disk. */
  let newestEnd = -1n;

  const position = (): ChangePosition => {
    const oldest = transactions.oldest?.scn;
    return { ...start, reached: String(reached), done: [...done], restart: String(oldest !== undefined && oldest < low ? oldest : low) };
  };

  /** That it is a cluster is known by its logs alone: a window that was made before them reaches too far. */
  const readableUpTo = (high: bigint, begun: number): bigint => {
    const settled = settling.settled(begun);
    return threads > 1 && settled < high ? settled : high;
  };

  const moveOn = (high: bigint, begun: number): void => {
    mined = high;
    const settled = settling.settled(begun);
    const known = threads === 1 && newestEnd > settled ? newestEnd : settled;
    const next = known < high ? known : high;
    if (next > low) {
      low = next;
      seen = new Map([...seen].filter(([, scn]) => scn >= low));
    }
    if (low > reached) {
      reached = low;
      done = [];
    }
  };

  const isBehind = (row: LogRow) => row.scn < reached || (row.scn === reached && done.includes(row.xid));

  async function* tell(
    committed: Committed,
    row: LogRow,
    offset: string,
    signal: AbortSignal,
  ): AsyncGenerator<ChangeBatch, void, undefined> {
    const commit = { scn: row.scn, xid: row.xid, at: instantOf(row.at, offset) };
    const before = position();
    const behind = () => {
      done = row.scn === reached ? [...done, row.xid] : [row.xid];
      reached = row.scn;
      return position();
    };
    let [ordinal, left] = [0, committed.count];
    let part: LoggedChange[] = [];
    for await (const change of committed.changes()) {
      left -= 1;
      if (row.scn > sinceOf(start, tables[change.table]?.name ?? '')) part.push(change);
      if (part.length < request.batchChanges && left > 0) continue;
      const changes = await changesOf(part, ordinal, watch.tables, commit, sessions, signal);
      ordinal += part.length;
      part = [];
      if (left === 0) yield { changes, position: behind(), at: commit.at };
      else if (changes.length > 0) yield { changes, position: before, at: commit.at };
    }
    if (committed.count === 0) behind();
  }

  async function* take(row: LogRow, offset: string, signal: AbortSignal): AsyncGenerator<ChangeBatch, void, undefined> {
    if (row.operation === operations.rollback) return await transactions.rollback(row.xid);
    if (row.operation === operations.commit) {
      const committed = transactions.commit(row.xid);
      if (committed === undefined) return;
      await using ending = committed;
      if (!isBehind(row)) yield* tell(ending, row, offset, signal);
      return;
    }
    const table = watch.placeOf(row);
    if (row.operation === operations.ddl) {
      if (row.scn > sinceOf({ ...start, reached: String(reached) }, tables[table]?.name ?? '')) await watch.altered(table, row, signal);
      return;
    }
    const change = watch.changeOf(table, row);
    if (change === undefined) return;
    if (row.undoes) transactions.undo(row.xid, change);
    else await transactions.add(row.xid, change);
  }

  return {
    get position() {
      return position();
    },
    get inTransition() {
      return inTransition;
    },
    windowUpTo: (head, size, now) => {
      settling.saw(head, now);
      // Of several instances each writes a log of its own: what one has written says nothing of the others.
      const end = threads > 1 ? settling.settled(now) : head;
      const high = low + size < end ? low + size : end;
      const settles = settling.settled(now) > low;
      return high < low || (high === mined && !settles) ? undefined : { low, high };
    },
    behind: (head) => !inTransition && mined >= 0n && mined < head && threads === 1,
    async *read(window, offset, begun, signal) {
      const logs = await findLogs(log, window.low, window.high, signal);
      inTransition = logs.kind === 'in-transition';
      if (logs.kind === 'in-transition') return;
      threads = logs.threads;
      const high = readableUpTo(window.high, begun);
      if (high < window.low) return;
      for await (const row of mine(log, logs.names, watch.minedTables, container, { low: window.low, high }, signal)) {
        const isEnd = row.operation === operations.commit || row.operation === operations.rollback;
        if (isEnd && row.scn > newestEnd) newestEnd = row.scn;
        if (seen.has(row.place)) continue;
        seen.set(row.place, row.scn);
        yield* take(row, offset, signal);
      }
      moveOn(high, begun);
    },
    close: () => transactions.close(),
  };
}

/** A time without zone, by the server's clock, as an instant. */
function instantOf(local: string, offset: string): string {
  return `${new Date(`${local.replace(' ', 'T')}${offset}`).toISOString().slice(0, 19)}Z`;
}
