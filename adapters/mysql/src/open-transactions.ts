import { randomUUID } from 'node:crypto';
import { LienThongError, pauseFor } from '@lienthong/core';
import type { Session } from './client.ts';
import { inSnapshot } from './consistent-snapshot.ts';
import { codeOf } from './errors.ts';

const firstPauseMs = 20;
const longestPauseMs = 1_000;

/** Longer than InnoDB keeps its list of transactions for. */
const refreshMs = 120;
const mostRefreshes = 100;

/** Transactions that have written and not ended, by their numbers; `undefined` where this login may not see those of others. */
export async function openWriters(session: Session, signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
  try {
    for (let attempt = 0; attempt < mostRefreshes; attempt++) {
      if (attempt > 0) await pauseFor(refreshMs, signal);
      const writers = await freshWriters(session, signal);
      if (writers !== undefined) return writers;
    }
  } catch (error) {
    if (codeOf(error) === processMissing) return undefined;
    throw error;
  }
  throw new LienThongError('SOURCE_NOT_READY', {
    message:
      'the server never makes its list of open transactions anew (information_schema.innodb_trx): another program asks for it all the time',
    remedy: 'Let monitoring ask for information_schema.innodb_trx once a second at most.',
  });
}

/**
 * The list is a copy, made anew only when nobody has looked at it for a tenth of a second: an older one lacks who began since. A new
 * one has our own transaction in it, with this very question; `undefined` where it has not.
 */
function freshWriters(session: Session, signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
  const mark = `lienthong ${randomUUID()}`;
  return inSnapshot(session, signal, async () => {
    const rows = await session.query(
      `select trx_id, trx_rows_modified > 0, coalesce(instr(trx_query, '${mark}'), 0) > 0 from information_schema.innodb_trx`,
      signal,
    );
    if (!rows.some(([, , isOurs]) => isOurs === '1')) return undefined;
    return new Set(rows.filter(([, writes]) => writes === '1').map(([id]) => id ?? ''));
  });
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
