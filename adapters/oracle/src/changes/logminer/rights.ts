import type { Session } from '../../client.ts';
import { codeOf } from '../../errors.ts';
import { plain } from '../../sql.ts';
import { grantOn, missingViews } from '../../view-rights.ts';
import { endMiningStatement } from './log-statements.ts';

/** What a login has by itself and by its roles. */
export const privilegesStatement = plain(
  "select p.privilege from session_privs p where p.privilege in ('LOGMINING', 'SELECT ANY TRANSACTION')",
);

/** May be described by those alone who may mine. */
export const mineableStatement = plain('select count(*) from v$logmnr_contents where 1 = 0');

/** Where the log is: without these LogMiner runs, and nobody knows over what. */
const logViews = ['v$database', 'v$log', 'v$logfile', 'v$archived_log', 'gv$transaction'];

const notStarted = '1306';
const noSession = '1307';
const hidden = '942';
const undeclared = '6550';
const insufficient = '1031';

/** The grants without which LogMiner does not run for this login. */
export async function missingForMining(log: Session, signal: AbortSignal): Promise<readonly string[]> {
  const { user, major } = log.server;
  const held = await heldPrivileges(log, signal);
  const needed = major >= 12 ? 'LOGMINING' : 'SELECT ANY TRANSACTION';
  return [
    ...(held.has(needed) ? [] : [`GRANT ${needed} TO ${user};`]),
    ...((await isRefused(log, 'package', signal)) ? [`GRANT EXECUTE ON SYS.DBMS_LOGMNR TO ${user};`] : []),
    ...((await isRefused(log, 'contents', signal)) ? [grantOn('v$logmnr_contents', user)] : []),
  ];
}

export async function missingForLogs(log: Session, signal: AbortSignal): Promise<readonly string[]> {
  return await missingViews(log, logViews, signal);
}

export async function heldPrivileges(log: Session, signal: AbortSignal): Promise<ReadonlySet<string>> {
  return new Set((await log.query(privilegesStatement, signal)).map(([name]) => String(name)));
}

/** Nothing is mined here, and so both of them fail: how tells what is missing. */
async function isRefused(log: Session, what: 'package' | 'contents', signal: AbortSignal): Promise<boolean> {
  try {
    if (what === 'package') await log.run(endMiningStatement, signal);
    else await log.query(mineableStatement, signal);
    return false;
  } catch (error) {
    const code = codeOf(error);
    if (code === notStarted || code === noSession) return false;
    if (code === hidden || code === undeclared) return true;
    // Without LOGMINING, which is asked for by itself.
    if (code === insufficient) return false;
    throw error;
  }
}
