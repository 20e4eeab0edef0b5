import { pauseFor } from '@lienthong/core';
import type { PostgresOptions } from '../options.ts';
import { type LsnPosition, lsnToNumber } from '../positions.ts';
import type { Sessions } from '../sessions.ts';
import { identifySystem, requirePrimary } from './server-identity.ts';

/** With asynchronous commit the log is flushed at most three times `wal_writer_delay` (200 ms) later. */
const flushPatienceMs = 2_000;

/** The end of the log: everything that was committed before the call lies before it. */
export async function currentHead(sessions: Sessions, options: PostgresOptions, signal: AbortSignal): Promise<LsnPosition> {
  const written = await sessions.use(signal, async (session) => {
    await requirePrimary(session, signal);
    const [row] = await session.query('select pg_current_wal_insert_lsn()', signal);
    return lsnToNumber(row?.[0] ?? '0/0');
  });
  const deadline = Date.now() + flushPatienceMs;
  return sessions.withWalsender(signal, async (session) => {
    for (;;) {
      const { systemId, timeline, lsn } = await identifySystem(session, signal);
      // Where nothing follows, the place to insert lies behind the next page's header, which is never flushed alone.
      const behind = written - lsnToNumber(lsn);
      if (behind <= 40n || Date.now() > deadline)
        return { kind: 'postgres/lsn', format: 1, lsn, systemId, timeline, slot: options.slot, lineage: '' };
      await pauseFor(20, signal);
    }
  });
}
