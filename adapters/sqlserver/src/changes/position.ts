import { damagedPosition } from '@lienthong/adapter-kit';
import { expectPosition, type Position } from '@lienthong/core';
import type { ServerFacts } from '../session-settings.ts';
import type { FollowedTable } from './way.ts';

export type PositionKind = 'sqlserver/change-tracking' | 'sqlserver/cdc';

/** Where following goes on: every commit up to `reached` is behind us. */
export interface ChangePosition extends Position {
  readonly kind: PositionKind;
  readonly format: 1;
  /** Whose commits they are: `identityOf`. */
  readonly database: string;
  /** Change Tracking: a version in decimal digits. CDC: an LSN, 20 hex digits. */
  readonly reached: string;
  /** By the names of the followed tables. */
  readonly tables: Readonly<Record<string, TablePlace>>;
}

/** A type and no interface, because a position is JSON. */
export type TablePlace = {
  /** `object_id`. */
  readonly id: number;
  /** The commit behind which the table is followed, where that is above the position's. */
  readonly from: string;
};

/** What tells this database from any other one: a failover keeps it, a copy under another name does not. */
export function identityOf({ guid, database }: ServerFacts): string {
  return `${guid}/${database}`;
}

const patterns: Readonly<Record<PositionKind, RegExp>> = {
  'sqlserver/change-tracking': /^\d{1,19}$/,
  'sqlserver/cdc': /^[\dA-F]{20}$/,
};

export function expectChanges(position: Position): ChangePosition {
  const kind: PositionKind = position.kind === 'sqlserver/cdc' ? 'sqlserver/cdc' : 'sqlserver/change-tracking';
  expectPosition(position, kind, 1);
  const { database, reached, tables } = position;
  const isCommit = (value: unknown) => typeof value === 'string' && patterns[kind].test(value);
  const isPlace = (value: unknown) =>
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number' && 'from' in value && isCommit(value.from);
  if (
    typeof database === 'string' &&
    isCommit(reached) &&
    typeof tables === 'object' &&
    tables !== null &&
    Object.values(tables).every(isPlace)
  ) {
    return position as ChangePosition; // checked on the lines above
  }
  throw damagedPosition(kind);
}

export function writeCommit(kind: PositionKind, commit: bigint): string {
  return kind === 'sqlserver/cdc' ? commit.toString(16).toUpperCase().padStart(20, '0') : String(commit);
}

export function reachedOf({ kind, reached }: ChangePosition): bigint {
  return readCommit(kind, reached);
}

/** Where a table is followed from. */
export function sinceOf(position: ChangePosition, name: string): bigint {
  const from = position.tables[name]?.from;
  const reached = reachedOf(position);
  const own = from === undefined ? reached : readCommit(position.kind, from);
  return own > reached ? own : reached;
}

function readCommit(kind: PositionKind, text: string): bigint {
  return BigInt(kind === 'sqlserver/cdc' ? `0x${text}` : text);
}

export function placesOf(tables: readonly FollowedTable[], from: (table: FollowedTable) => string): ChangePosition['tables'] {
  return Object.fromEntries(tables.map((table) => [table.name, { id: table.objectId, from: from(table) }]));
}
