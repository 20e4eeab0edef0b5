import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { pauseFor } from '../pause.ts';
import type { Again } from './draft.ts';
import { hasGtid, parseGtidSet } from './gtid-set.ts';
import { fileNumber } from './position.ts';
import { snapshotPlace } from './snapshot-place.ts';

/** Runs `read` where it sees all these changes: a commit stands in the log before others see it. */
export async function withVisible(
  session: Session,
  needed: readonly Again[],
  signal: AbortSignal,
  read: () => Promise<void>,
): Promise<void> {
  if (session.version.product === 'MariaDB') await withinSnapshot(session, needed, signal, read);
  else {
    await awaitExecuted(session, needed, signal);
    await read();
  }
}

async function awaitExecuted(session: Session, needed: readonly Again[], signal: AbortSignal): Promise<void> {
  const numbers = new Map(needed.map(({ written: { gtid } }) => [`${gtid.source ?? ''}:${gtid.number}`, gtid]));
  let pauseMs = 2;
  for (;;) {
    const [row] = await session.query('select @@global.gtid_executed', signal);
    const executed = parseGtidSet((row?.[0] ?? '').replace(/\s+/g, ''));
    const all = [...numbers.values()].every(({ source, number }) => {
      if (source === undefined) throw unnumbered(needed);
      return hasGtid(executed, source, number);
    });
    if (all) return;
    await pauseFor(pauseMs, signal);
    pauseMs = Math.min(500, pauseMs * 2);
  }
}

/** A consistent snapshot of MariaDB stands between two transactions of the log, and tells where. */
async function withinSnapshot(session: Session, needed: readonly Again[], signal: AbortSignal, read: () => Promise<void>): Promise<void> {
  let pauseMs = 2;
  for (;;) {
    const seen = await snapshotPlace(session, signal, async ({ file, offset }) => {
      const behind = needed.every(({ written }) => {
        const [own, other] = [fileNumber(file), fileNumber(written.file)];
        return own > other || (own === other && offset > written.offset);
      });
      if (behind) await read();
      return behind;
    });
    if (seen) return;
    await pauseFor(pauseMs, signal);
    pauseMs = Math.min(500, pauseMs * 2);
  }
}

function unnumbered(needed: readonly Again[]): LienThongError {
  const names = [...new Set(needed.map(({ plan }) => plan.followed.name))];
  return new LienThongError('SOURCE_NOT_READY', {
    message: `the log left out values of ${names.join(', ')}, and without GTIDs nothing tells when the row can be read again`,
    remedy: "SET GLOBAL binlog_row_image = 'FULL'; or gtid_mode = ON; then start a new epoch.",
    details: { collections: names },
  });
}
