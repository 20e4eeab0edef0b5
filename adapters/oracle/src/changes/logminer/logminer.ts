import { loadDatabase } from '../database.ts';
import type { Way } from '../way.ts';
import { followLog } from './follow-log.ts';
import { findLogs } from './log-files.ts';
import { oldestTransactionStatement } from './log-statements.ts';
import { requireMineable } from './readiness.ts';
import { missingForLogs, missingForMining } from './rights.ts';

/** LogMiner: every change of every row, out of the log that the server keeps for its own recovery. */
export const logminer: Way = {
  kind: 'oracle/logminer',
  role: 'log',
  requireReady: requireMineable,
  missingGrants: async (log, _, signal) => [...(await missingForMining(log, signal)), ...(await missingForLogs(log, signal))],
  begin: async (log, _, signal) => {
    // Whoever is open at the second SCN was so at the first, or began behind it.
    const { scn: before } = await loadDatabase(log, signal);
    const [row] = await log.query(oldestTransactionStatement, signal);
    const { scn: reached } = await loadDatabase(log, signal);
    const oldest = row?.[0] === null || row?.[0] === undefined ? before : BigInt(String(row[0]));
    return { reached, restart: oldest < before ? oldest : before };
  },
  requireKept: async (log, _, { restart }, signal) => {
    const { scn } = await loadDatabase(log, signal);
    await findLogs(log, BigInt(restart), scn, signal);
  },
  follow: followLog,
};
