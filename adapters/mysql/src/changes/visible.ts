import { type LienThongError, pauseFor } from '@lienthong/core';
import type { Session } from '../client.ts';
import type { Written } from './draft.ts';
import { hasGtid, parseGtidSet } from './gtid-set.ts';
import { fileNumber } from './position.ts';
import { settledPlaces } from './settled-place.ts';
import { snapshotPlace } from './snapshot-place.ts';

/** Runs `read` where it sees all these changes: a commit stands in the log before others see it. Without GTIDs `unknown` makes the error. */
export async function withVisible(
  session: Session,
  needed: readonly Written[],
  unknown: () => LienThongError,
  signal: AbortSignal,
  read: () => Promise<void>,
): Promise<void> {
  if (session.version.product === 'MariaDB') await withinSnapshot(session, needed, signal, read);
  else {
    await awaitExecuted(session, needed, unknown, signal);
    await read();
  }
}

async function awaitExecuted(
  session: Session,
  needed: readonly Written[],
  unknown: () => LienThongError,
  signal: AbortSignal,
): Promise<void> {
  const numbers = new Map(needed.map(({ gtid }) => [`${gtid.source ?? ''}:${gtid.number}`, gtid]));
  let pauseMs = 2;
  for (;;) {
    const [row] = await session.query('select @@global.gtid_executed', signal);
    const executed = parseGtidSet((row?.[0] ?? '').replace(/\s+/g, ''));
    const all = [...numbers.values()].every(({ source, number }) => {
      if (source === undefined) throw unknown();
      return hasGtid(executed, source, number);
    });
    if (all) return;
    await pauseFor(pauseMs, signal);
    pauseMs = Math.min(500, pauseMs * 2);
  }
}

/** A consistent snapshot of MariaDB stands between two transactions of the log, and tells where. */
async function withinSnapshot(session: Session, needed: readonly Written[], signal: AbortSignal, read: () => Promise<void>): Promise<void> {
  const isSettled = settledPlaces(session, signal);
  let pauseMs = 2;
  for (;;) {
    const seen = await snapshotPlace(session, signal, async (place) => {
      const own = fileNumber(place.file);
      const others = needed.map((written) => ({ file: fileNumber(written.file), offset: written.offset }));
      if (!others.every(({ file, offset }) => own > file || (own === file && place.offset > offset))) return false;
      // A transaction before it in its own file says as much as asking.
      if (!others.some(({ file }) => own === file) && !(await isSettled(place))) return false;
      await read();
      return true;
    });
    if (seen) return;
    await pauseFor(pauseMs, signal);
    pauseMs = Math.min(500, pauseMs * 2);
  }
}
