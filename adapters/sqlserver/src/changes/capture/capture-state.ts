import { LienThongError } from '@lienthong/core';
import type { Session } from '../../client.ts';
import { quoteIdentifier, type Statement } from '../../sql.ts';
import type { Head } from '../way.ts';
import { readLsn } from './capture-instances.ts';

/** When nothing happens, the capture job writes an entry every five minutes: without one for so long it does not run. */
const stalledSeconds = 15 * 60;

/** Local times, as this server tells them, in digits that sort. */
function inUtc(local: string): string {
  return `convert(varchar(23), dateadd(minute, datediff(minute, getdate(), getutcdate()), ${local}), 121)`;
}

export const captureHeadStatement: Statement = {
  text: `select sys.fn_cdc_get_max_lsn(), convert(varchar(27), sysutcdatetime(), 126), ${inUtc('getdate()')}, (select top (1) datediff(second, m.tran_end_time, getdate()) from cdc.lsn_time_mapping as m order by m.start_lsn desc), (select top (1) ${inUtc('m.tran_end_time')} from cdc.lsn_time_mapping as m order by m.start_lsn desc)`,
  parameters: [],
};

export const enabledStatement: Statement = {
  text: 'select convert(int, d.is_cdc_enabled) from sys.databases as d where d.database_id = db_id()',
  parameters: [],
};

interface CaptureHead extends Head {
  /** The clock, as `captured` has it. */
  readonly now: string;
}

/** What was committed is behind the log until the job has read up to now; an idle one says so every five minutes. */
export async function loadCaptureGoal(session: Session, signal: AbortSignal): Promise<Head> {
  const head = await loadCaptureHead(session, signal);
  return { ...head, captured: head.now };
}

/** The newest commit that the capture job has brought. It comes behind the log: a moment, or for ever when the job does not run. */
export async function loadCaptureHead(session: Session, signal: AbortSignal): Promise<CaptureHead> {
  const { database } = session.server;
  const [enabled] = await session.query(enabledStatement, signal);
  if (Number(enabled?.[0]) !== 1) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `CDC is off in ${database}`,
      remedy: `USE ${quoteIdentifier(database)}; EXEC sys.sp_cdc_enable_db;`,
    });
  }
  const [row] = await session.query(captureHeadStatement, signal);
  const age = row?.[3] ?? null;
  if (age !== null && Number(age) > stalledSeconds) {
    throw new LienThongError('SOURCE_CAPTURE_STALLED', {
      message: `the capture job of ${database} has brought nothing for ${Number(age)} seconds, not even that nothing happened`,
      remedy: 'Start SQL Server Agent and the job: EXEC sys.sp_cdc_start_job; and look into sys.dm_cdc_errors.',
    });
  }
  return { commit: readLsn(row?.[0]), captured: String(row?.[4] ?? ''), now: String(row?.[2] ?? ''), at: `${String(row?.[1] ?? '')}Z` };
}
