import { pauseFor } from '@lienthong/core';
import type { Session } from '../client.ts';

/** What a statement can see: PostgreSQL's `xmin:xmax:xip,…`. */
export interface Visibility {
  readonly xmin: bigint;
  readonly xmax: bigint;
  readonly running: ReadonlySet<bigint>;
}

export function parseVisibility(text: string): Visibility {
  const [xmin = '0', xmax = '0', running = ''] = text.split(':');
  return { xmin: BigInt(xmin), xmax: BigInt(xmax), running: new Set(running === '' ? [] : running.split(',').map(BigInt)) };
}

/** Whether a transaction of the log is visible; the log has 32 bits of its id, the epoch comes from the snapshot nearby. */
export function isVisible(xid: number, visibility: Visibility): boolean {
  // Ids of running and recent transactions are within 2^31 of each other: the difference tells the epoch.
  const near = BigInt.asIntN(32, BigInt(xid) - visibility.xmax);
  const full = visibility.xmax + near;
  if (full < visibility.xmin) return true;
  return full < visibility.xmax && !visibility.running.has(full);
}

// These names work from PostgreSQL 12 to 18; pg_current_snapshot came with 13.
export const visibilitySql = 'txid_current_snapshot()::text';

export async function currentVisibility(session: Session, signal: AbortSignal): Promise<Visibility> {
  const [row] = await session.query(`select ${visibilitySql}`, signal);
  return parseVisibility(row?.[0] ?? '');
}

const firstPauseMs = 5;
const longestPauseMs = 1_000;

/** Waits until every transaction that was running in `then` has ended and can be seen (or was rolled back). */
export async function awaitEnd(session: Session, then: Visibility, signal: AbortSignal): Promise<void> {
  let pauseMs = firstPauseMs;
  for (;;) {
    const now = await currentVisibility(session, signal);
    const open = [...then.running].some((xid) => xid >= now.xmin && (xid >= now.xmax || now.running.has(xid)));
    if (!open) return;
    await pauseFor(pauseMs, signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

/** Waits until a transaction that the log tells of can be seen: it is in the log first, and a synchronous standby can keep it waiting. */
export async function awaitVisible(session: Session, xid: number, signal: AbortSignal): Promise<void> {
  let pauseMs = firstPauseMs;
  while (!isVisible(xid, await currentVisibility(session, signal))) {
    await pauseFor(pauseMs, signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}
