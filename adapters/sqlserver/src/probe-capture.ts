import { formatCollection, isLienThongError, type ProbeFinding } from '@lienthong/core';
import { loadCaptureHead } from './changes/capture/capture-state.ts';
import type { Session } from './client.ts';
import { answerOf, stateHidden } from './probe-answers.ts';
import { quoteText, type Statement } from './sql.ts';

export const capturedTablesStatement: Statement = {
  text: `select s.name, t.name from sys.tables as t join sys.schemas as s on s.schema_id = t.schema_id
where t.is_ms_shipped = 0 and t.is_tracked_by_cdc = 0 and has_perms_by_name(quotename(s.name) + N'.' + quotename(t.name), N'OBJECT', N'SELECT') = 1 order by s.name, t.name`,
  parameters: [],
};

export const agentStatement: Statement = {
  text: "select s.status_desc from sys.dm_server_services as s where s.servicename like N'SQL Server Agent%'",
  parameters: [],
};

/** The job that captures is the Agent's; whoever may not see the state of the server hears of it when the job stands still. */
async function agentFindings(session: Session, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  const services = (await answerOf(session, agentStatement, stateHidden, signal)) ?? [];
  if (services.every(([status]) => status === 'Running')) return [];
  return [
    {
      level: 'error',
      id: 'agent-stopped',
      message: 'SQL Server Agent does not run: its job brings the changes out of the log',
      remedy: 'Start the service SQL Server Agent, and have it start with the server.',
    },
  ];
}

/** What stands in the way of following changes by CDC. */
export async function captureFindings(session: Session, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  try {
    await loadCaptureHead(session, signal);
  } catch (error) {
    if (!isLienThongError(error) || error.retry === 'backoff') throw error;
    const id = error.code === 'SOURCE_CAPTURE_STALLED' ? 'capture-stalled' : 'cdc-off';
    return [{ level: 'error', id, message: error.message, remedy: error.remedy }];
  }
  const rows = await session.query(capturedTablesStatement, signal);
  const uncaptured = rows.map(([schema, name]): ProbeFinding => {
    const collection = { schema: String(schema), name: String(name) };
    return {
      level: 'info',
      id: 'table-uncaptured',
      message: `the changes of ${formatCollection(collection)} are not captured`,
      remedy: `EXEC sys.sp_cdc_enable_table @source_schema = ${quoteText(collection.schema)}, @source_name = ${quoteText(collection.name)}, @role_name = NULL;`,
    };
  });
  return [...(await agentFindings(session, signal)), ...uncaptured];
}
