import { damagedPosition } from '@lienthong/adapter-kit';
import { expectPosition, type Position } from '@lienthong/core';

/** Where following goes on: everything before it is behind us. */
export interface BinlogPosition extends Position {
  readonly kind: 'mysql/binlog';
  readonly format: 1;
  readonly flavour: 'MySQL' | 'MariaDB';
  /** Whose log it is: the server's UUID; of MariaDB, which has none, its server_id. */
  readonly server: string;
  readonly file: string;
  readonly offset: number;
  /** When the file was begun, seconds of Unix: another file of that name is noticed. 0 when it is not known yet. */
  readonly fileTime: number;
  /** All transactions up to here, by the numbers of the server's kind; empty without GTIDs. */
  readonly gtids: string;
  /** Transactions that following has passed: what versions are made of. It goes on over rotation and failover. */
  readonly passed: number;
  /** What the followed tables were like: `lineage.ts`. */
  readonly lineage: string;
}

export function expectBinlog(position: Position): BinlogPosition {
  expectPosition(position, 'mysql/binlog', 1);
  const { flavour, server, file, offset, fileTime, gtids, passed, lineage } = position;
  const texts = [server, file, gtids, lineage].every((text) => typeof text === 'string');
  if (texts && (flavour === 'MySQL' || flavour === 'MariaDB') && [offset, fileTime, passed].every(isCount)) {
    return position as BinlogPosition; // checked on the lines above
  }
  throw damagedPosition('mysql/binlog');
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** `binlog.000012` as 12: a file's place among the others. */
export function fileNumber(file: string): number {
  return Number(/\.(\d+)$/.exec(file)?.[1] ?? 0);
}
