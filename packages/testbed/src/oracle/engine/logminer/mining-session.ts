import { OracleError } from '../../engine.ts';
import type { ExtensionSession } from '../extensions.ts';

/** A file that a session has given to LogMiner. */
export interface MinedFile {
  readonly name: string;
  readonly incarnation: number;
  readonly thread: number;
  readonly sequence: number;
  readonly isArchived: boolean;
}

/** What DBMS_LOGMNR keeps for a session. */
export interface MiningSession {
  readonly files: readonly MinedFile[];
  /** Undefined before START_LOGMNR. */
  readonly started: Started | undefined;
}

export interface Started {
  readonly low: bigint;
  /** Undefined: as far as the logs go. */
  readonly high: bigint | undefined;
  readonly options: number;
  /** Of the logs that the window lies in. */
  readonly logs: { readonly next: bigint | undefined; readonly threads: readonly number[] };
}

export const options = {
  COMMITTED_DATA_ONLY: 2,
  SKIP_CORRUPTION: 4,
  DDL_DICT_TRACKING: 8,
  DICT_FROM_ONLINE_CATALOG: 16,
  DICT_FROM_REDO_LOGS: 32,
  NO_SQL_DELIMITER: 64,
  PRINT_PRETTY_SQL: 512,
  CONTINUOUS_MINE: 1024,
  NO_ROWID_IN_STMT: 2048,
  STRING_LITERALS_IN_STMT: 4096,
} as const;

const key = 'logminer';

export function miningSession({ state }: ExtensionSession): MiningSession | undefined {
  // Only this room writes under this key.
  return state.get(key) as MiningSession | undefined;
}

export function keepMiningSession({ state }: ExtensionSession, mining: MiningSession | undefined): void {
  if (mining === undefined) state.delete(key);
  else state.set(key, mining);
}

/** LOGMINING since 12c, SELECT ANY TRANSACTION before. */
export function demandMining(session: ExtensionSession): void {
  if (!session.has('LOGMINING') && !session.has('SELECT ANY TRANSACTION') && !session.has('DBA'))
    throw new OracleError(1031, 'insufficient privileges');
}

export interface Log {
  readonly thread: number;
  readonly sequence: number;
  readonly incarnation: number;
  readonly first: bigint;
  readonly next: bigint | undefined;
}

/** The session's logs in their order, opened anew: a file may have gone, or hold another log by now. */
export async function openLogs(session: ExtensionSession, files: readonly MinedFile[]): Promise<readonly Log[]> {
  const logs: Log[] = [];
  for (const file of [...files].sort((a, b) => a.incarnation - b.incarnation || a.thread - b.thread || a.sequence - b.sequence)) {
    const { rows } = await session.query(`select l.first_scn, l.next_scn, case when ${file.isArchived} then l.removed else
      exists (select from redo.logs o where o.group_no = l.group_no and (o.incarnation, o.sequence) > (l.incarnation, l.sequence)) end
      from redo.logs l where l.incarnation = ${file.incarnation} and l.thread = ${file.thread} and l.sequence = ${file.sequence}`);
    const [first, next, isGone] = rows[0] ?? [];
    if (first === undefined || first === null || (isGone === 't' && file.isArchived))
      throw new OracleError(308, `cannot open archived log '${file.name}'`);
    if (isGone === 't') throw new OracleError(310, `archived log contains another sequence; sequence ${file.sequence} required`);
    logs.push({
      thread: file.thread,
      sequence: file.sequence,
      incarnation: file.incarnation,
      first: BigInt(first),
      next: next === null || next === undefined ? undefined : BigInt(next),
    });
  }
  return logs;
}
