import { expect, it } from 'vitest';
import type { Row, Session } from '../../client.ts';
import { loadCaptureHead } from './capture-state.ts';

/** A session whose capture job has brought its newest commit so many seconds ago. */
function idleFor(seconds: number | null): Session {
  const session: Pick<Session, 'query' | 'server'> = {
    query: ({ text }) =>
      Promise.resolve<readonly Row[]>(
        text.includes('fn_cdc_get_max_lsn') ? [[Buffer.from('0a', 'hex'), '2026-11-29T00:00:00', seconds]] : [[1]],
      ),
    server: {
      ...{ version: '16.0', edition: '', engine: 'server', snapshotIsolation: true, readCommittedSnapshot: false },
      ...{ guid: '', database: 'ho_tich' },
    },
  };
  return session as Session; // nothing else of it is used
}

it('AC-MS-1, MS-06: takes a job that brings nothing, not even that nothing happened, for stalled, and never for idle', async () => {
  const load = (seconds: number | null) => loadCaptureHead(idleFor(seconds), AbortSignal.timeout(1_000));
  // Every five minutes the job says that nothing happened.
  await expect(load(600)).resolves.toMatchObject({ commit: 10n });
  await expect(load(null)).resolves.toMatchObject({ commit: 10n });
  await expect(load(3_600)).rejects.toMatchObject({ code: 'SOURCE_CAPTURE_STALLED', message: expect.stringContaining('3600 seconds') });
});
