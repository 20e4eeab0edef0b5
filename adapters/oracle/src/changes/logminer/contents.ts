import type { Row, Session } from '../../client.ts';
import { addLogsStatement, contentsStatement, endMiningStatement, type MinedTable, startMiningStatement } from './log-statements.ts';

/** One line of the log, with its statement in one piece. */
export interface LogRow {
  readonly scn: bigint;
  readonly operation: number;
  /** It takes an earlier change of its transaction back. */
  readonly undoes: boolean;
  readonly xid: string;
  readonly rowId: string;
  readonly schema: string;
  readonly table: string;
  readonly status: number;
  readonly thread: number;
  /** Tells this line from any other one. */
  readonly place: string;
  /** By the server's clock, without zone: `2024-02-29 13:45:30`. */
  readonly at: string;
  readonly sql: string;
}

export const operations = {
  insert: 1,
  delete: 2,
  update: 3,
  ddl: 5,
  commit: 7,
  locator: 9,
  gap: 34,
  rollback: 36,
  xmlBegin: 68,
  unsupported: 255,
} as const;

export interface MiningWindow {
  readonly low: bigint;
  readonly high: bigint;
}

/** Mines a window with these logs. A session mines one at a time. */
export async function* mine(
  session: Session,
  logs: readonly string[],
  tables: readonly MinedTable[],
  container: string | undefined,
  { low, high }: MiningWindow,
  signal: AbortSignal,
): AsyncGenerator<LogRow, void, undefined> {
  await session.run(addLogsStatement(logs), signal);
  await session.run(startMiningStatement(low, high), signal);
  try {
    let begun: { readonly row: Row; sql: string } | undefined;
    for await (const rows of session.stream(contentsStatement(tables, container, low, high), signal)) {
      for (const row of rows) {
        const text = row[13] === null ? '' : String(row[13]);
        const whole = begun === undefined ? { row, sql: text } : { row: begun.row, sql: begun.sql + text };
        // A long statement comes in pieces, a line each; all but the last say that more follows.
        if (Number(row[7]) === 1) {
          begun = whole;
          continue;
        }
        begun = undefined;
        yield logRow(whole.row, whole.sql);
      }
    }
  } finally {
    if (!session.broken && !signal.aborted) await session.run(endMiningStatement, signal);
  }
}

function logRow([scn, operation, rollback, xid, rowId, schema, table, , status, thread, rs, ssn, at]: Row, sql: string): LogRow {
  return {
    ...{ scn: BigInt(String(scn)), operation: Number(operation), undoes: Number(rollback) === 1, xid: String(xid) },
    ...{ rowId: String(rowId ?? ''), schema: String(schema ?? ''), table: String(table ?? '') },
    ...{ status: Number(status), thread: Number(thread), place: `${String(rs)}/${String(ssn)}/${String(operation)}`, at: String(at), sql },
  };
}
