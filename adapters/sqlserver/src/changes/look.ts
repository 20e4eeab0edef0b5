import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import type { RowWriter } from '../row-writer.ts';
import { readTracked, type TrackedChange, tooLarge } from './tracked-changes.ts';
import type { TrackedTable } from './tracked-table.ts';
import { loadHead, loadStates, requireTracked, type TableState } from './tracking-state.ts';

export interface LookInput {
  readonly tables: readonly TrackedTable[];
  readonly writers: ReadonlyMap<TrackedTable, RowWriter>;
  /** Where following of the table goes on. */
  since(table: TrackedTable): bigint;
  /** The smallest of them. */
  readonly reached: bigint;
  readonly rows: number;
  readonly maxTransactionChanges: number;
  readonly signal: AbortSignal;
}

/** What one look at the server brought. */
export interface Look {
  /** Whole commits in their order: all of our tables behind `since` up to and with `version`. */
  readonly changes: readonly TrackedChange[];
  readonly version: bigint;
  readonly at: string;
  readonly states: ReadonlyMap<TrackedTable, TableState | undefined>;
}

/**
 * Versions, what is still kept and the changes must be of one moment. A snapshot makes them so; where the database allows none, the
 * reads wait for whoever is about to commit, and what is kept is asked for once more behind them.
 */
export async function look(session: Session, input: LookInput): Promise<Look> {
  if (session.server.snapshotIsolation) return session.inSnapshot(input.signal, () => lookOnce(session, input));
  await session.isolate('repeatable read', input.signal);
  const found = await lookOnce(session, input);
  await requireTracked(session, await loadStates(session, input.tables, input.signal), input.since, input.signal);
  return found;
}

async function lookOnce(session: Session, input: LookInput): Promise<Look> {
  const { tables, writers, since, reached, rows, maxTransactionChanges, signal } = input;
  const { version, at } = await loadHead(session, signal);
  if (version < reached) throw wentBack();
  const states = await loadStates(session, tables, signal);
  await requireTracked(session, states, since, signal);
  if (version === reached) return { changes: [], version, at, states };
  let to = version;
  let changes: TrackedChange[] = [];
  for (const table of tables) {
    const writer = writers.get(table);
    if (writer === undefined || since(table) >= to) continue;
    const own = await readTracked(session, table, { since: since(table), to, rows }, writer, maxTransactionChanges, signal);
    // What lies behind the last commit of a full page is read the next time, of all tables.
    to = own.fullAt ?? to;
    changes.push(...own.changes);
  }
  changes = changes.filter((change) => change.version <= to).sort(inOrder(tables));
  requireBelowCap(changes, maxTransactionChanges);
  return { changes, version: to, at, states };
}

function inOrder(tables: readonly TrackedTable[]): (one: TrackedChange, other: TrackedChange) => number {
  const places = new Map(tables.map((table, index) => [table, index]));
  return (one, other) => {
    if (one.version !== other.version) return one.version < other.version ? -1 : 1;
    if (one.table !== other.table) return (places.get(one.table) ?? 0) - (places.get(other.table) ?? 0);
    return one.place < other.place ? -1 : one.place > other.place ? 1 : 0;
  };
}

function requireBelowCap(changes: readonly TrackedChange[], cap: number): void {
  let ofCommit = 0;
  for (const [index, change] of changes.entries()) {
    ofCommit = changes[index - 1]?.version === change.version ? ofCommit + 1 : 1;
    if (ofCommit > cap) throw tooLarge(change.version, cap, change.table.name);
  }
}

function wentBack(): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: 'the database has fewer versions than were followed: it was restored from a backup, or tracking was switched off and on',
    remedy: 'Start a new epoch.',
  });
}
