import { type ChangeRequest, createCommitTime } from '@lienthong/core';
import type { LogEvent } from './binlog/event.ts';
import type { RowEvent } from './binlog/row-event.ts';
import type { Touched } from './cascades.ts';
import { createScratch, type Draft, type Place, type Scratch, type Written } from './draft.ts';
import type { Followed } from './followed.ts';
import { type ReachedPlace, reachedFrom } from './place.ts';
import type { BinlogPosition } from './position.ts';
import type { Renewals } from './renewals.ts';
import type { RowsOut } from './rows-out.ts';
import type { StatementEffect } from './statement.ts';
import type { NameRule } from './statement-guard.ts';
import type { TablePlan } from './table-plan.ts';
import type { TablePlans } from './table-plans.ts';
import type { Transaction } from './transaction.ts';

export interface ReadingInput {
  readonly followed: readonly Followed[];
  readonly plans: TablePlans;
  readonly rule: NameRule;
  readonly position: BinlogPosition;
  readonly checksums: boolean;
  /** Who sends the log. */
  readonly server: string;
  readonly request: ChangeRequest;
  /** Looks at a followed table again whose definition may have changed. */
  lookAgain(followed: readonly Followed[], modified: readonly string[]): Promise<void>;
  readonly cascades: WatchedCascades;
  readonly renewals: Renewals;
  /** What the followed tables are like now. */
  lineage(): string;
}

/** What the engine does by itself, as it was last looked up. */
export interface WatchedCascades {
  touchedBy(effect: StatementEffect): Touched;
  lookAgain(): Promise<void>;
}

interface RestOfRows {
  readonly head: RowEvent;
  readonly plan: TablePlan;
  readonly open: Transaction;
  readonly place: Place;
  at: number;
}

/** What the log has told so far, and not yet handed on. */
export interface Reading {
  readonly reached: ReachedPlace;
  readonly rows: Map<Followed, RowsOut>;
  readonly scratch: Scratch;
  readonly formatTime: (microseconds: number) => string;
  checksums: boolean;
  open: Transaction | undefined;
  drafts: Draft[];
  /** Rows of the newest event that no batch has room for yet. */
  rest: RestOfRows | undefined;
  at: string | undefined;
}

export function openReading({ position, checksums, server }: ReadingInput): Reading {
  return {
    ...{ reached: reachedFrom(position, server), rows: new Map(), scratch: createScratch() },
    formatTime: createCommitTime(),
    ...{ checksums, open: undefined, drafts: [], rest: undefined, at: undefined },
  };
}

/** Bytes of the rows that wait. */
export function heldBytes(reading: Reading): number {
  let bytes = 0;
  for (const rows of reading.rows.values()) bytes += rows.bytes;
  return bytes;
}

/** The rows that were handed on are not looked at any more. */
export function clearRows(reading: Reading): void {
  for (const rows of reading.rows.values()) rows.clear();
}

/** A place within the transaction: a statement may be all of it, and end where the log does. */
export function writtenAt({ reached }: Reading, { gtid }: Transaction, { endsAt }: LogEvent): Written {
  return { gtid, file: reached.file, offset: Math.max(0, endsAt - 1) };
}
