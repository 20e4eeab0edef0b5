import { LienThongError } from '@lienthong/core';
import type { Row, Session } from '../../client.ts';
import { archivedLogsStatement, onlineLogsStatement } from './log-statements.ts';

export interface LogFile {
  readonly thread: number;
  readonly sequence: number;
  readonly first: bigint;
  /** Not part of it. */
  readonly next: bigint;
  readonly name: string;
}

export type LogSearch =
  | { readonly kind: 'found'; readonly names: readonly string[]; readonly threads: number }
  /** A log was switched away from, and is not archived yet: waiting mends it. */
  | { readonly kind: 'in-transition' };

/** The logs that hold everything from `low` to `high`. Refuses when one of them is gone. */
export async function findLogs(session: Session, low: bigint, high: bigint, signal: AbortSignal): Promise<LogSearch> {
  // The archived ones last: a log that is archived between the two questions is seen twice, and not never.
  const online = (await session.query(onlineLogsStatement, signal)).map(onlineLog);
  const archived = await session.query(archivedLogsStatement(low, high), signal);
  return chooseLogs(online, archived.flatMap(archivedLog), archived.filter(isGone).map(placeOf), low, high);
}

function onlineLog([thread, sequence, first, next, , , member]: Row): LogFile {
  return { thread: Number(thread), sequence: Number(sequence), first: scn(first), next: scn(next), name: String(member) };
}

function archivedLog(row: Row): readonly LogFile[] {
  if (isGone(row)) return [];
  const [thread, sequence, first, next, , name] = row;
  return [{ thread: Number(thread), sequence: Number(sequence), first: scn(first), next: scn(next), name: String(name) }];
}

function isGone([, , , , deleted, name]: Row): boolean {
  return deleted === 'YES' || name === null || name === undefined;
}

function placeOf([thread, sequence]: Row): string {
  return `${String(thread)}/${String(sequence)}`;
}

const endless = 2n ** 64n;

function scn(value: Row[number] | undefined): bigint {
  return value === null || value === undefined ? endless : BigInt(String(value));
}

/** Archived logs are taken first: an online one may be written over while it is read. */
function chooseLogs(
  online: readonly LogFile[],
  archived: readonly LogFile[],
  gone: readonly string[],
  low: bigint,
  high: bigint,
): LogSearch {
  const names: string[] = [];
  const threads = new Set([...online, ...archived].map(({ thread }) => thread));
  for (const thread of threads) {
    const ofThread = [...archived, ...online].filter((log) => log.thread === thread && log.next > low && log.first <= high);
    const bySequence = new Map<number, LogFile>();
    for (const log of ofThread) if (!bySequence.has(log.sequence)) bySequence.set(log.sequence, log);
    const logs = [...bySequence.values()].sort((one, other) => one.sequence - other.sequence);
    // A window that lies in a log that is gone has no other log that it could miss it from.
    if (logs.length === 0 && gone.some((place) => place.startsWith(`${thread}/`))) throw logsLost();
    let reached = low;
    for (const log of logs) {
      if (log.first > reached) return missing(thread, log.sequence - 1, gone);
      if (log.next > reached) reached = log.next;
      names.push(log.name);
    }
    // A thread whose newest log ends before the window is closed, or is switching.
    const newest = online.filter((log) => log.thread === thread).reduce((last, { next }) => (next > last ? next : last), 0n);
    if (reached <= high && newest > high) return missing(thread, (logs.at(-1)?.sequence ?? 0) + 1, gone);
    if (logs.length === 0 && threads.size === 1) return missing(thread, 0, gone);
  }
  return { kind: 'found', names, threads: threads.size };
}

function missing(thread: number, sequence: number, gone: readonly string[]): LogSearch {
  if (gone.includes(`${thread}/${sequence}`) || sequence === 0) throw logsLost();
  return { kind: 'in-transition' };
}

function logsLost(): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: 'a log file that holds changes behind the position is gone',
    remedy: 'Start a new epoch. Keep archived logs for longer than the longest outage: RMAN> CONFIGURE ARCHIVELOG DELETION POLICY …;',
  });
}
