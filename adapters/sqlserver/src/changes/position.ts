import { expectPosition, LienThongError, type Position } from '@lienthong/core';
import type { ServerFacts } from '../session-settings.ts';

/** Where following goes on: every commit up to `version` is behind us. */
export interface TrackingPosition extends Position {
  readonly kind: 'sqlserver/change-tracking';
  readonly format: 1;
  /** Whose versions they are: `identityOf`. */
  readonly database: string;
  /** Of the database's Change Tracking; a whole number that may be large. */
  readonly version: string;
  /** By the names of the followed tables. */
  readonly tables: Readonly<Record<string, TrackedPlace>>;
}

/** A type and no interface, because a position is JSON. */
export type TrackedPlace = {
  /** `object_id`: a table that was dropped and made again has another one. */
  readonly id: number;
  /** The version from which on the table is followed, where that is above the position's. */
  readonly from: string;
};

/** What tells this database from any other one: a failover keeps it, a copy under another name does not. */
export function identityOf({ guid, database }: ServerFacts): string {
  return `${guid}/${database}`;
}

export function expectTracking(position: Position): TrackingPosition {
  expectPosition(position, 'sqlserver/change-tracking', 1);
  const { database, version, tables } = position;
  if (
    typeof database === 'string' &&
    isVersion(version) &&
    typeof tables === 'object' &&
    tables !== null &&
    Object.values(tables).every(isPlace)
  ) {
    return position as TrackingPosition; // checked on the lines above
  }
  throw new LienThongError('POSITION_FOREIGN', { message: 'a position of kind sqlserver/change-tracking lacks fields or has wrong ones' });
}

function isVersion(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,19}$/.test(value);
}

function isPlace(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number' && 'from' in value && isVersion(value.from)
  );
}
