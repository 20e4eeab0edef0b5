import type { Session } from '../client.ts';

interface Place {
  readonly file: string;
  readonly offset: number;
}

/** How long a commit may take from the log to where others see it, without replicas that are waited for. */
const commitMs = 2_000;

/**
 * When MariaDB goes over to a new file of its log, a consistent snapshot names the beginning of that file a moment before it sees the
 * last transactions of the file before (seen in 10.11: the log is rotated before the group of commits is ordered). Such a place is
 * believed when a transaction stands before it in its file, or when it has been the same for longer than a commit takes.
 */
export function settledPlaces(session: Session, signal: AbortSignal): (place: Place) => Promise<boolean> {
  let waiting: { readonly file: string; readonly until: number } | undefined;
  return async ({ file, offset }) => {
    if (offset > (await firstTransaction(session, file, signal))) return true;
    if (waiting?.file !== file) waiting = { file, until: performance.now() + commitMs + (await replicaMs(session, signal)) };
    return performance.now() >= waiting.until;
  };
}

/** Where the first transaction of a file begins; what stands before it are the log's own events, of which there are few. */
async function firstTransaction(session: Session, file: string, signal: AbortSignal): Promise<number> {
  const events = await session.query(`show binlog events in '${file.replaceAll("'", "''")}' limit 16`, signal);
  const first = events.find(([, , type]) => type === 'Gtid');
  return first === undefined ? Number.POSITIVE_INFINITY : Number(first[1]);
}

/** With semi-synchronous replication a commit waits for a replica between the log and the others. */
async function replicaMs(session: Session, signal: AbortSignal): Promise<number> {
  const rows = await session.query(
    "show global variables where variable_name in ('rpl_semi_sync_master_enabled', 'rpl_semi_sync_master_timeout')",
    signal,
  );
  const found = new Map(rows.map(([name, value]) => [name, value]));
  return found.get('rpl_semi_sync_master_enabled') === 'ON' ? Number(found.get('rpl_semi_sync_master_timeout')) : 0;
}
