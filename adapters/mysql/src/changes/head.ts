import type { Session } from '../client.ts';
import { containsGtids, parseGtidPlaces, parseGtidSet, reachesPlaces } from './gtid-set.ts';
import { loadLogEnd, loadLogState } from './log-state.ts';
import { type BinlogPosition, fileNumber } from './position.ts';

/** The end of the log: everything that was committed before the call lies before it. */
export async function currentHead(session: Session, signal: AbortSignal): Promise<BinlogPosition> {
  const { server, gtids } = await loadLogState(session, signal);
  const { file, offset } = await loadLogEnd(session, signal);
  return {
    ...{ kind: 'mysql/binlog', format: 1, flavour: session.version.product },
    ...{ server, file, offset, fileTime: 0, gtids, passed: 0, lineage: '' },
  };
}

export function hasPassed(position: BinlogPosition, goal: BinlogPosition): boolean {
  if (position.server === goal.server && position.flavour === goal.flavour) {
    const [own, other] = [fileNumber(position.file), fileNumber(goal.file)];
    return own > other || (own === other && position.offset >= goal.offset);
  }
  if (position.flavour !== goal.flavour || position.gtids === '') return false;
  return goal.flavour === 'MariaDB'
    ? reachesPlaces(parseGtidPlaces(position.gtids), parseGtidPlaces(goal.gtids))
    : containsGtids(parseGtidSet(position.gtids), parseGtidSet(goal.gtids));
}
