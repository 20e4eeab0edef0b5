import { isLienThongError, type ProbeFinding } from '@lienthong/core';
import type { DatabaseState } from './changes/database.ts';
import { findLogs } from './changes/logminer/log-files.ts';
import { enableArchiving, enableMinimal, minesElsewhere, nameRoot } from './changes/logminer/readiness.ts';
import { heldPrivileges, missingForLogs, missingForMining } from './changes/logminer/rights.ts';
import type { Row, Session } from './client.ts';
import { codeOf } from './errors.ts';
import { plain, type Statement } from './sql.ts';
import { grantOn } from './view-rights.ts';

export const undoStatement = plain("select p.value from v$parameter p where p.name = 'undo_retention'");

/** Transactions that have been open for more than an hour. */
export const longTransactionsStatement = plain(
  "select rawtohex(t.xid), to_char(t.start_date, 'YYYY-MM-DD HH24:MI:SS') from gv$transaction t where t.start_date < sysdate - 1 / 24 order by t.start_date",
);

/** What stands in the way of following by LogMiner. */
export async function miningFindings(log: Session, database: DatabaseState, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  const { container } = log.server;
  if (minesElsewhere(log.server)) {
    const message = `before 21c the log of ${container} is read in its root`;
    return [{ level: 'error', id: 'log-elsewhere', message, remedy: nameRoot }];
  }
  return [
    ...(await permissionFindings(log, signal)),
    ...logFindings(database),
    ...(await viewFindings(log, database, signal)),
    ...(await transactionFindings(log, signal)),
  ];
}

async function permissionFindings(log: Session, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  const grants = await missingForMining(log, signal);
  if (grants.length > 0) {
    const message = 'this login may not use LogMiner';
    return [{ level: 'error', id: 'logmining-permission-missing', message, remedy: grants.join(' ') }];
  }
  if ((await heldPrivileges(log, signal)).has('SELECT ANY TRANSACTION')) return [];
  return [
    {
      level: 'warning',
      id: 'any-transaction-missing',
      message: 'this login has LOGMINING, but not SELECT ANY TRANSACTION, which some releases ask for beside it',
      remedy: `GRANT SELECT ANY TRANSACTION TO ${log.server.user};`,
    },
  ];
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
async function viewFindings(log: Session, { scn }: DatabaseState, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  const grants = await missingForLogs(log, signal);
  if (grants.length > 0) {
    const message = 'this login may not see which logs there are';
    return [{ level: 'error', id: 'log-views-hidden', message, remedy: grants.join(' ') }];
  }
  try {
    await findLogs(log, scn, scn, signal);
    return [];
  } catch (error) {
    if (!isLienThongError(error) || error.retry === 'backoff') throw error;
    return [{ level: 'error', id: 'logs-missing', message: error.message, remedy: error.remedy }];
  }
}

async function transactionFindings(log: Session, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  const rows = await whereVisible(log, longTransactionsStatement, signal);
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

/** What stands in the way of following by flashback. */
export async function undoFindings(session: Session, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  const [row] = (await whereVisible(session, undoStatement, signal)) ?? [];
  const seconds = row === undefined ? undefined : Number(row[0]);
  if (seconds !== undefined && seconds >= shortRetention) return [];
  if (seconds === undefined) {
    const message = 'changes are read from undo, and this login may not see for how long it is kept';
    return [{ level: 'warning', id: 'undo-retention-hidden', message, remedy: grantOn('v$parameter', session.server.user) }];
  }
  return [
    {
      level: 'warning',
      id: 'undo-retention-short',
      message: `changes are read from undo, which is kept for ${seconds} seconds: a connector that stands still for longer has to read everything again`,
      remedy: 'ALTER SYSTEM SET UNDO_RETENTION = 172800;',
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
