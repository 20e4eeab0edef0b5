import { hasHistory, requireDistinct } from '@lienthong/adapter-kit';
import {
  type ChangeBatch,
  type ChangeReader,
  type ChangeRequest,
  formatCollection,
  type KnownStart,
  LienThongError,
  type Position,
  type Selection,
} from '@lienthong/core';
import type { Session } from '../client.ts';
import type { SqlserverOptions } from '../options.ts';
import type { Sessions } from '../sessions.ts';
import { followTables } from './follow.ts';
import { type ChangePosition, expectChanges, identityOf, placesOf, reachedOf, sinceOf, writeCommit } from './position.ts';
import type { FollowedTable, Head } from './way.ts';
import { chooseWay, wayOf } from './ways.ts';
import { wentBack } from './went-back.ts';

/** Follows what the server keeps of changes. Nothing is created in the source, so there is nothing to acknowledge and nothing to drop. */
export function changeReader(sessions: Sessions, options: SqlserverOptions): ChangeReader {
  return {
    start: (selections, signal, known) => sessions.use(signal, (session) => startFollowing(session, selections, options, signal, known)),
    read: (request) => readChanges(sessions, options, request),
    acknowledge: (position, signal) => {
      expectChanges(position);
      signal.throwIfAborted();
      // The server keeps changes for a time, not for us.
      return Promise.resolve();
    },
    head: (signal) =>
      sessions.use(signal, async (session) => {
        const way = await chooseWay(session, options, signal);
        return positionAt(session, way.kind, await way.goal(session, signal), {});
      }),
    passed: (position, goal) => {
      const [own, other] = [expectChanges(position), expectChanges(goal)];
      return own.database === other.database && own.kind === other.kind && reachedOf(own) >= reachedOf(other);
    },
    has: (position, selections, signal) => hasHistory(() => prepare(sessions, options, position, selections, signal)),
    drop: (signal) => {
      signal.throwIfAborted();
      return Promise.resolve();
    },
  };
}

function positionAt(session: Session, kind: ChangePosition['kind'], { commit }: Head, tables: ChangePosition['tables']): ChangePosition {
  return { kind, format: 1, database: identityOf(session.server), reached: writeCommit(kind, commit), tables };
}

/**
 * A commit behind the one that is taken here is told; one before it can be read by whoever begins to read now. Transactions that
 * are open get their place when they commit, so none has to be waited for.
 */
async function startFollowing(
  session: Session,
  selections: readonly Selection[],
  options: SqlserverOptions,
  signal: AbortSignal,
  known: KnownStart | undefined,
): Promise<ChangePosition> {
  const position = known === undefined ? undefined : expectOwn(session, known.position);
  requireDistinct(selections);
  const way = position === undefined ? await chooseWay(session, options, signal) : wayOf(position.kind);
  const opened = await way.open(session, selections, options.columns, signal);
  const head = await way.head(session, signal);
  const anew = new Set((known?.anew ?? selections).map(({ collection }) => formatCollection(collection)));
  const begin = await opened.begin(head.commit);
  const newest = (table: FollowedTable) => writeCommit(way.kind, begin(table));
  if (position === undefined) return positionAt(session, way.kind, head, placesOf(opened.tables, newest));
  requireSameTables(
    position,
    opened.tables.filter(({ name }) => !anew.has(name)),
  );
  await opened.requireKept((table) => (anew.has(table.name) ? begin(table) : sinceOf(position, table.name)));
  const from = (table: FollowedTable) =>
    anew.has(table.name) ? newest(table) : (position.tables[table.name]?.from ?? writeCommit(way.kind, 0n));
  return { ...position, tables: placesOf(opened.tables, from) };
}

async function* readChanges(
  sessions: Sessions,
  options: SqlserverOptions,
  request: ChangeRequest,
): AsyncGenerator<ChangeBatch, void, undefined> {
  const { signal } = request;
  expectChanges(request.after);
  requireDistinct(request.selections);
  const lease = await sessions.follower(signal);
  try {
    const { session } = lease;
    const position = expectOwn(session, request.after);
    const opened = await wayOf(position.kind).open(session, request.selections, options.columns, signal);
    requireSameTables(position, opened.tables);
    yield* followTables(opened, position, request);
  } finally {
    await lease.release();
  }
}

/** As reading would begin. */
async function prepare(
  sessions: Sessions,
  options: SqlserverOptions,
  after: Position,
  selections: readonly Selection[],
  signal: AbortSignal,
): Promise<void> {
  expectChanges(after);
  await sessions.use(signal, async (session) => {
    const position = expectOwn(session, after);
    const way = wayOf(position.kind);
    const opened = await way.open(session, selections, options.columns, signal);
    requireSameTables(position, opened.tables);
    const { commit } = await way.head(session, signal);
    if (commit < reachedOf(position)) throw wentBack(session);
    await opened.requireKept(({ name }) => sinceOf(position, name));
  });
}

/** Commits of another database say nothing of this one. */
function expectOwn(session: Session, position: Position): ChangePosition {
  const own = expectChanges(position);
  if (own.database === identityOf(session.server)) return own;
  throw new LienThongError('SOURCE_IDENTITY_CHANGED', {
    message: `the position belongs to another database than ${session.server.database}`,
  });
}

function requireSameTables({ tables: places }: ChangePosition, tables: readonly FollowedTable[]): void {
  const other = tables.filter(({ name, objectId }) => {
    const place = places[name];
    return place !== undefined && place.id !== objectId;
  });
  if (other.length === 0) return;
  const names = other.map(({ name }) => name);
  throw new LienThongError('SOURCE_HISTORY_LOST', {
    message: `${names.join(', ')} was dropped and made again, or its place taken by another table: its changes are those of that one alone`,
    details: { collections: names },
  });
}
