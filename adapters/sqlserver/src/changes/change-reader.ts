import {
  type ChangeBatch,
  type ChangeReader,
  type ChangeRequest,
  type ErrorCode,
  formatCollection,
  isLienThongError,
  type KnownStart,
  LienThongError,
  type Position,
  type Selection,
} from '@lienthong/core';
import type { Session } from '../client.ts';
import type { ColumnPolicies } from '../column-policies.ts';
import type { Sessions } from '../sessions.ts';
import { followTracking, placesOf, sinceOf } from './follow.ts';
import { expectTracking, identityOf, type TrackingPosition } from './position.ts';
import { loadTracked, type TrackedTable } from './tracked-table.ts';
import { loadHead, loadStates, requireTracked } from './tracking-state.ts';

/** Follows Change Tracking. Nothing is created in the source, so there is nothing to acknowledge and nothing to drop. */
export function changeReader(sessions: Sessions, policies: ColumnPolicies): ChangeReader {
  return {
    start: (selections, signal, known) => sessions.use(signal, (session) => startFollowing(session, selections, policies, signal, known)),
    read: (request) => readChanges(sessions, policies, request),
    acknowledge: (position, signal) => {
      expectTracking(position);
      signal.throwIfAborted();
      // The server keeps changes for a time, not for us.
      return Promise.resolve();
    },
    head: (signal) =>
      sessions.use(signal, async (session) => {
        const { version } = await loadHead(session, signal);
        return {
          ...{ kind: 'sqlserver/change-tracking', format: 1, database: identityOf(session.server) },
          ...{ version: String(version), tables: {} },
        };
      }),
    passed: (position, goal) => {
      const [own, other] = [expectTracking(position), expectTracking(goal)];
      return own.database === other.database && BigInt(own.version) >= BigInt(other.version);
    },
    has: (position, selections, signal) => hasHistory(sessions, policies, position, selections, signal),
    drop: (signal) => {
      signal.throwIfAborted();
      return Promise.resolve();
    },
  };
}

/**
 * A commit behind the version that is taken here is told; one before it can be read by whoever begins to read now. Transactions that
 * are open get their version when they commit, so none has to be waited for.
 */
async function startFollowing(
  session: Session,
  selections: readonly Selection[],
  policies: ColumnPolicies,
  signal: AbortSignal,
  known: KnownStart | undefined,
): Promise<TrackingPosition> {
  const tables = await loadTracked(session, selections, policies, signal);
  const { version } = await loadHead(session, signal);
  const states = await loadStates(session, tables, signal);
  if (known === undefined) {
    await requireTracked(session, states, () => version, signal);
    const tablesNow = placesOf(tables, () => '0');
    return {
      ...{ kind: 'sqlserver/change-tracking', format: 1, database: identityOf(session.server) },
      ...{ version: String(version), tables: tablesNow },
    };
  }
  const position = expectOwn(session, known.position);
  const anew = new Set(known.anew.map(({ collection }) => formatCollection(collection)));
  const kept = tables.filter(({ name }) => !anew.has(name));
  requireSameTables(position, kept);
  await requireTracked(session, states, ({ name }) => (anew.has(name) ? version : sinceOf(position, name)), signal);
  return {
    ...position,
    tables: placesOf(tables, ({ name }) => (anew.has(name) ? String(version) : (position.tables[name]?.from ?? '0'))),
  };
}

async function* readChanges(
  sessions: Sessions,
  policies: ColumnPolicies,
  request: ChangeRequest,
): AsyncGenerator<ChangeBatch, void, undefined> {
  const { signal } = request;
  expectTracking(request.after);
  const lease = await sessions.follower(signal);
  try {
    const { session } = lease;
    const position = expectOwn(session, request.after);
    const tables = await loadTracked(session, request.selections, policies, signal);
    requireSameTables(position, tables);
    yield* followTracking({ session, tables, position, request, policies });
  } finally {
    await lease.release();
  }
}

/** Refusals that say of a position: the changes behind it are not all there. Whatever else goes wrong says nothing of it. */
const historyGone: readonly ErrorCode[] = ['POSITION_FOREIGN', 'SOURCE_HISTORY_LOST', 'SOURCE_IDENTITY_CHANGED', 'SOURCE_NOT_READY'];

async function hasHistory(
  sessions: Sessions,
  policies: ColumnPolicies,
  after: Position,
  selections: readonly Selection[],
  signal: AbortSignal,
): Promise<boolean> {
  try {
    expectTracking(after);
    return await sessions.use(signal, async (session) => {
      const position = expectOwn(session, after);
      const tables = await loadTracked(session, selections, policies, signal);
      requireSameTables(position, tables);
      const { version } = await loadHead(session, signal);
      await requireTracked(session, await loadStates(session, tables, signal), ({ name }) => sinceOf(position, name), signal);
      return version >= BigInt(position.version);
    });
  } catch (error) {
    if (isLienThongError(error) && historyGone.includes(error.code)) return false;
    throw error;
  }
}

/** Versions of another database say nothing of this one. */
function expectOwn(session: Session, position: Position): TrackingPosition {
  const own = expectTracking(position);
  if (own.database === identityOf(session.server)) return own;
  throw new LienThongError('SOURCE_IDENTITY_CHANGED', {
    message: `the position belongs to another database than ${session.server.database}`,
  });
}

function requireSameTables({ tables: places }: TrackingPosition, tables: readonly TrackedTable[]): void {
  const other = tables.filter(({ name, shape }) => {
    const place = places[name];
    return place !== undefined && place.id !== shape.table.objectId;
  });
  if (other.length === 0) return;
  const names = other.map(({ name }) => name);
  throw new LienThongError('SOURCE_HISTORY_LOST', {
    message: `${names.join(', ')} was dropped and made again, or its place taken by another table: its changes are those of that one alone`,
    details: { collections: names },
  });
}
