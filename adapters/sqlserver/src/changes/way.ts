import type { BlockRow, Selection } from '@lienthong/core';
import type { Session } from '../client.ts';
import type { ColumnPolicies } from '../column-policies.ts';
import type { PositionKind } from './position.ts';

/** One of the ways in which SQL Server keeps changes. */
export interface Way {
  readonly kind: PositionKind;
  /** The newest commit that is kept. Refuses where the database keeps none. */
  head(session: Session, signal: AbortSignal): Promise<Head>;
  /** What following must reach to have passed everything that is committed now. */
  goal(session: Session, signal: AbortSignal): Promise<Head>;
  /** Looks the selections up on a session of its own; refuses what cannot be followed this way. */
  open(session: Session, selections: readonly Selection[], policies: ColumnPolicies, signal: AbortSignal): Promise<Opened>;
}

export interface Head {
  readonly commit: bigint;
  /** The server's clock; canonical timestamptz. */
  readonly at: string;
}

/** Behind which commit a table is followed. */
export type Since = (table: FollowedTable) => bigint;

export interface FollowedTable {
  readonly name: string;
  readonly selection: Selection;
  /** A table that was dropped and made again has another one. */
  readonly objectId: number;
}

export interface Opened {
  readonly tables: readonly FollowedTable[];
  /** Behind which commit each table is followed that is new at this head. Refuses one that cannot be followed. */
  begin(head: bigint): Promise<Since>;
  /** Refuses tables whose changes behind `since` are not all there any more. */
  requireKept(since: Since): Promise<void>;
  look(request: LookRequest): Promise<Look>;
}

export interface LookRequest {
  readonly since: Since;
  /** The smallest of them. */
  readonly reached: bigint;
  readonly rows: number;
  readonly maxTransactionChanges: number;
}

/** What one look at the server brought. */
export interface Look {
  /** Whole commits in their order: all of our tables behind `since` up to and with `commit`. Rows are valid until the next look. */
  readonly changes: readonly FoundChange[];
  readonly commit: bigint;
  /** The server has more already. */
  readonly more: boolean;
  readonly at: string;
}

export interface FoundChange {
  readonly table: FollowedTable;
  readonly commit: bigint;
  readonly op: 'c' | 'u' | 'd';
  /** By which changes of one table in one commit are put in an order that is the same each time. */
  readonly place: string;
  readonly row: BlockRow;
  readonly oldKey: BlockRow | undefined;
  readonly at: string | undefined;
}
