import type { Session } from '../client.ts';
import { codeOf } from '../errors.ts';
import type { OracleOptions } from '../options.ts';
import { plain } from '../sql.ts';
import { flashback } from './flashback/flashback.ts';
import { logminer } from './logminer/logminer.ts';
import { minesElsewhere } from './logminer/readiness.ts';
import type { PositionKind } from './position.ts';
import type { Way } from './way.ts';

const ways: Readonly<Record<PositionKind, Way>> = { 'oracle/logminer': logminer, 'oracle/flashback': flashback };

export function wayOf(kind: PositionKind): Way {
  return ways[kind];
}

/** May be described by those alone who may mine. */
export const mineableStatement = plain('select count(*) from v$logmnr_contents where 1 = 0');

/** What the options ask for; else LogMiner where the login may use it. */
export async function chooseWay(log: Session, { changes }: OracleOptions, signal: AbortSignal): Promise<Way> {
  if (changes === 'logminer') return logminer;
  if (changes === 'flashback') return flashback;
  return (await mayMine(log, signal)) ? logminer : flashback;
}

const notStarted = '1306';
const refusals: ReadonlySet<string> = new Set(['942', '1031']);

export async function mayMine(log: Session, signal: AbortSignal): Promise<boolean> {
  if (minesElsewhere(log.server)) return false;
  try {
    await log.query(mineableStatement, signal);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === notStarted) return true;
    if (refusals.has(code)) return false;
    throw error;
  }
}
