import { utcInstant } from '@lienthong/adapter-kit';
import { LienThongError, pauseFor } from '@lienthong/core';
import type { Session } from '../../client.ts';
import { quoteIdentifier, type Statement } from '../../sql.ts';
import type { Head } from '../way.ts';
import { readLsn } from './capture-instances.ts';

/** When nothing happens, the capture job writes an entry every five minutes: without one for so long it does not run. */
const stalledSeconds = 15 * 60;

export const captureHeadStatement: Statement = {
  text: 'select sys.fn_cdc_get_max_lsn(), convert(varchar(27), sysutcdatetime(), 126), (select top (1) datediff(second, m.tran_end_time, getdate()) from cdc.lsn_time_mapping as m order by m.start_lsn desc)',
  parameters: [],
};

export const enabledStatement: Statement = {
  text: 'select convert(int, d.is_cdc_enabled) from sys.databases as d where d.database_id = db_id()',
  parameters: [],
};

/** Longer than the job waits between two looks at the log: five seconds where nobody has told it otherwise. */
const idleMs = 6_000;
const pauseMs = 250;

/** The newest commit when the job has brought nothing more for so long: what was committed before has come by then. */
export async function loadCaptureGoal(session: Session, signal: AbortSignal): Promise<Head> {
  let head = await loadCaptureHead(session, signal);
  for (let since = Date.now(); Date.now() - since < idleMs; ) {
    await pauseFor(pauseMs, signal);
    const now = await loadCaptureHead(session, signal);
    if (now.commit === head.commit) continue;
    head = now;
    since = Date.now();
  }
  return head;
}

/** The newest commit that the capture job has brought. It comes behind the log: a moment, or for ever when the job does not run. */
export async function loadCaptureHead(session: Session, signal: AbortSignal): Promise<Head> {
  const { database } = session.server;
  const [enabled] = await session.query(enabledStatement, signal);
  if (Number(enabled?.[0]) !== 1) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `CDC is off in ${database}`,
      remedy: `USE ${quoteIdentifier(database)}; EXEC sys.sp_cdc_enable_db;`,
    });
  }
  const [row] = await session.query(captureHeadStatement, signal);
  const age = row?.[2] ?? null;
  if (age !== null && Number(age) > stalledSeconds) {
    throw new LienThongError('SOURCE_CAPTURE_STALLED', {
      message: `the capture job of ${database} has brought nothing for ${Number(age)} seconds, not even that nothing happened`,
      remedy: 'Start SQL Server Agent and the job: EXEC sys.sp_cdc_start_job; and look into sys.dm_cdc_errors.',
    });
  }
  return { commit: readLsn(row?.[0]), at: utcInstant(String(row?.[1] ?? '')) };
}
