import { formatCollection, isLienThongError, type ProbeFinding } from '@lienthong/core';
import { loadCaptureHead } from './changes/capture/capture-state.ts';
import type { Session } from './client.ts';
import { quoteText, type Statement } from './sql.ts';

export const capturedTablesStatement: Statement = {
  text: `select s.name, t.name from sys.tables as t join sys.schemas as s on s.schema_id = t.schema_id
where t.is_ms_shipped = 0 and t.is_tracked_by_cdc = 0 and has_perms_by_name(quotename(s.name) + N'.' + quotename(t.name), N'OBJECT', N'SELECT') = 1 order by s.name, t.name`,
  parameters: [],
};

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
  return rows.map(([schema, name]): ProbeFinding => {
    const collection = { schema: String(schema), name: String(name) };
    return {
      level: 'info',
      id: 'table-uncaptured',
      message: `the changes of ${formatCollection(collection)} are not captured`,
      remedy: `EXEC sys.sp_cdc_enable_table @source_schema = ${quoteText(collection.schema)}, @source_name = ${quoteText(collection.name)}, @role_name = NULL;`,
    };
  });
}
