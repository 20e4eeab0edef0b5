import { isLienThongError, type ProbeFinding } from '@lienthong/core';
import type { DatabaseState } from './changes/database.ts';
import { findLogs } from './changes/logminer/log-files.ts';
import { enableArchiving, enableMinimal, minesElsewhere, nameRoot } from './changes/logminer/readiness.ts';
import { mayMine } from './changes/ways.ts';
import type { Row, Session } from './client.ts';
import { codeOf } from './errors.ts';
import type { OracleOptions } from './options.ts';
import { plain, type Statement } from './sql.ts';

export const undoStatement = plain("select p.value from v$parameter p where p.name = 'undo_retention'");

/** Transactions that have been open for more than an hour. */
export const longTransactionsStatement = plain(
  "select rawtohex(t.xid), to_char(t.start_date, 'YYYY-MM-DD HH24:MI:SS') from gv$transaction t where t.start_date < sysdate - 1 / 24 order by t.start_date",
);

/** What stands in the way of following changes. */
export async function changeFindings(
  session: Session,
  options: OracleOptions,
  database: DatabaseState,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const mines = await mayMine(session, signal);
  if (options.changes === 'flashback' || (options.changes === 'auto' && !mines)) return await undoFindings(session, signal);
  if (minesElsewhere(session.server)) return [logElsewhere(session.server.container)];
  const grants = mines ? [] : [grantsMissing(session.server.user)];
  return [
    ...grants,
    ...logFindings(database),
    ...(await viewFindings(session, database, signal)),
    ...(await transactionFindings(session, signal)),
  ];
}

function logElsewhere(container: string): ProbeFinding {
  return { level: 'error', id: 'log-elsewhere', message: `before 21c the log of ${container} is read in its root`, remedy: nameRoot };
}

function grantsMissing(user: string): ProbeFinding {
  return {
    level: 'error',
    id: 'logmining-permission-missing',
    message: 'this login may not use LogMiner',
    remedy: `GRANT LOGMINING, SELECT ANY TRANSACTION TO ${user}; GRANT EXECUTE ON SYS.DBMS_LOGMNR TO ${user}; GRANT SELECT ON SYS.V_$LOGMNR_CONTENTS TO ${user};`,
  };
}

function logFindings({ archiving, minimal, openMode }: DatabaseState): readonly ProbeFinding[] {
  const findings: ProbeFinding[] = [];
  if (!archiving)
    findings.push({ level: 'error', id: 'archivelog-off', message: 'the database does not archive its log', remedy: enableArchiving });
  if (!minimal) {
    findings.push({
      level: 'error',
      id: 'supplemental-logging-off',
      message: 'the database logs too little to tell changes: supplemental logging is off',
      remedy: enableMinimal,
    });
  }
  if (openMode.startsWith('READ ONLY') || openMode === 'MOUNTED') {
    findings.push({
      level: 'warning',
      id: 'standby',
      message: `the database is open as ${openMode}: the log of a standby is read as it arrives there`,
      remedy: 'Connect to the primary where changes must come at once.',
    });
  }
  return findings;
}

/** Whether the logs can be found, and the newest of them read. */
async function viewFindings(session: Session, { scn }: DatabaseState, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  try {
    await findLogs(session, scn, scn, signal);
    return [];
  } catch (error) {
    if (codeOf(error) !== '942') {
      if (!isLienThongError(error) || error.retry === 'backoff') throw error;
      return [{ level: 'error', id: 'logs-missing', message: error.message, remedy: error.remedy }];
    }
    const { user } = session.server;
    const views = ['V_$LOG', 'V_$LOGFILE', 'V_$ARCHIVED_LOG', 'V_$DATABASE', 'GV_$TRANSACTION'];
    return [
      {
        level: 'error',
        id: 'log-views-hidden',
        message: 'this login may not see which logs there are',
        remedy: views.map((view) => `GRANT SELECT ON SYS.${view} TO ${user};`).join(' '),
      },
    ];
  }
}

async function transactionFindings(session: Session, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  const rows = await whereVisible(session, longTransactionsStatement, signal);
  return (rows ?? []).map(
    ([xid, since]): ProbeFinding => ({
      level: 'warning',
      id: 'transaction-long',
      message: `transaction ${String(xid)} has been open since ${String(since)}: the log must be kept from there on`,
      remedy: 'Look in V$SESSION for whose it is, and let it end.',
    }),
  );
}

/** Seconds; an outage of a connector lasts longer. */
const shortRetention = 86_400;

async function undoFindings(session: Session, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  const [row] = (await whereVisible(session, undoStatement, signal)) ?? [];
  const seconds = row === undefined ? undefined : Number(row[0]);
  if (seconds !== undefined && seconds >= shortRetention) return [];
  return [
    {
      level: 'warning',
      id: 'undo-retention-short',
      message: `changes are read from undo, which is kept for ${seconds === undefined ? 'a time that this login may not see' : `${seconds} seconds`}: a connector that stands still for longer has to read everything again`,
      remedy: 'ALTER SYSTEM SET UNDO_RETENTION = 172800; ALTER TABLESPACE … RETENTION GUARANTEE;',
    },
  ];
}

async function whereVisible(session: Session, statement: Statement, signal: AbortSignal): Promise<readonly Row[] | undefined> {
  try {
    return await session.query(statement, signal);
  } catch (error) {
    if (codeOf(error) === '942') return undefined;
    throw error;
  }
}
