import { hasHistory } from '@lienthong/adapter-kit';
import {
  type ChangeBatch,
  type ChangeReader,
  type ChangeRequest,
  formatCollection,
  type KnownStart,
  LienThongError,
  type Selection,
} from '@lienthong/core';
import type { Session } from '../client.ts';
import type { OracleOptions } from '../options.ts';
import type { Sessions } from '../sessions.ts';
import { type DatabaseState, loadDatabase } from './database.ts';
import { type FollowedTable, loadFollowed, tableLost } from './followed-table.ts';
import { type ChangePosition, expectChanges, type PositionKind, placesOf } from './position.ts';
import { chooseWay, wayOf } from './ways.ts';

/** Follows what the server keeps of changes. Nothing is created in the source, so there is nothing to acknowledge and nothing to drop. */
export function changeReader(sessions: Sessions, options: OracleOptions): ChangeReader {
  const onLog = async <T>(signal: AbortSignal, work: (log: Session) => Promise<T>): Promise<T> => {
    if (options.logService === undefined) return await sessions.use(signal, work);
    const lease = await sessions.follower('log', signal);
    try {
      return await work(lease.session);
    } finally {
      await lease.release();
    }
  };
  const tablesOf = (selections: readonly Selection[], signal: AbortSignal) =>
    sessions.use(signal, (session) => loadFollowed(session, selections, options.columns, signal));
  return {
    start: async (selections, signal, known) => {
      const tables = await tablesOf(selections, signal);
      return await onLog(signal, (log) => startFollowing(log, tables, options, signal, known));
    },
    read: (request) => readChanges(sessions, options, request),
    acknowledge: (position, signal) => {
      expectChanges(position);
      signal.throwIfAborted();
      // The server keeps its log for a time, not for us.
      return Promise.resolve();
    },
    head: (signal) =>
      onLog(signal, async (log) => {
        const database = await loadDatabase(log, signal);
        const { kind } = await chooseWay(log, options, signal);
        return positionAt(kind, log, database, { reached: database.scn, restart: database.scn }, {});
      }),
    passed: (position, goal) => {
      const [own, other] = [expectChanges(position), expectChanges(goal)];
      return own.database === other.database && own.kind === other.kind && BigInt(own.reached) >= BigInt(other.reached);
    },
    has: (position, selections, signal) =>
      hasHistory(async () => {
        const own = expectChanges(position);
        const tables = await tablesOf(selections, signal);
        await onLog(signal, async (log) => {
          const database = await loadDatabase(log, signal);
          requireOwn(own, log, database);
          requireSameTables(own, tables);
          const way = wayOf(own.kind);
          await way.requireReady(log, tables, database, signal);
          await way.requireKept(log, tables, own, signal);
        });
      }),
    drop: (signal) => {
      signal.throwIfAborted();
      return Promise.resolve();
    },
  };
}

interface Begin {
  readonly reached: bigint;
  readonly restart: bigint;
}

function positionAt(
  kind: PositionKind,
  log: Session,
  database: DatabaseState,
  { reached, restart }: Begin,
  tables: ChangePosition['tables'],
): ChangePosition {
  const where = { database: identityOf(log, database), resetlogs: database.resetlogs };
  return { kind, format: 1, ...where, reached: String(reached), done: [], restart: String(restart), tables };
}

/** What tells this database from any other one: a switch-over keeps it, a copy under another name does not. */
export function identityOf({ server }: Session, { dbid }: DatabaseState): string {
  return `${dbid}/${server.database}/${server.container}`;
}

async function startFollowing(
  log: Session,
  tables: readonly FollowedTable[],
  options: OracleOptions,
  signal: AbortSignal,
  known: KnownStart | undefined,
): Promise<ChangePosition> {
  const position = known === undefined ? undefined : expectChanges(known.position);
  const database = await loadDatabase(log, signal);
  const way = position === undefined ? await chooseWay(log, options, signal) : wayOf(position.kind);
  if (position !== undefined) requireOwn(position, log, database);
  await way.requireReady(log, tables, database, signal);
  const begin = await way.begin(log, signal);
  if (position === undefined)
    return positionAt(
      way.kind,
      log,
      database,
      begin,
      placesOf(tables, () => String(begin.reached)),
    );
  const anew = new Set((known?.anew ?? []).map(({ collection }) => formatCollection(collection)));
  const old = tables.filter(({ name }) => !anew.has(name));
  requireSameTables(position, old);
  await way.requireKept(log, old, position, signal);
  const from = ({ name }: FollowedTable) => (anew.has(name) ? String(begin.reached) : (position.tables[name]?.from ?? '0'));
  // Transactions that are open may have changed a table that is new to us before the place that the others are read from again.
  const restart = begin.restart < BigInt(position.restart) ? String(begin.restart) : position.restart;
  return { ...position, restart, tables: placesOf(tables, from) };
}

async function* readChanges(
  sessions: Sessions,
  options: OracleOptions,
  request: ChangeRequest,
): AsyncGenerator<ChangeBatch, void, undefined> {
  const { signal } = request;
  const position = expectChanges(request.after);
  const tables = await sessions.use(signal, (session) => loadFollowed(session, request.selections, options.columns, signal));
  const lease = await sessions.follower('log', signal);
  try {
    const { session: log } = lease;
    const database = await loadDatabase(log, signal);
    requireOwn(position, log, database);
    requireSameTables(position, tables);
    const way = wayOf(position.kind);
    await way.requireReady(log, tables, database, signal);
    yield* way.follow({ sessions, options, log, tables, position, request });
  } finally {
    await lease.release();
  }
}

/** Commits of another database say nothing of this one, nor do those that a recovery took back. */
function requireOwn(position: ChangePosition, log: Session, database: DatabaseState): void {
  if (position.database !== identityOf(log, database)) {
    throw new LienThongError('SOURCE_IDENTITY_CHANGED', {
      message: `the position belongs to another database than ${log.server.database}`,
    });
  }
  if (BigInt(position.reached) > database.scn || position.resetlogs !== database.resetlogs) {
    throw new LienThongError('SOURCE_HISTORY_LOST', {
      message: `the log of ${log.server.database} began anew: the database was recovered to a time before, or taken over by a standby without all of it`,
      remedy: 'Start a new epoch.',
    });
  }
}

function requireSameTables({ tables: places }: ChangePosition, tables: readonly FollowedTable[]): void {
  const other = tables.filter(({ name, shape }) => {
    const place = places[name];
    return place !== undefined && place.id !== shape.table.objectId;
  });
  if (other.length === 0) return;
  throw tableLost(
    other.map(({ name }) => name),
    'was dropped and made again, or its place taken by another table',
  );
}
