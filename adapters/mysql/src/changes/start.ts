import type { Session } from '../client.ts';
import { textLiteral } from '../sql.ts';
import { parseGtidSet, shareGtids } from './gtid-set.ts';
import { loadLogEnd, type LogState } from './log-state.ts';
import { pauseFor } from './pause.ts';
import type { BinlogPosition } from './position.ts';

type Start = Pick<BinlogPosition, 'file' | 'offset' | 'gtids'>;

/** A place in the log with which every transaction before it can be read: a commit stands in the log before others see it. */
export async function visiblePlace(session: Session, state: LogState, signal: AbortSignal): Promise<Start> {
  if (session.version.product === 'MariaDB') return snapshotPlace(session, signal);
  return state.gtids === '' && !(await numbersTransactions(session, signal)) ? fileBeginning(session, signal) : executedPlace(session, signal);
}

/** MariaDB tells the place of the log that a consistent snapshot stands at: what is behind it may not be visible, what is before it is. */
async function snapshotPlace(session: Session, signal: AbortSignal): Promise<Start> {
  await session.query('start transaction with consistent snapshot', signal);
  try {
    const rows = await session.query("show status where variable_name in ('binlog_snapshot_file', 'binlog_snapshot_position')", signal);
    const found = new Map(rows.map(([name, value]) => [(name ?? '').toLowerCase(), value ?? '']));
    const file = found.get('binlog_snapshot_file') ?? '';
    const offset = Number(found.get('binlog_snapshot_position'));
    const [row] = await session.query(`select binlog_gtid_pos(${textLiteral(file)}, ${offset})`, signal);
    return { file, offset, gtids: row?.[0] ?? '' };
  } finally {
    await session.query('rollback', signal);
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

