import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import type { SqlserverOptions } from '../options.ts';
import { answerOf, objectUnknown } from '../probe-answers.ts';
import type { Statement } from '../sql.ts';
import { capture } from './capture/capture.ts';
import type { PositionKind } from './position.ts';
import { tracking } from './tracking/tracking.ts';
import { enableDatabase } from './tracking/tracking-state.ts';
import type { Way } from './way.ts';

const ways: Readonly<Record<PositionKind, Way>> = { 'sqlserver/change-tracking': tracking, 'sqlserver/cdc': capture };

export function wayOf(kind: PositionKind): Way {
  return ways[kind];
}

export const waysStatement: Statement = {
  text: 'select case when exists (select 1 from sys.change_tracking_databases as t where t.database_id = d.database_id) then 1 else 0 end, convert(int, d.is_cdc_enabled) from sys.databases as d where d.database_id = db_id()',
  parameters: [],
};

/** What the options ask for; else Change Tracking where the database has it, else CDC. */
export async function chooseWay(session: Session, { changes }: SqlserverOptions, signal: AbortSignal): Promise<Way> {
  if (changes === 'change-tracking') return tracking;
  if (changes === 'cdc') return capture;
  const rows = await answerOf(session, waysStatement, objectUnknown, signal);
  if (rows === undefined) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: 'the server has no Change Tracking',
      remedy: 'Read by snapshot, or by a watermark column; where the server has CDC, set changes: cdc.',
    });
  }
  const [row] = rows;
  if (Number(row?.[0]) === 1) return tracking;
  if (Number(row?.[1]) === 1) return capture;
  throw new LienThongError('SOURCE_NOT_READY', {
    message: `${session.server.database} keeps no changes: neither Change Tracking nor CDC is on`,
    remedy: enableDatabase(session.server.database),
  });
}
