import { type ChangeBatch, type ChangeRequest, changeVersion, fixedHex, formatCollection, LienThongError } from '@lienthong/core';
import { loadTypes } from '../catalogue.ts';
import { formatLsn, type LsnPosition } from '../positions.ts';
import type { Sessions } from '../sessions.ts';
import { type Draft, draftChange, draftTruncation } from './draft.ts';
import { createLogEventReader, type LogEvent } from './log-event.ts';
import type { PgoutputMessage } from './pgoutput.ts';
import { createTimeFormat } from './postgres-time.ts';
import { type Followed, findFollowed, planRelation, type RelationPlan } from './relation-plan.ts';
import { completeChanges } from './reread.ts';
import { createTupleRows, type TupleRows } from './tuple-rows.ts';
import type { LogStream } from './walsender.ts';

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

interface State {
  readonly plans: Map<number, RelationPlan | undefined>;
  /** The rows of each relation that lie in the bytes of now. */
  readonly rows: Map<RelationPlan, TupleRows>;
  bytes: Buffer;
  readonly formatTime: (microseconds: bigint) => string;
  open: Transaction | undefined;
  /** Everything that committed before is in the drafts or behind us. */
  reached: bigint;
  drafts: Draft[];
  at: string | undefined;
  answerWanted: boolean;
}

/** A batch of large rows is handed on before it has `batchChanges` of them. */
const batchBytes = 16 * 1024 * 1024;
const heartbeatsPerLook = 6;

export interface FollowInput {
  readonly sessions: Sessions;
  readonly stream: LogStream;
  readonly followed: readonly Followed[];
  readonly position: LsnPosition;
  readonly from: bigint;
  readonly request: ChangeRequest;
  readonly signal: AbortSignal;
  /** Throws when a followed table is no longer published. */
  verify(): Promise<void>;
}

/** Turns the log's stream into batches. A batch's position never lies inside a transaction. */
export async function* followLog(input: FollowInput): AsyncGenerator<ChangeBatch, void, undefined> {
  const { stream, request, signal } = input;
  const state: State = {
    ...{ plans: new Map(), rows: new Map(), bytes: Buffer.alloc(0), formatTime: createTimeFormat(), drafts: [] },
    ...{ open: undefined, reached: input.from, at: undefined, answerWanted: false },
  };
  const readEvent = createLogEventReader();
  let due = Date.now() + request.heartbeatMs;
  let asked = false;
  let heldBytes = 0;
  let lookAgain = Date.now() + heartbeatsPerLook * request.heartbeatMs;
  const flush = async (): Promise<ChangeBatch> => {
    const { drafts, at } = state;
    state.drafts = [];
    heldBytes = 0;
    // A table that leaves the publication, or is made anew under its name, goes silent: the log does not say so.
    // Other tables may leave the log no quiet moment: it is looked at by the clock.
    if (Date.now() >= lookAgain) {
      await input.verify();
      lookAgain = Date.now() + heartbeatsPerLook * request.heartbeatMs;
    }
    state.answerWanted = false;
    const position = { ...input.position, lsn: formatLsn(state.reached) };
    const changes = await completeChanges(input.sessions, drafts, signal);
    due = Date.now() + request.heartbeatMs;
    asked = false;
    return { changes, position, at };
  };
  for (;;) {
    const { bytes, bounds, count } = await stream.next(
      Math.max(1, asked ? due - Date.now() : due - request.heartbeatMs / 2 - Date.now()),
      signal,
    );
    state.bytes = bytes;
    state.rows.clear();
    heldBytes += bounds[count * 2 - 1] ?? 0;
    for (let index = 0; index < count; index++) {
      const event = readEvent(bytes, bounds[index * 2] ?? 0, bounds[index * 2 + 1] ?? 0);
      if (event.kind === 'relation') state.plans.set(event.id, await planOf(event, input));
      else apply(state, event, input);
      if (state.drafts.length >= request.batchChanges) yield await flush();
    }
    const idle = !stream.hasMore;
    if (state.drafts.length > 0 && (heldBytes >= batchBytes || (idle && state.open === undefined))) yield await flush();
    else if (Date.now() >= due || (idle && state.answerWanted && state.open === undefined)) yield await flush();
    else if (!asked && Date.now() >= due - request.heartbeatMs / 2) {
      // The answer tells how far the server has come, so that the position moves while nothing of ours changes.
      stream.ask();
      asked = true;
    }
  }
}

function apply(state: State, event: Exclude<LogEvent, { readonly kind: 'relation' }>, input: FollowInput): void {
  switch (event.kind) {
    case 'begin':
      state.open = {
        xid: event.xid,
        tx: String(event.xid),
        commit: fixedHex(event.commitLsn),
        commitLsn: event.commitLsn,
        at: state.formatTime(event.at),
        past: event.commitLsn < input.from,
        ordinal: 0,
        ours: 0,
      };
      return;
    case 'commit':
      if (event.endLsn > state.reached) state.reached = event.endLsn;
      state.at = state.open?.at;
      state.open = undefined;
      return;
    case 'keepalive':
      // Commits are sent in their order: outside of a transaction, all up to walEnd have arrived.
      if (state.open === undefined && event.walEnd > state.reached) state.reached = event.walEnd;
      if (state.open === undefined && state.drafts.length === 0) state.at = state.formatTime(event.at);
      if (event.replyRequested) state.answerWanted = true;
      return;
    case 'other':
      return;
    default:
      return applyChange(state, event, input);
  }
}

async function planOf(event: Extract<PgoutputMessage, { kind: 'relation' }>, input: FollowInput): Promise<RelationPlan | undefined> {
  const followed = findFollowed(event, input.followed);
  if (followed === undefined) return undefined;
  if (followed.relation.name !== event.name || followed.relation.schema !== event.schema) await input.verify();
  return planRelation(event, followed, (oids) => input.sessions.use(input.signal, (session) => loadTypes(session, oids, input.signal)));
}

type ChangeMessage = Extract<PgoutputMessage, { readonly kind: 'insert' | 'update' | 'delete' | 'truncate' }>;

function applyChange(state: State, message: ChangeMessage, input: FollowInput): void {
  const { open } = state;
  if (open === undefined) throw new LienThongError('INTERNAL', { message: 'the log told a change outside of a transaction' });
  const relations = message.kind === 'truncate' ? message.relations : [message.relation];
  for (const relation of relations) {
    const plan = state.plans.get(relation);
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
    state.drafts.push(
      message.kind === 'truncate' ? draftTruncation(place) : draftChange(message, plan, rowsOf(state, plan), place, open.xid),
    );
  }
}

function rowsOf(state: State, plan: RelationPlan): TupleRows {
  const known = state.rows.get(plan);
  if (known !== undefined) return known;
  const rows = createTupleRows(state.bytes, plan.places.length);
  state.rows.set(plan, rows);
  return rows;
}

function tooLarge(open: Transaction, followed: Followed, cap: number): LienThongError {
  return new LienThongError('TRANSACTION_TOO_LARGE', {
    message: `transaction ${open.xid}, committed at ${open.at}, has more than ${cap} changes; the last one seen is of ${formatCollection(followed.selection.collection)}`,
    remedy: `Raise maxTransactionChanges above ${cap}.`,
    details: { transaction: String(open.xid), changes: open.ours, cap },
  });
}
