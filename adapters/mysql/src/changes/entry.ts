import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { textLiteral } from '../sql.ts';
import { containsGtids, parseGtidPlaces, parseGtidSet, reachesPlaces, samePlaces } from './gtid-set.ts';
import { type LogState, loadLogFiles } from './log-state.ts';
import type { LogEntry } from './log-stream.ts';
import type { BinlogPosition } from './position.ts';

/** Where the server has to begin to send; refuses a position whose log is gone, or that is another server's. Asked before anything streams. */
export async function findEntry(session: Session, state: LogState, position: BinlogPosition, signal: AbortSignal): Promise<LogEntry> {
  const { product } = session.version;
  if (position.flavour !== product) throw identityChanged(position, `${product} ${state.server}`);
  if (product === 'MySQL') requireExecuted(state, position);
  if (position.server === state.server) return ownPlace(session, position, signal);
  if (position.gtids === '' || state.gtids === '') throw identityChanged(position, state.server);
  // A failover: by the numbers of the transactions alone.
  if (product === 'MySQL') requireNotPurged(state, position);
  else await requireDomains(session, state, position, signal);
  return { kind: 'gtids', gtids: position.gtids };
}

async function ownPlace(session: Session, position: BinlogPosition, signal: AbortSignal): Promise<LogEntry> {
  const { file, offset } = position;
  const files = await loadLogFiles(session, signal);
  const own = files.find(({ name }) => name === file);
  const [oldest] = files;
  if (own === undefined) {
    throw historyLost(`the log file ${file} is gone: the server has ${oldest === undefined ? 'none' : `those from ${oldest.name} on`}`);
  }
  if (own.bytes < offset)
    throw historyLost(`the log file ${file} ends at ${own.bytes}, before the position ${offset}: the server was restored or reset`);
  if (session.version.product === 'MariaDB') await requireSameNumbers(session, position, signal);
  return { kind: 'place', file, offset };
}

/** MariaDB has no name for a server but its server_id, which is 1 where nobody set it: the numbers at this place must be ours. */
async function requireSameNumbers(session: Session, { file, offset, gtids }: BinlogPosition, signal: AbortSignal): Promise<void> {
  const [row] = await session.query(`select binlog_gtid_pos(${textLiteral(file)}, ${offset})`, signal);
  const own = parseGtidPlaces(gtids);
  const found = row?.[0];
  if (found !== null && found !== undefined && samePlaces(parseGtidPlaces(found), own)) return;
  throw historyLost(
    `at ${offset} of the log file ${file} the server has other transactions than before: it was restored or reset, or is another one`,
  );
}

/** The server was set back behind what was published, or is no member of the same group. */
function requireExecuted(state: LogState, position: BinlogPosition): void {
  if (position.gtids === '' || state.gtids === '') return;
  if (containsGtids(parseGtidSet(state.gtids), parseGtidSet(position.gtids))) return;
  throw historyLost('the server lacks transactions that were published: it was restored, reset, or failed over to an earlier state');
}

function requireNotPurged(state: LogState, position: BinlogPosition): void {
  if (containsGtids(parseGtidSet(position.gtids), parseGtidSet(state.purged))) return;
  throw historyLost('the server has let go of transactions behind the position (gtid_purged)');
}

async function requireDomains(session: Session, state: LogState, position: BinlogPosition, signal: AbortSignal): Promise<void> {
  const places = parseGtidPlaces(position.gtids);
  if (!reachesPlaces(parseGtidPlaces(state.gtids), places)) {
    throw historyLost('the server lacks transactions that were published: it was restored, reset, or failed over to an earlier state');
  }
  const [oldest] = await loadLogFiles(session, signal);
  const [row] = await session.query(`select binlog_gtid_pos(${textLiteral(oldest?.name ?? '')}, 4)`, signal);
  if (reachesPlaces(places, parseGtidPlaces(row?.[0] ?? ''))) return;
  throw historyLost(`the server has let go of transactions behind the position: its oldest log file is ${oldest?.name ?? 'none'}`);
}

function historyLost(what: string): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: `${what}; changes behind the stored position cannot be told any more`,
    remedy:
      'Start a new epoch: the datasets are read from scratch. Keep the log longer (binlog_expire_logs_seconds, expire_logs_days) than the connector may stand still.',
  });
}

function identityChanged(position: BinlogPosition, found: string): LienThongError {
  return new LienThongError('SOURCE_IDENTITY_CHANGED', {
    message: `the position belongs to the server ${position.server}, this is ${found}; places in a log mean nothing on another server, and without GTIDs on both nothing else tells where it is`,
    remedy: 'Point the connector at the right server, or start a new epoch. With gtid_mode = ON a failover goes on by itself.',
    details: { expected: position.server, found },
  });
}
