import { hasHistory } from '@lienthong/adapter-kit';
import {
  type ChangeBatch,
  type ChangeReader,
  type ChangeRequest,
  isLienThongError,
  LienThongError,
  type Position,
  type Selection,
} from '@lienthong/core';
import type { Session } from '../client.ts';
import type { MysqlOptions } from '../options.ts';
import type { Sessions } from '../sessions.ts';
import type { Knowledge } from '../shape.ts';
import { type Cascades, loadCascades } from './cascades.ts';
import { loadCharsetsOfCollations } from './collations.ts';
import { findEntry } from './entry.ts';
import { followLog } from './follow.ts';
import { type Followed, loadFollowed } from './followed.ts';
import { currentHead, hasPassed } from './head.ts';
import { lineageOf, requireComparable, requireKeptValues, requireLineage, shapeUnknown } from './lineage.ts';
import { type LogState, loadLogState } from './log-state.ts';
import { type LogEntry, openLogStream } from './log-stream.ts';
import { type BinlogPosition, expectBinlog } from './position.ts';
import { requireSameFile } from './probe-place.ts';
import { readTable } from './read-table.ts';
import { createRenewals } from './renewals.ts';
import { withGrant } from './replication-grant.ts';
import { completeChanges } from './reread.ts';
import { startFollowing } from './start.ts';
import { createTablePlans } from './table-plans.ts';

/** Follows the binary log. Nothing is created in the source, so there is nothing to acknowledge and nothing to drop. */
export function changeReader(sessions: Sessions, options: MysqlOptions, knowledge: Knowledge): ChangeReader {
  const live = { reading: false };
  return {
    start: (selections, signal, known) =>
      sessions.use(signal, (session) =>
        withGrant(session, signal, () =>
          startFollowing(session, selections, knowledge, signal, known && { ...known, position: expectBinlog(known.position) }),
        ),
      ),
    read: (request) => readChanges(sessions, options, knowledge, request, live),
    acknowledge: (position, signal) => {
      expectBinlog(position);
      signal.throwIfAborted();
      // The server keeps its log for a time, not for us.
      return Promise.resolve();
    },
    head: (signal) => sessions.use(signal, (session) => withGrant(session, signal, () => currentHead(session, signal))),
    passed: (position, goal) => hasPassed(expectBinlog(position), expectBinlog(goal)),
    has: (position, selections, signal) => hasHistory(() => requireHistory(sessions, knowledge, position, selections, signal)),
    drop: (signal) => {
      signal.throwIfAborted();
      return Promise.resolve();
    },
  };
}

/** What reading from the position would do before its first change. */
async function requireHistory(
  sessions: Sessions,
  knowledge: Knowledge,
  after: Position,
  selections: readonly Selection[],
  signal: AbortSignal,
): Promise<void> {
  const position = expectBinlog(after);
  const { entry, state } = await sessions.use(signal, (session) => prepare(session, knowledge, { selections, signal }, position));
  const lease = await sessions.follower(signal);
  try {
    await requireSameFile(lease.session, entry, position, state.checksums, signal);
  } finally {
    await lease.release();
  }
}

async function* readChanges(
  sessions: Sessions,
  options: MysqlOptions,
  knowledge: Knowledge,
  request: ChangeRequest,
  live: { reading: boolean },
): AsyncGenerator<ChangeBatch, void, undefined> {
  const { signal } = request;
  const position = expectBinlog(request.after);
  if (live.reading) throw new LienThongError('SOURCE_POSITION_IN_USE', { message: 'this source follows the log already' });
  live.reading = true;
  try {
    const { followed, state, entry, charsetOf, ...prepared } = await sessions.use(signal, (session) =>
      prepare(session, knowledge, request, position),
    );
    const rule = { ignoreCase: state.ignoreCase };
    let { cascades } = prepared;
    const plans = createTablePlans(followed, cascades, rule, charsetOf, () => requireLineage(position.lineage, followed));
    const current = new Map(followed.map((own) => [own.name, own]));
    // Asked for with every batch.
    let lineage = lineageOf(followed);
    const renewals = createRenewals({
      read: (sign) => readTable(sessions, knowledge, sign, request.batchChanges, signal),
      now: () => Date.now(),
    });
    const lease = await sessions.follower(signal);
    try {
      const stream = await openLogStream(lease.session, { entry, serverId: options.serverId, heartbeatMs: request.heartbeatMs }, signal);
      try {
        yield* followLog({
          ...{ stream, followed, plans, renewals, rule, position, request, signal },
          checksums: state.checksums,
          server: state.server,
          lookAgain: async (touched, modified) => {
            requireComparable(touched, position.lineage, modified);
            const again = await sessions.use(signal, (session) =>
              lookAgain(
                session,
                touched.map(({ name }) => current.get(name)).filter((own) => own !== undefined),
                knowledge,
                state.named,
                signal,
              ),
            );
            for (const own of again) {
              plans.renew(own);
              current.set(own.name, own);
              await renewals.restart(own.name);
            }
            lineage = lineageOf([...current.values()]);
          },
          cascades: {
            touchedBy: (effect) => cascades.touchedBy(effect),
            lookAgain: async () => {
              cascades = await sessions.use(signal, (session) => loadCascades(session, followed, rule, signal));
              plans.renewCascades(cascades);
            },
          },
          complete: (drafts) => completeChanges(sessions, drafts, signal),
          lineage: () => lineage,
        });
      } finally {
        stream.close();
        await renewals.close();
      }
    } finally {
      await lease.release();
    }
  } finally {
    live.reading = false;
  }
}

interface Prepared {
  readonly followed: readonly Followed[];
  readonly cascades: Cascades;
  readonly state: LogState;
  readonly entry: LogEntry;
  charsetOf(collation: number): string | undefined;
}

/** Everything that would make following silently incomplete is refused here, before the log is opened. */
async function prepare(
  session: Session,
  knowledge: Knowledge,
  { selections, signal }: Pick<ChangeRequest, 'selections' | 'signal'>,
  position: BinlogPosition,
): Promise<Prepared> {
  const state = await loadLogState(session, signal);
  const entry = await withGrant(session, signal, () => findEntry(session, state, position, signal));
  const followed = await loadFollowed(session, selections, knowledge, signal);
  if (!state.named) requireLineage(position.lineage, followed);
  const cascades = await loadCascades(session, followed, { ignoreCase: state.ignoreCase }, signal);
  return { followed, cascades, state, entry, charsetOf: await loadCharsetsOfCollations(session, signal) };
}

/**
 * Behind a statement that may have changed these tables. A log that names columns tells itself what fits; one that does not would
 * give values to the wrong columns.
 */
async function lookAgain(
  session: Session,
  touched: readonly Followed[],
  knowledge: Knowledge,
  named: boolean,
  signal: AbortSignal,
): Promise<readonly Followed[]> {
  const selections = touched.map(({ selection }) => selection);
  const again = await loadFollowed(session, selections, knowledge, signal).catch((error: unknown) => {
    // A later statement took the table or a column away: the log comes to it, and tells it with its place.
    if (named && isLienThongError(error) && (error.code === 'SCHEMA_CHANGED' || error.code === 'COLLECTION_MISSING')) return [];
    throw error;
  });
  const changed = again.filter((own, index) => lineageOf([own]) !== lineageOf(touched.slice(index, index + 1)));
  if (!named && changed.length > 0) throw shapeUnknown(changed);
  for (const [index, own] of again.entries()) requireKeptValues(touched[index] ?? own, own);
  return again;
}
