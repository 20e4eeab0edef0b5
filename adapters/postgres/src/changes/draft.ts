import { type BlockRow, type Change, type CollectionName, LienThongError, type RowChange, type Version } from '@lienthong/core';
import { quoteCollection } from '../sql.ts';
import { type OldTuple, type PgoutputMessage, sqlNull, type Tuple, unchanged } from './pgoutput.ts';
import type { Followed, RelationPlan } from './relation-plan.ts';
import type { TupleRows } from './tuple-rows.ts';

/** What all changes of one transaction share. */
export interface Place {
  readonly collection: CollectionName;
  readonly version: Version;
  readonly at: string;
  readonly tx: string;
}

/** A change as far as the log tells it. */
export interface Draft {
  readonly change: Change;
  /** Set when the log left values out: the row is read again as soon as transaction `xid` is visible. */
  readonly again: Again | undefined;
}

export interface Again {
  readonly change: RowChange;
  readonly row: BlockRow;
  readonly followed: Followed;
  readonly xid: number;
}

type RowMessage = Extract<PgoutputMessage, { readonly kind: 'insert' | 'update' | 'delete' }>;

/** `rows` takes the row's values, which lie in the same bytes as the message. */
export function draftChange(message: RowMessage, plan: RelationPlan, rows: TupleRows, place: Place, xid: number): Draft {
  const { collection, version, at, tx } = place;
  if (message.kind === 'delete') {
    const row = keyRow(plan, rows, message.old);
    return { change: { op: 'd', collection, version, at, tx, row, oldKey: undefined }, again: undefined };
  }
  const old = message.kind === 'update' ? message.old : undefined;
  const row = rows.add();
  let complete = true;
  for (let index = 0; index < plan.places.length; index++) {
    const from = plan.places[index] ?? -1;
    const tuple = from < 0 ? undefined : tupleWith(from, message.row, plan, old);
    if (tuple === undefined) complete = false;
    else rows.set(row, index, tuple, from);
  }
  for (const index of plan.followed.key) {
    const from = plan.places[index] ?? -1;
    if (from >= 0 && tupleWith(from, message.row, plan, old) === undefined) throw keyLeftOut(plan.followed);
  }
  const oldKey = old === undefined || !movedKey(plan, rows.bytes, message.row, old) ? undefined : keyRow(plan, rows, old);
  const change: RowChange = { op: message.kind === 'insert' ? 'c' : 'u', collection, version, at, tx, row, oldKey };
  return { change, again: complete ? undefined : { change, row, followed: plan.followed, xid } };
}

export function draftTruncation({ collection, version, at, tx }: Place): Draft {
  return { change: { op: 't', collection, version, at, tx }, again: undefined };
}

/** The tuple that has a column's value: one that did not change is in the old row, when the identity has it. */
function tupleWith(from: number, row: Tuple, plan: RelationPlan, old: OldTuple | undefined): Tuple | undefined {
  if (row.bounds[from * 2] !== unchanged) return row;
  if (old === undefined || !(old.full || plan.identity[from] === true)) return undefined;
  return old.row.bounds[from * 2] === unchanged ? undefined : old.row;
}

function movedKey(plan: RelationPlan, bytes: Buffer, row: Tuple, old: OldTuple): boolean {
  return plan.followed.key.some((index) => {
    const from = plan.places[index] ?? -1;
    const tuple = from < 0 ? undefined : tupleWith(from, row, plan, old);
    return tuple !== undefined && !sameValue(bytes, tuple, old.row, from);
  });
}

function sameValue(bytes: Buffer, one: Tuple, other: Tuple, place: number): boolean {
  const start = one.bounds[place * 2] ?? sqlNull;
  const otherStart = other.bounds[place * 2] ?? sqlNull;
  if (start < 0 || otherStart < 0) return start === otherStart;
  return bytes.compare(bytes, otherStart, other.bounds[place * 2 + 1], start, one.bounds[place * 2 + 1]) === 0;
}

function keyRow(plan: RelationPlan, rows: TupleRows, old: OldTuple): BlockRow {
  const row = rows.add();
  for (const index of plan.followed.key) {
    const from = plan.places[index] ?? -1;
    const isThere = from >= 0 && (old.row.bounds[from * 2] ?? sqlNull) >= 0;
    if (isThere) rows.set(row, index, old.row, from);
    // Columns of an identity are never NULL: this one is not part of it. A partition may have another identity than its root.
    else if (!old.full) throw keyNotInIdentity(plan.followed);
  }
  return row;
}

function keyNotInIdentity(followed: Followed): LienThongError {
  return new LienThongError('SOURCE_NOT_READY', {
    message: `the log does not say which row of ${followed.name} was updated or deleted: the replica identity, perhaps of a partition, does not cover the key`,
    remedy: `ALTER TABLE ${quoteCollection(followed.relation)} REPLICA IDENTITY FULL; (of a partitioned table: each partition), then start a new epoch.`,
    details: { collections: [followed.name] },
  });
}

function keyLeftOut(followed: Followed): LienThongError {
  return new LienThongError('SOURCE_NOT_READY', {
    message: `the log left out a large key value of ${followed.name} that did not change`,
    remedy: `ALTER TABLE ${quoteCollection(followed.relation)} REPLICA IDENTITY FULL;`,
    details: { collections: [followed.name] },
  });
}
