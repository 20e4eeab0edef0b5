import type { Session } from './client.ts';
import { codeOf } from './errors.ts';
import { pauseFor } from './pause.ts';

const firstPauseMs = 20;
const longestPauseMs = 1_000;

/** Transactions that have written and not ended, by their numbers; `undefined` where this login may not see those of others. */
export async function openWriters(session: Session, signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
  try {
    const rows = await session.query('select trx_id from information_schema.innodb_trx where trx_rows_modified > 0', signal);
    return new Set(rows.map(([id]) => id ?? ''));
  } catch (error) {
    if (codeOf(error) === processMissing) return undefined;
    throw error;
  }
}

const processMissing = '1227';

/** Waits until none of the transactions is open any more. */
export async function awaitEnd(session: Session, writers: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
  let pauseMs = firstPauseMs;
  for (;;) {
    const open = await openWriters(session, signal);
    if (open === undefined || [...writers].every((id) => !open.has(id))) return;
    await pauseFor(pauseMs, signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}
