import { hasHistory } from '@lienthong/adapter-kit';
import {
  type ChangeBatch,
  type ChangeReader,
  type ChangeRequest,
  isLienThongError,
  LienThongError,
  type Position,
  pauseFor,
  type Selection,
} from '@lienthong/core';
import type { Session } from '../client.ts';
import { codeOf } from '../errors.ts';
import type { PostgresOptions } from '../options.ts';
import { expectLsn, formatLsn, type LsnPosition, lsnToNumber } from '../positions.ts';
import type { Sessions } from '../sessions.ts';
import { quoteLiteral } from '../sql.ts';
import { followLog } from './follow.ts';
import { currentHead } from './head.ts';
import { requireIdentity } from './identity.ts';
import { awaitVisible } from './in-flight.ts';
import { loadLineage, requireLineage } from './lineage.ts';
import { loadPublication, requirePublication } from './publication.ts';
import { requirePublishedColumns } from './published-columns.ts';
import { type Followed, loadFollowed } from './relation-plan.ts';
import { requirePrimary, requireSameHistory } from './server-identity.ts';
import { loadSlots, requireSlot, type Slot } from './slot.ts';
import { dropFollowing, followedRelations, startFollowing } from './start.ts';
import { type LogStream, openLogStream } from './walsender.ts';

/** How long we wait for a slot whose last reader has just left. */
const slotPatienceMs = 5_000;

export function changeReader(sessions: Sessions, options: PostgresOptions): ChangeReader {
  const live: { stream: LogStream | undefined } = { stream: undefined };
  return {
    start: async (selections, signal, known) =>
      startFollowing(sessions, options, selections, signal, known && { ...known, position: expectOwn(known.position, options) }),
    read: (request) => readChanges(sessions, options, request, live),
    acknowledge: async (position, signal) => {
      const { lsn } = expectOwn(position, options);
      signal.throwIfAborted();
      if (live.stream !== undefined) live.stream.confirm(lsnToNumber(lsn));
      else await advanceSlot(sessions, options, lsn, signal);
    },
    head: (signal) => currentHead(sessions, options, signal),
    passed: (position, goal) => lsnToNumber(expectOwn(position, options).lsn) >= lsnToNumber(expectOwn(goal, options).lsn),
    has: (position, selections, signal) => {
      if (live.stream !== undefined) throw inUse(options.slot);
      return hasHistory(() => requireHistory(sessions, options, position, selections, signal));
    },
    drop: (signal) => dropFollowing(sessions, options, signal),
  };
}

/** What reading from the position would do before its first change. */
async function requireHistory(
  sessions: Sessions,
  options: PostgresOptions,
  after: Position,
  selections: readonly Selection[],
  signal: AbortSignal,
): Promise<void> {
  const position = expectOwn(after, options);
  await sessions.withWalsender(signal, (session) => requireSameHistory(session, position, signal));
  const { activePid } = await sessions.use(signal, (session) => prepare(session, options, { selections, signal }, position));
  // Whoever reads the slot may confirm it further at any moment.
  if (activePid !== undefined) {
    throw new LienThongError('SOURCE_POSITION_IN_USE', { message: `another process reads the slot ${options.slot}` });
  }
}

async function* readChanges(
  sessions: Sessions,
  options: PostgresOptions,
  request: ChangeRequest,
  live: { stream: LogStream | undefined },
): AsyncGenerator<ChangeBatch, void, undefined> {
  const { signal } = request;
  const position = expectOwn(request.after, options);
  const from = lsnToNumber(position.lsn);
  if (live.stream !== undefined) throw inUse(options.slot);
  const lease = await sessions.walsender(signal);
  try {
    const timeline = await requireSameHistory(lease.session, position, signal);
    const { followed, confirmed, lineage } = await sessions.use(signal, (session) => prepare(session, options, request, position));
    const stream = await openWhenFree(
      lease.session,
      sessions,
      options,
      { from, confirmed, buffered: Math.max(1_000, request.batchChanges * 2) },
      signal,
    );
    live.stream = stream;
    try {
      const verify = (seen?: number) =>
        sessions.use(signal, async (session) => {
          if (seen !== undefined) await awaitVisible(session, seen, signal);
          await requireStillPublished(session, options, followed, lineage, signal);
        });
      // What comes behind a failover belongs to the new timeline: as part of the old one it would lie beyond that one's end.
      yield* followLog({ sessions, stream, followed, position: { ...position, timeline, lineage }, from, request, signal, verify });
    } finally {
      live.stream = undefined;
      await stream.close();
    }
  } finally {
    await lease.release();
  }
}

/** What is seen amid a change of the tables is of several moments, and no state that ever was: what is wrong is looked at again. */
async function requireStillPublished(...input: Parameters<typeof requirePublished>): Promise<void> {
  try {
    await requirePublished(...input);
  } catch (error) {
    if (!isLienThongError(error)) throw error;
    await requirePublished(...input);
  }
}

async function requirePublished(
  session: Session,
  options: PostgresOptions,
  followed: readonly Followed[],
  lineage: string,
  signal: AbortSignal,
): Promise<void> {
  // Before the tables: of one that is renamed in between it is told that it is gone, not that nobody publishes it.
  const publication = await loadPublication(session, options.publication, signal);
  const found = await followedRelations(
    session,
    followed.map(({ selection }) => selection),
    signal,
  );
  const relations = found.map(({ relation }) => relation);
  for (const { relation, selection } of found) await requireIdentity(session, relation, selection, signal);
  requirePublication(publication, options.publication, relations, session.version);
  const again = await loadFollowed(session, found, signal);
  await requirePublishedColumns(session, options.publication, again, signal);
  const now = await loadLineage(session, options.publication, again, signal);
  // What has left the publication since it was looked at is told as that, and not as another table of its name.
  if (now !== lineage)
    requirePublication(await loadPublication(session, options.publication, signal), options.publication, relations, session.version);
  requireLineage(lineage, now, again);
}

interface Prepared {
  readonly followed: readonly Followed[];
  readonly confirmed: bigint;
  readonly activePid: number | undefined;
  readonly lineage: string;
}

/** Everything that would make following silently incomplete is refused here, before the log is opened. */
async function prepare(
  session: Session,
  options: PostgresOptions,
  request: Pick<ChangeRequest, 'selections' | 'signal'>,
  position: LsnPosition,
): Promise<Prepared> {
  const { signal } = request;
  await requirePrimary(session, signal);
  const slot = await requireOwnSlot(session, options, signal);
  const confirmed = lsnToNumber(slot.confirmedLsn ?? '0/0');
  if (confirmed > lsnToNumber(position.lsn)) {
    throw new LienThongError('SOURCE_HISTORY_LOST', {
      message: `the slot ${options.slot} was confirmed up to ${formatLsn(confirmed)}, beyond the position ${position.lsn}: the changes between would be skipped`,
      remedy: 'Something else has read the slot, or an older state directory was restored. Use the newest state, or start a new epoch.',
    });
  }
  const relations = await followedRelations(session, request.selections, signal);
  for (const { relation, selection } of relations) await requireIdentity(session, relation, selection, signal);
  const publication = await loadPublication(session, options.publication, signal);
  const tables = relations.map(({ relation }) => relation);
  requirePublication(publication, options.publication, tables, session.version);
  const followed = await loadFollowed(session, relations, signal);
  await requirePublishedColumns(session, options.publication, followed, signal);
  const lineage = await loadLineage(session, options.publication, followed, signal);
  requireLineage(position.lineage, lineage, followed);
  return { followed, confirmed, activePid: slot.activePid, lineage };
}

interface Opening {
  readonly from: bigint;
  readonly confirmed: bigint;
  readonly buffered: number;
}

async function openWhenFree(
  session: Session,
  sessions: Sessions,
  options: PostgresOptions,
  opening: Opening,
  signal: AbortSignal,
): Promise<LogStream> {
  const deadline = Date.now() + slotPatienceMs;
  for (;;) {
    try {
      return await openLogStream(
        session,
        {
          slot: options.slot,
          publication: options.publication,
          from: opening.from,
          confirmed: opening.confirmed,
          buffered: opening.buffered,
        },
        signal,
      );
    } catch (error) {
      const code = codeOf(error);
      // Of a slot that lost its log between our look at it and now: looked at again, it says what to do.
      if (code === '55000') await sessions.use(signal, (other) => requireOwnSlot(other, options, signal));
      if (code !== '55006' || Date.now() > deadline) throw error;
      await pauseFor(100, signal);
    }
  }
}

/** Moves a slot that nobody reads. */
async function advanceSlot(sessions: Sessions, options: PostgresOptions, lsn: string, signal: AbortSignal): Promise<void> {
  await sessions.own(signal, async (session) => {
    const slot = await requireOwnSlot(session, options, signal);
    if (slot.confirmedLsn !== undefined && lsnToNumber(slot.confirmedLsn) >= lsnToNumber(lsn)) return;
    await session.query(`select pg_replication_slot_advance(${quoteLiteral(options.slot)}, ${quoteLiteral(lsn)})`, signal);
  });
}

async function requireOwnSlot(session: Session, options: PostgresOptions, signal: AbortSignal): Promise<Slot> {
  const slots = await loadSlots(session, signal);
  return requireSlot(
    slots.find(({ name }) => name === options.slot),
    options.slot,
    options.database,
  );
}

function expectOwn(position: Parameters<typeof expectLsn>[0], options: PostgresOptions): LsnPosition {
  const own = expectLsn(position);
  if (own.slot === options.slot) return own;
  throw new LienThongError('POSITION_FOREIGN', {
    message: `the position belongs to the slot ${own.slot}, this source follows ${options.slot}`,
  });
}

function inUse(slot: string): LienThongError {
  return new LienThongError('SOURCE_POSITION_IN_USE', { message: `this source follows the slot ${slot} already` });
}
