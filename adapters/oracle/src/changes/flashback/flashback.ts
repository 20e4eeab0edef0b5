import { codeOf } from '../../errors.ts';
import { plain } from '../../sql.ts';
import { loadDatabase } from '../database.ts';
import { tableLost } from '../followed-table.ts';
import { sinceOf } from '../position.ts';
import type { Way } from '../way.ts';
import { followVersions } from './follow-versions.ts';
import { goneCodes, undoGone } from './gone.ts';
import { missingForFlashback } from './rights.ts';

/** Flashback version queries: which versions rows had, as far as the server's undo goes back. */
export const flashback: Way = {
  kind: 'oracle/flashback',
  role: 'tables',
  requireReady: () => undefined,
  missingGrants: missingForFlashback,
  begin: async (log, tables, signal) => {
    // A transaction gets its place when it commits: none has to be waited for.
    const { scn } = await loadDatabase(log, signal);
    // What may not be read of the past is told now, and not at the first change.
    for (const { shape } of tables) await log.query(pastStatement(shape.from, scn), signal);
    return { reached: scn, restart: scn };
  },
  requireKept: async (log, tables, position, signal) => {
    for (const table of tables) {
      try {
        await log.query(pastStatement(table.shape.from, sinceOf(position, table.name)), signal);
      } catch (error) {
        if (goneCodes.has(codeOf(error))) throw tableLost([table.name], undoGone);
        throw error;
      }
    }
  },
  follow: followVersions,
};

/** The SCN is ours, digits alone. */
export function pastStatement(from: string, scn: bigint) {
  return plain(`select 1 from ${from} as of scn ${scn} where rownum <= 1`);
}
