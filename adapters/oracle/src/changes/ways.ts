import type { Session } from '../client.ts';
import type { OracleOptions } from '../options.ts';
import { flashback } from './flashback/flashback.ts';
import { logminer } from './logminer/logminer.ts';
import { minesElsewhere } from './logminer/readiness.ts';
import { missingForMining } from './logminer/rights.ts';
import type { PositionKind } from './position.ts';
import type { Way } from './way.ts';

const ways: Readonly<Record<PositionKind, Way>> = { 'oracle/logminer': logminer, 'oracle/flashback': flashback };

export function wayOf(kind: PositionKind): Way {
  return ways[kind];
}

/** What the options ask for; else LogMiner where the login may use it. */
export async function chooseWay(log: Session, { changes }: OracleOptions, signal: AbortSignal): Promise<Way> {
  if (changes === 'logminer') return logminer;
  if (changes === 'flashback') return flashback;
  return (await mayMine(log, signal)) ? logminer : flashback;
}

export async function mayMine(log: Session, signal: AbortSignal): Promise<boolean> {
  return !minesElsewhere(log.server) && (await missingForMining(log, signal)).length === 0;
}
