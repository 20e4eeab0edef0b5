import { formatCollection, pauseFor, type Selection } from '@lienthong/core';
import type { Session } from '../client.ts';
import type { Knowledge } from '../shape.ts';
import { textLiteral } from '../sql.ts';
import { loadCascades } from './cascades.ts';
import { findEntry } from './entry.ts';
import { loadFollowed } from './followed.ts';
import { parseGtidSet, shareGtids } from './gtid-set.ts';
import { hasPassed } from './head.ts';
import { lineageOf, requireLineage } from './lineage.ts';
import { type LogState, loadLogEnd, loadLogFiles, loadLogState } from './log-state.ts';
import type { BinlogPosition } from './position.ts';
import { settledPlaces } from './settled-place.ts';
import { snapshotPlace } from './snapshot-place.ts';

type Start = Pick<BinlogPosition, 'file' | 'offset' | 'gtids'>;

/** A place in the log with which every transaction before it can be read: a commit stands in the log before others see it. */
async function visiblePlace(session: Session, state: LogState, signal: AbortSignal): Promise<Start> {
  if (session.version.product === 'MariaDB') return settledSnapshotPlace(session, signal);
  return state.gtids === '' && !(await numbersTransactions(session, signal))
    ? fileBeginning(session, signal)
    : executedPlace(session, signal);
}

async function settledSnapshotPlace(session: Session, signal: AbortSignal): Promise<Start> {
  const isSettled = settledPlaces(session, signal);
  for (;;) {
    const place = await snapshotPlace(session, signal, async (found) => {
      if (!(await isSettled(found))) return undefined;
      const [row] = await session.query(`select binlog_gtid_pos(${textLiteral(found.file)}, ${found.offset})`, signal);
      return { ...found, gtids: row?.[0] ?? '' };
    });
    if (place !== undefined) return place;
    await pauseFor(100, signal);
  }
}

/**
 * A transaction has its number from before it stands in the log until others see it (`gtid_owned`). Whatever stood before the end
 * of the log and had a number then is waited for; then all that is in the log before that end is in `gtid_executed`.
 */
async function executedPlace(session: Session, signal: AbortSignal): Promise<Start> {
  const end = await loadLogEnd(session, signal);
  const inFlight = parseOwned(await variable(session, 'gtid_owned', signal));
  let pauseMs = 2;
  while (shareGtids(inFlight, parseOwned(await variable(session, 'gtid_owned', signal)))) {
    await pauseFor(pauseMs, signal);
    pauseMs = Math.min(1_000, pauseMs * 2);
  }
  const gtids = (await variable(session, 'gtid_executed', signal)).replace(/\s+/g, '');
  return { ...end, gtids };
}

/** `uuid:5#17:6#18`: numbers with the threads that own them. */
function parseOwned(text: string): ReturnType<typeof parseGtidSet> {
  return parseGtidSet(text.replace(/#\d+/g, ''));
}

/**
 * Without numbers nothing tells which commits are visible. But the server begins a new file of its log only when all that stand in
 * the one before can be seen: following starts at the beginning of the file, which is early, and so safe.
 */
async function fileBeginning(session: Session, signal: AbortSignal): Promise<Start> {
  const { file } = await loadLogEnd(session, signal);
  return { file, offset: 4, gtids: '' };
}

async function numbersTransactions(session: Session, signal: AbortSignal): Promise<boolean> {
  return (await variable(session, 'gtid_mode', signal)) === 'ON';
}

async function variable(session: Session, name: string, signal: AbortSignal): Promise<string> {
  const [row] = await session.query(`select @@global.${name}`, signal);
  return row?.[0] ?? '';
}

export interface KnownPosition {
  readonly position: BinlogPosition;
  readonly anew: readonly Selection[];
}

/** Every transaction that following from here does not tell of can be read when this returns. */
export async function startFollowing(
  session: Session,
  selections: readonly Selection[],
  knowledge: Knowledge,
  signal: AbortSignal,
  known?: KnownPosition,
): Promise<BinlogPosition> {
  const state = await loadLogState(session, signal);
  // Asked for before anything is read: the files must be there when following begins.
  await loadLogFiles(session, signal);
  const followed = await loadFollowed(session, selections, knowledge, signal);
  // A key that this login may not see is refused before anything is published.
  await loadCascades(session, followed, { ignoreCase: state.ignoreCase }, signal);
  const lineage = lineageOf(followed);
  if (known === undefined) {
    const place = await visiblePlace(session, state, signal);
    return {
      ...{ kind: 'mysql/binlog', format: 1, flavour: session.version.product, server: state.server },
      ...place,
      ...{ fileTime: 0, passed: 0, lineage },
    };
  }
  const { position, anew } = known;
  await findEntry(session, state, position, signal);
  const fresh = anew.map(({ collection }) => formatCollection(collection));
  if (!state.named)
    requireLineage(
      position.lineage,
      followed.filter(({ name }) => !fresh.includes(name)),
    );
  return { ...(await earliestVisible(session, state, position, signal)), lineage };
}

/** The known position, once all that lies before it can be read; an earlier place where that cannot be known. */
async function earliestVisible(session: Session, state: LogState, position: BinlogPosition, signal: AbortSignal): Promise<BinlogPosition> {
  let pauseMs = 2;
  for (;;) {
    const place = await visiblePlace(session, state, signal);
    if (hasPassed({ ...position, ...place, server: state.server }, position)) return position;
    if (place.gtids === '' && position.server === state.server) return { ...position, file: place.file, offset: place.offset, fileTime: 0 };
    await pauseFor(pauseMs, signal);
    pauseMs = Math.min(1_000, pauseMs * 2);
  }
}
