import { formatCollection, type ProbeFinding } from '@lienthong/core';
import { enableDatabase, enableTable, grantChanges } from './changes/tracking/tracking-state.ts';
import type { Row, Session } from './client.ts';
import { answerOf, objectUnknown } from './probe-answers.ts';
import type { ServerFacts } from './session-settings.ts';
import { quoteCollection, quoteIdentifier, type Statement } from './sql.ts';

export const trackingDatabaseStatement: Statement = {
  text: 'select convert(int, d.is_auto_cleanup_on), convert(int, d.retention_period), d.retention_period_units_desc from sys.change_tracking_databases as d where d.database_id = db_id()',
  parameters: [],
};

export const trackingTablesStatement: Statement = {
  text: `select s.name, o.name, convert(int, case when t.object_id is null then 0 else 1 end), convert(int, has_perms_by_name(quotename(s.name) + N'.' + quotename(o.name), N'OBJECT', N'VIEW CHANGE TRACKING'))
from sys.objects as o join sys.schemas as s on s.schema_id = o.schema_id left join sys.change_tracking_tables as t on t.object_id = o.object_id
where o.type = 'U' and o.is_ms_shipped = 0 and has_perms_by_name(quotename(s.name) + N'.' + quotename(o.name), N'OBJECT', N'SELECT') = 1 order by s.name, o.name`,
  parameters: [],
};

/** What the server keeps changes for when it is told nothing: less than a holiday. */
const shortHours = 24;

/** What stands in the way of following changes. */
export async function trackingFindings(
  session: Session,
  server: ServerFacts,
  user: string,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const database = await answerOf(session, trackingDatabaseStatement, objectUnknown, signal);
  if (database === undefined) {
    return [
      {
        level: 'error',
        id: 'change-tracking-unknown',
        message: 'the server has no Change Tracking',
        remedy: 'Read by snapshot, or by a watermark column.',
      },
    ];
  }
  const [row] = database;
  if (row === undefined) {
    return [
      {
        level: 'error',
        id: 'change-tracking-off',
        message: `Change Tracking is off in ${server.database}`,
        remedy: enableDatabase(server.database),
      },
    ];
  }
  return [
    ...retentionFindings(server.database, Number(row[0]), Number(row[1]), String(row[2])),
    ...tableFindings((await answerOf(session, trackingTablesStatement, objectUnknown, signal)) ?? [], user),
  ];
}

const hoursOf: Readonly<Record<string, number>> = { MINUTES: 1 / 60, HOURS: 1, DAYS: 24 };

function retentionFindings(database: string, cleanup: number, period: number, units: string): readonly ProbeFinding[] {
  const hours = period * (hoursOf[units] ?? 0);
  if (cleanup === 0 || hours > shortHours) return [];
  return [
    {
      level: 'warning',
      id: 'retention-short',
      message: `the server forgets changes after ${period} ${units.toLowerCase()}: a connector that stands still for longer has to read everything again`,
      remedy: `ALTER DATABASE ${quoteIdentifier(database)} SET CHANGE_TRACKING (CHANGE_RETENTION = 7 DAYS);`,
    },
  ];
}

function tableFindings(rows: readonly Row[], user: string): readonly ProbeFinding[] {
  return rows.flatMap(([schema, name, tracked, allowed]): readonly ProbeFinding[] => {
    const collection = { schema: String(schema), name: String(name) };
    const table = quoteCollection(collection);
    if (Number(tracked) === 0) {
      return [
        {
          level: 'info',
          id: 'table-untracked',
          message: `the changes of ${formatCollection(collection)} are not tracked`,
          remedy: enableTable(table),
        },
      ];
    }
    if (Number(allowed) === 1) return [];
    return [
      {
        level: 'warning',
        id: 'tracking-permission-missing',
        message: `this login may not see the changes of ${formatCollection(collection)}`,
        remedy: grantChanges(table, user),
      },
    ];
  });
}
