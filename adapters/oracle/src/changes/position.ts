import { damagedPosition } from '@lienthong/adapter-kit';
import { expectPosition, type Position } from '@lienthong/core';
import type { FollowedTable } from './followed-table.ts';

export type PositionKind = 'oracle/logminer' | 'oracle/flashback';

/** Where following goes on: every commit below `reached` is behind us, and of those at it the ones that `done` names. SCNs are digits. */
export interface ChangePosition extends Position {
  readonly kind: PositionKind;
  readonly format: 1;
  /** Whose commits they are: `identityOf`. */
  readonly database: string;
  /** Where the log began when it was followed: a recovery begins another one. */
  readonly resetlogs: string;
  readonly reached: string;
  readonly done: readonly string[];
  /** Where the log must be read from again: changes of transactions that have not ended lie behind it. */
  readonly restart: string;
  /** By the names of the followed tables. */
  readonly tables: Readonly<Record<string, TablePlace>>;
}

/** A type and no interface, because a position is JSON. */
export type TablePlace = {
  readonly id: number;
  /** The SCN behind which the table is followed, where that is above the position's. */
  readonly from: string;
};

export function expectChanges(position: Position): ChangePosition {
  const kind: PositionKind = position.kind === 'oracle/flashback' ? 'oracle/flashback' : 'oracle/logminer';
  expectPosition(position, kind, 1);
  const { database, resetlogs, reached, done, restart, tables } = position;
  const isPlace = (value: unknown) =>
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number' && 'from' in value && isScn(value.from);
  if (
    typeof database === 'string' &&
    isScn(resetlogs) &&
    isScn(reached) &&
    isScn(restart) &&
    Array.isArray(done) &&
    done.every((xid) => typeof xid === 'string') &&
    typeof tables === 'object' &&
    tables !== null &&
    Object.values(tables).every(isPlace)
  ) {
    return position as ChangePosition; // checked on the lines above
  }
  throw damagedPosition(kind);
}

function isScn(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,20}$/.test(value);
}

/** Where a table is followed from. */
export function sinceOf(position: ChangePosition, name: string): bigint {
  const reached = BigInt(position.reached);
  const from = BigInt(position.tables[name]?.from ?? '0');
  return from > reached ? from : reached;
}

export function placesOf(tables: readonly FollowedTable[], from: (table: FollowedTable) => string): ChangePosition['tables'] {
  return Object.fromEntries(tables.map((table) => [table.name, { id: table.shape.table.objectId, from: from(table) }]));
}
