import type { ChangeBatch, ChangeRequest } from '@lienthong/core';
import type { Session } from '../client.ts';
import type { OracleOptions } from '../options.ts';
import type { Role, Sessions } from '../sessions.ts';
import type { DatabaseState } from './database.ts';
import type { FollowedTable } from './followed-table.ts';
import type { ChangePosition, PositionKind } from './position.ts';

/** One of the ways in which Oracle tells of changes. */
export interface Way {
  readonly kind: PositionKind;
  /** Where it asks: the log may lie in another container than the tables. */
  readonly role: Role;
  /** Refuses a database or a table that cannot be followed this way. */
  requireReady(log: Session, tables: readonly FollowedTable[], database: DatabaseState): void;
  /** Grants that this login lacks for following these tables. */
  missingGrants(log: Session, tables: readonly FollowedTable[], signal: AbortSignal): Promise<readonly string[]>;
  /** A commit above `reached` is told; one up to it is visible to whoever reads now. */
  begin(
    log: Session,
    tables: readonly FollowedTable[],
    signal: AbortSignal,
  ): Promise<{ readonly reached: bigint; readonly restart: bigint }>;
  /** Refuses a position whose changes are not all there any more. */
  requireKept(log: Session, tables: readonly FollowedTable[], position: ChangePosition, signal: AbortSignal): Promise<void>;
  follow(input: FollowInput): AsyncGenerator<ChangeBatch, void, undefined>;
}

export interface FollowInput {
  readonly sessions: Sessions;
  readonly options: OracleOptions;
  /** Where the log is read; nobody else uses it. */
  readonly log: Session;
  readonly tables: readonly FollowedTable[];
  readonly position: ChangePosition;
  readonly request: ChangeRequest;
}
