import type { Session } from '../../client.ts';
import type { RowWriter } from '../../row-writer.ts';
import { putInOrder, requireBelowCap } from '../order.ts';
import type { FoundChange, Look, LookRequest } from '../way.ts';
import { wentBack } from '../went-back.ts';
import { readTracked } from './tracked-changes.ts';
import type { TrackedTable } from './tracked-table.ts';
import { loadHead, loadStates, requireTracked, type TableState } from './tracking-state.ts';

export interface TrackedLook extends Look {
  readonly states: ReadonlyMap<TrackedTable, TableState | undefined>;
}

/**
 * Versions, what is still kept and the changes must be of one moment. A snapshot makes them so; where the database allows none, the
 * reads wait for whoever is about to commit, and what is kept is asked for once more behind them.
 */
export async function lookAt(
  session: Session,
  writers: ReadonlyMap<TrackedTable, RowWriter>,
  request: LookRequest,
  signal: AbortSignal,
): Promise<TrackedLook> {
  if (session.server.snapshotIsolation) return session.inSnapshot(signal, () => lookOnce(session, writers, request, signal));
  await session.isolate('repeatable read', signal);
  const found = await lookOnce(session, writers, request, signal);
  await requireTracked(session, await loadStates(session, [...writers.keys()], signal), request.since, signal);
  return found;
}

async function lookOnce(
  session: Session,
  writers: ReadonlyMap<TrackedTable, RowWriter>,
  { since, reached, rows, maxTransactionChanges }: LookRequest,
  signal: AbortSignal,
): Promise<TrackedLook> {
  const tables = [...writers.keys()];
  const { commit, at } = await loadHead(session, signal);
  if (commit < reached) throw wentBack(session);
  const states = await loadStates(session, tables, signal);
  await requireTracked(session, states, since, signal);
  if (commit === reached) return { changes: [], commit, more: false, at, states };
  let to = commit;
  const found: FoundChange[] = [];
  for (const [table, writer] of writers) {
    if (since(table) >= to) continue;
    const page = await readTracked(session, table, { since: since(table), to, rows }, writer, maxTransactionChanges, signal);
    // What lies behind the last commit of a full page is read the next time, of all tables.
    to = page.fullAt ?? to;
    found.push(...page.changes);
  }
  const changes = putInOrder(
    found.filter((change) => change.commit <= to),
    tables,
  );
  requireBelowCap(changes, maxTransactionChanges);
  return { changes, commit: to, more: to < commit, at, states };
}
