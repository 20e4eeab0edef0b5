import { type ChangeRequest, changeVersion, fixedHex, formatCollection, LienThongError } from '@lienthong/core';
import { loadTypes } from '../catalogue.ts';
import type { Sessions } from '../sessions.ts';
import { type Draft, draftChange, draftTruncation } from './draft.ts';
import { createLogEventReader, type LogEvent, type LogEventReader } from './log-event.ts';
import type { PgoutputMessage } from './pgoutput.ts';
import { createTimeFormat } from './postgres-time.ts';
import { type Followed, findFollowed, planRelation, type RelationPlan } from './relation-plan.ts';
import { createTupleRows, type TupleRows } from './tuple-rows.ts';

export interface ReadingInput {
  readonly sessions: Sessions;
  readonly followed: readonly Followed[];
  readonly from: bigint;
  readonly request: ChangeRequest;
  readonly signal: AbortSignal;
  /** Throws when a followed table is no longer published; with the eyes of who sees this transaction. */
  verify(xid?: number): Promise<void>;
}

interface Transaction {
  readonly xid: number;
  readonly tx: string;
  readonly commitLsn: bigint;
  /** The commit's place as versions have it. */
  readonly commit: string;
  readonly at: string;
  /** Committed before the position: read and published already. */
  readonly past: boolean;
  /** Changes of the publication so far, in their order. */
  ordinal: number;
  ours: number;
}

/** What the log has told so far, and not yet handed on. */
export interface Reading {
  readonly readEvent: LogEventReader;
  readonly plans: Map<number, RelationPlan | undefined>;
  /** The rows of each relation that lie in the bytes of now. */
  readonly rows: Map<RelationPlan, TupleRows>;
  /** How many they were in the bytes before: a busy table stays busy for a while. Plans come and go with the server's caches. */
  readonly usual: WeakMap<RelationPlan, number>;
  bytes: Buffer;
  /** How many messages lie in them. */
  messages: number;
  readonly formatTime: (microseconds: bigint) => string;
  open: Transaction | undefined;
  /** Everything that committed before is in the drafts or behind us. */
  reached: bigint;
  drafts: Draft[];
  at: string | undefined;
  answerWanted: boolean;
}

export function openReading({ from }: ReadingInput): Reading {
  return {
    ...{ readEvent: createLogEventReader(), formatTime: createTimeFormat() },
    ...{ plans: new Map(), rows: new Map(), usual: new WeakMap(), bytes: Buffer.alloc(0), messages: 0, drafts: [] },
    ...{ open: undefined, reached: from, at: undefined, answerWanted: false },
  };
}

/** The messages that follow, so many, lie in these bytes. */
export function beginMessages(reading: Reading, bytes: Buffer, count: number): void {
  reading.bytes = bytes;
  reading.messages = count;
  for (const [plan, rows] of reading.rows) reading.usual.set(plan, rows.count);
  reading.rows.clear();
}

/** Takes one message; only a relation has something to be asked of the source. */
export function readMessage(reading: Reading, start: number, end: number, input: ReadingInput): Promise<void> | undefined {
  const event = reading.readEvent(reading.bytes, start, end);
  if (event.kind === 'relation') return planEvent(reading, event, input);
  apply(reading, event, input);
  return undefined;
}

async function planEvent(reading: Reading, event: RelationEvent, input: ReadingInput): Promise<void> {
  reading.plans.set(event.id, await planOf(event, reading.open?.xid, input));
}

type RelationEvent = Extract<PgoutputMessage, { readonly kind: 'relation' }>;

function apply(reading: Reading, event: Exclude<LogEvent, { readonly kind: 'relation' }>, input: ReadingInput): void {
  switch (event.kind) {
    case 'begin':
      reading.open = {
        xid: event.xid,
        tx: String(event.xid),
        commit: fixedHex(event.commitLsn),
        commitLsn: event.commitLsn,
        at: reading.formatTime(event.at),
        past: event.commitLsn < input.from,
        ordinal: 0,
        ours: 0,
      };
      return;
    case 'commit':
      if (event.endLsn > reading.reached) reading.reached = event.endLsn;
      reading.at = reading.open?.at;
      reading.open = undefined;
      return;
    case 'keepalive':
      // Commits are sent in their order: outside of a transaction, all up to walEnd have arrived.
      if (reading.open === undefined && event.walEnd > reading.reached) reading.reached = event.walEnd;
      if (reading.open === undefined && reading.drafts.length === 0) reading.at = reading.formatTime(event.at);
      if (event.replyRequested) reading.answerWanted = true;
      return;
    case 'other':
      return;
    default:
      return applyChange(reading, event, input);
  }
}

async function planOf(event: RelationEvent, xid: number | undefined, input: ReadingInput): Promise<RelationPlan | undefined> {
  const followed = findFollowed(event, input.followed);
  if (followed === undefined) return undefined;
  // Renamed before we began, or just now: only whoever sees this transaction can tell.
  if (followed.relation.name !== event.name || followed.relation.schema !== event.schema) await input.verify(xid);
  return planRelation(event, followed, (oids) => input.sessions.use(input.signal, (session) => loadTypes(session, oids, input.signal)));
}

type ChangeMessage = Extract<PgoutputMessage, { readonly kind: 'insert' | 'update' | 'delete' | 'truncate' }>;

function applyChange(reading: Reading, message: ChangeMessage, input: ReadingInput): void {
  const { open } = reading;
  if (open === undefined) throw new LienThongError('INTERNAL', { message: 'the log told a change outside of a transaction' });
  const relations = message.kind === 'truncate' ? message.relations : [message.relation];
  for (const relation of relations) {
    const plan = reading.plans.get(relation);
    // Changes of other tables count too: the ordinal must not depend on what is selected.
    const { ordinal } = open;
    open.ordinal += 1;
    if (plan === undefined || open.past) continue;
    open.ours += 1;
    if (open.ours > input.request.maxTransactionChanges) throw tooLarge(open, plan.followed, input.request.maxTransactionChanges);
    const place = {
      collection: plan.followed.selection.collection,
      version: changeVersion(open.commit, ordinal),
      at: open.at,
      tx: open.tx,
    };
    reading.drafts.push(
      message.kind === 'truncate' ? draftTruncation(place) : draftChange(message, plan, rowsOf(reading, plan), place, open.xid),
    );
  }
}

const firstRows = 64;

function rowsOf(reading: Reading, plan: RelationPlan): TupleRows {
  const known = reading.rows.get(plan);
  if (known !== undefined) return known;
  const expected = Math.min(reading.messages, Math.ceil((reading.usual.get(plan) ?? firstRows) * 1.25));
  const rows = createTupleRows(reading.bytes, plan.places.length, expected);
  reading.rows.set(plan, rows);
  return rows;
}

function tooLarge(open: Transaction, followed: Followed, cap: number): LienThongError {
  return new LienThongError('TRANSACTION_TOO_LARGE', {
    message: `transaction ${open.xid}, committed at ${open.at}, has more than ${cap} changes; the last one seen is of ${formatCollection(followed.selection.collection)}`,
    remedy: `Raise maxTransactionChanges above ${cap}.`,
    details: { transaction: String(open.xid), changes: open.ours, cap },
  });
}
