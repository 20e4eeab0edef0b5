import { type Change, type CollectionName, LienThongError, type Version } from '@lienthong/core';
import { quoteCollection } from '../sql.ts';
import type { OldTuple, PgoutputMessage } from './pgoutput.ts';
import type { Followed, RelationPlan } from './relation-plan.ts';

type Value = string | null;

/** What all changes of one transaction share. */
export interface Place {
  readonly collection: CollectionName;
  readonly version: Version;
  readonly at: string;
  readonly tx: string;
}

/** A change as far as the log tells it. */
export interface Draft {
  readonly op: 'c' | 'u' | 'd' | 't';
  readonly place: Place;
  readonly row: readonly Value[];
  readonly oldKey: readonly Value[] | undefined;
  /** Set when the log left values out: the row is read again as soon as transaction `xid` is visible. */
  readonly again: { readonly followed: Followed; readonly xid: number } | undefined;
}

type RowMessage = Extract<PgoutputMessage, { readonly kind: 'insert' | 'update' | 'delete' }>;

export function draftChange(message: RowMessage, plan: RelationPlan, place: Place, xid: number): Draft {
  if (message.kind === 'delete') {
    return { op: 'd', place, row: keyRow(plan, message.old), oldKey: undefined, again: undefined };
  }
  const old = message.kind === 'update' ? message.old : undefined;
  // A value that did not change is in the old row, when the identity has it.
  const known = (index: number): Value | undefined => {
    const value = message.row[index];
    return value === undefined && old !== undefined && (old.full || plan.identity[index] === true) ? old.row[index] : value;
  };
  let complete = true;
  const row = plan.places.map((index) => {
    const value = index < 0 ? undefined : known(index);
    if (value === undefined) complete = false;
    return value ?? null;
  });
  for (const index of plan.followed.key) {
    const from = plan.places[index] ?? -1;
    if (from >= 0 && known(from) === undefined) throw keyLeftOut(plan.followed);
  }
  const oldKey = old === undefined ? undefined : keyRow(plan, old);
  const moved = oldKey !== undefined && plan.followed.key.some((index) => oldKey[index] !== row[index]);
  return {
    op: message.kind === 'insert' ? 'c' : 'u',
    place,
    row,
    oldKey: moved ? oldKey : undefined,
    again: complete ? undefined : { followed: plan.followed, xid },
  };
}

export function draftTruncation(place: Place): Draft {
  return { op: 't', place, row: [], oldKey: undefined, again: undefined };
}

/** The change that is handed on; `row` in place of the log's when it was read again. */
export function finishChange(draft: Draft, row: readonly Value[] = draft.row): Change {
  const { op, place, oldKey } = draft;
  return op === 't' ? { op, ...place } : { op, ...place, row, oldKey };
}

function keyRow(plan: RelationPlan, old: OldTuple): readonly Value[] {
  const row = new Array<Value>(plan.places.length).fill(null);
  for (const index of plan.followed.key) {
    row[index] = old.row[plan.places[index] ?? -1] ?? null;
    // Columns of an identity are never NULL: this one is not part of it. A partition may have another identity than its root.
    if (row[index] === null && !old.full) throw keyNotInIdentity(plan.followed);
  }
  return row;
}

function keyNotInIdentity(followed: Followed): LienThongError {
  return new LienThongError('SOURCE_NOT_READY', {
    message: `the log does not say which row of ${followed.name} was updated or deleted: the replica identity, perhaps of a partition, does not cover the key`,
    remedy: `ALTER TABLE ${quoteCollection(followed.relation)} REPLICA IDENTITY FULL; (of a partitioned table: each partition), then start a new epoch.`,
  });
}

function keyLeftOut(followed: Followed): LienThongError {
  return new LienThongError('SOURCE_NOT_READY', {
    message: `the log left out a large key value of ${followed.name} that did not change`,
    remedy: `ALTER TABLE ${quoteCollection(followed.relation)} REPLICA IDENTITY FULL;`,
  });
}
