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
import { codeOf } from '../errors.ts';
import type { OracleOptions } from '../options.ts';
import type { Role, Sessions } from '../sessions.ts';
import { type DatabaseState, loadDatabase } from './database.ts';
import { type FollowedTable, loadFollowed, tableLost } from './followed-table.ts';
import { type Home, loadHome } from './home.ts';
import { type ChangePosition, expectChanges, placesOf } from './position.ts';
import type { Way } from './way.ts';
import { chooseWay, wayOf } from './ways.ts';

/** Follows what the server keeps of changes. Nothing is created in the source, so there is nothing to acknowledge and nothing to drop. */
export function changeReader(sessions: Sessions, options: OracleOptions): ChangeReader {
  const on = async <T>(role: Role, signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> => {
    if (role === 'tables' || options.logService === undefined) return await sessions.use(signal, work);
    const lease = await sessions.follower(role, signal);
    try {
      return await work(lease.session);
    } finally {
      await lease.release();
    }
  };
  const sceneOf = (selections: readonly Selection[], signal: AbortSignal): Promise<Scene> =>
    sessions.use(signal, async (session) => ({
      home: await loadHome(session, signal),
      tables: await loadFollowed(session, selections, options.columns, signal),
    }));
  const chosenWay = (signal: AbortSignal) => on('log', signal, (log) => chooseWay(log, options, signal));
  return {
    start: async (selections, signal, known) => {
      const scene = await sceneOf(selections, signal);
      const way = known === undefined ? await chosenWay(signal) : wayOf(expectChanges(known.position).kind);
      return await on(way.role, signal, (log) =>
        explaining(way, log, scene.tables, signal, () => startFollowing(way, log, scene, signal, known)),
      );
    },
    read: (request) => readChanges(sessions, sceneOf, options, request),
    acknowledge: (position, signal) => {
      expectChanges(position);
      signal.throwIfAborted();
      // The server keeps its log for a time, not for us.
      return Promise.resolve();
    },
    head: async (signal) => {
      const { home } = await sceneOf([], signal);
      const way = await chosenWay(signal);
      return await on(way.role, signal, async (log) => {
        const database = await loadDatabase(log, signal);
        return positionAt(way, home, database, { reached: database.scn, restart: database.scn }, {});
      });
    },
    passed: (position, goal) => {
      const [own, other] = [expectChanges(position), expectChanges(goal)];
      return own.database === other.database && own.kind === other.kind && BigInt(own.reached) >= BigInt(other.reached);
    },
    has: (position, selections, signal) =>
      hasHistory(async () => {
        const own = expectChanges(position);
        const { home, tables } = await sceneOf(selections, signal);
        const way = wayOf(own.kind);
        await on(way.role, signal, async (log) => {
          const database = await loadDatabase(log, signal);
          requireOwn(own, home, database);
          requireSameTables(own, tables);
          way.requireReady(log, tables, database);
          await way.requireKept(log, tables, own, signal);
        });
      }),
    drop: (signal) => {
      signal.throwIfAborted();
      return Promise.resolve();
    },
  };
}

/** What is followed, and where it is. */
interface Scene {
  readonly home: Home;
  readonly tables: readonly FollowedTable[];
}

interface Begin {
  readonly reached: bigint;
  readonly restart: bigint;
}

function positionAt(
  { kind }: Way,
  { identity }: Home,
  { resetlogs }: DatabaseState,
  { reached, restart }: Begin,
  tables: ChangePosition['tables'],
): ChangePosition {
  return { kind, format: 1, database: identity, resetlogs, reached: String(reached), done: [], restart: String(restart), tables };
}

async function startFollowing(
  way: Way,
  log: Session,
  { home, tables }: Scene,
  signal: AbortSignal,
  known: KnownStart | undefined,
): Promise<ChangePosition> {
  const position = known === undefined ? undefined : expectChanges(known.position);
  const database = await loadDatabase(log, signal);
  requireSameLog(home, database);
  if (position !== undefined) requireOwn(position, home, database);
  way.requireReady(log, tables, database);
  const begin = await way.begin(log, tables, signal);
  if (position === undefined)
    return positionAt(
      way,
      home,
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
  sceneOf: (selections: readonly Selection[], signal: AbortSignal) => Promise<Scene>,
  options: OracleOptions,
  request: ChangeRequest,
): AsyncGenerator<ChangeBatch, void, undefined> {
  const { signal } = request;
  const position = expectChanges(request.after);
  const { home, tables } = await sceneOf(request.selections, signal);
  const way = wayOf(position.kind);
  const lease = await sessions.follower(way.role, signal);
  try {
    const { session: log } = lease;
    const database = await loadDatabase(log, signal);
    requireOwn(position, home, database);
    requireSameTables(position, tables);
    way.requireReady(log, tables, database);
    try {
      yield* way.follow({ sessions, options, log, tables, position, request });
    } catch (error) {
      throw await explained(error, way, log, tables, signal);
    }
  } finally {
    await lease.release();
  }
}

async function explaining<T>(
  way: Way,
  log: Session,
  tables: readonly FollowedTable[],
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await explained(error, way, log, tables, signal);
  }
}

/** Hidden views, missing privileges, undeclared packages. */
const refusals: ReadonlySet<string> = new Set(['942', '1031', '6550']);

/** The server says alike of what is not there and what may not be used: we say what was not granted. */
async function explained(error: unknown, way: Way, log: Session, tables: readonly FollowedTable[], signal: AbortSignal): Promise<unknown> {
  if (!refusals.has(codeOf(error)) || log.broken) return error;
  const grants = await way.missingGrants(log, tables, signal);
  if (grants.length === 0) return error;
  return new LienThongError('SOURCE_PERMISSION_MISSING', {
    message: `this login lacks what following needs in ${log.server.container}`,
    remedy: grants.join(' '),
    cause: error,
  });
}

/** Containers share the log of their root alone. */
function requireSameLog({ dbid, container }: Home, database: DatabaseState): void {
  if (database.dbid === dbid) return;
  throw new LienThongError('OPTIONS_INVALID', {
    message: `logService leads to another database than that of ${container}, whose log it has not`,
    remedy: `Name the service of the root that ${container} is plugged into.`,
  });
}

/** Commits of another database say nothing of this one, nor do those that a recovery took back. */
function requireOwn(position: ChangePosition, home: Home, database: DatabaseState): void {
  if (position.database !== home.identity) {
    throw new LienThongError('SOURCE_IDENTITY_CHANGED', { message: `the position belongs to another database than ${home.container}` });
  }
  requireSameLog(home, database);
  if (BigInt(position.reached) > database.scn || position.resetlogs !== database.resetlogs) {
    throw new LienThongError('SOURCE_HISTORY_LOST', {
      message: `the log of ${home.container} began anew: the database was recovered to a time before, or taken over by a standby without all of it`,
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
