import { type ChangeRequest, changeVersion, LienThongError } from '@lienthong/core';
import { eventType, hasChecksums, type LogEvent, readEvent, readRotation } from './binlog/event.ts';
import { isGtidEvent, readGtidEvent } from './binlog/gtid-event.ts';
import { readQuery } from './binlog/query-event.ts';
import { isRowEvent, type RowEvent, readRowEvent } from './binlog/row-event.ts';
import type { Touched } from './cascades.ts';
import { createScratch, type Draft, draftChange, draftTruncation, locate, type Place, type Scratch, type Written } from './draft.ts';
import type { Followed } from './followed.ts';
import { tellCascades } from './parent-plan.ts';
import { type ReachedPlace, reachedFrom } from './place.ts';
import type { BinlogPosition } from './position.ts';
import { requireFileTime } from './probe-place.ts';
import type { Renewals } from './renewals.ts';
import { createRowsOut, type RowsOut } from './rows-out.ts';
import { effectOf, type StatementEffect } from './statement.ts';
import { type NameRule, requireHarmless, sameTable } from './statement-guard.ts';
import type { TableName } from './statement-words.ts';
import type { TablePlan } from './table-plan.ts';
import type { TablePlans } from './table-plans.ts';
import { nextOrdinal, openTransaction, type Transaction } from './transaction.ts';

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
    ...{ checksums, open: undefined, drafts: [], rest: undefined, at: undefined },
  };
}

/** Reads an event's head; one of another file or of a broken one is refused here. */
export function takeEvent(reading: Reading, bytes: Buffer, start: number, end: number): LogEvent {
  const type = bytes[start + 4] ?? 0;
  if (type === eventType.formatDescription) reading.checksums = hasChecksums(bytes, end);
  return readEvent(bytes, start, end, reading.checksums);
}

/** Takes one event; only a changed definition has something to be asked of the source. */
export function applyEvent(reading: Reading, event: LogEvent, input: ReadingInput): Promise<void> | undefined {
  const { type } = event;
  if (isRowEvent(type)) {
    applyRows(reading, event, input);
    return undefined;
  }
  if (isGtidEvent(type)) {
    requireClosed(reading);
    const mariadb = type === eventType.mariadbGtid;
    const gtid = readGtidEvent(event);
    reading.open = openTransaction(gtid, event, reading.reached.passed + 1, mariadb, reading.reached.knows(gtid));
    return undefined;
  }
  switch (type) {
    case eventType.tableMap:
      input.plans.announce(event);
      return undefined;
    case eventType.xid:
      commit(reading, event, input);
      return undefined;
    case eventType.xaPrepare:
      prepareXa(reading, event, input);
      return undefined;
    case eventType.query:
    case eventType.queryCompressed:
      return applyQuery(reading, event, input);
    case eventType.rotate:
      rotate(reading, event);
      return undefined;
    case eventType.formatDescription:
      begin(reading, event, input);
      return undefined;
    case eventType.heartbeat:
    case eventType.heartbeat2:
      return undefined;
    default:
      refuseUnknown(type, reading, input);
      if (reading.open === undefined && event.endsAt > reading.reached.offset) reading.reached.offset = event.endsAt;
      return undefined;
  }
}

function refuseUnknown(type: number, reading: Reading, { followed }: ReadingInput): void {
  const names = followed.map(({ name }) => name);
  const details = { collections: names };
  if (type === eventType.incident) {
    throw new LienThongError('SOURCE_HISTORY_LOST', { message: 'the server says that its log lacks changes (an incident event)', details });
  }
  if (type === eventType.startEncryption) {
    throw new LienThongError('SOURCE_NOT_READY', { message: 'the log is sent encrypted', remedy: 'Set encrypt_binlog = OFF.' });
  }
  if (type === eventType.partialUpdateRows) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: 'the log tells of parts of JSON values only (binlog_row_value_options)',
      remedy: "SET GLOBAL binlog_row_value_options = ''; then start a new epoch.",
      details,
    });
  }
}

/** The end of a transaction's first phase: its changes stand in the log, and may still be taken back. In one phase it is a commit. */
function prepareXa(reading: Reading, event: LogEvent, input: ReadingInput): void {
  const onePhase = event.bytes[event.start] === 1;
  if (!onePhase && reading.open !== undefined && (reading.open.ours > 0 || reading.open.cascaded.size > 0)) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `transaction ${reading.open.tx ?? 'without a number'} changed a followed table in two phases (XA): whether it is committed is not known here`,
      remedy: 'Let the program write without XA PREPARE, then start a new epoch.',
      details: { collections: input.followed.map(({ name }) => name) },
    });
  }
  commit(reading, event, input);
}

function begin(reading: Reading, event: LogEvent, { position }: ReadingInput): void {
  const { reached } = reading;
  // The file that the position lies in, and none of a later rotation.
  if (reached.file === position.file && reached.fileTime === position.fileTime) requireFileTime(event.timestamp, position);
  reached.fileTime = event.timestamp;
  if (!event.artificial && event.endsAt > reached.offset) reached.offset = event.endsAt;
}

function rotate(reading: Reading, event: LogEvent): void {
  const { file, offset } = readRotation(event);
  const { reached } = reading;
  if (file !== reached.file) {
    reached.fileTime = 0;
    reached.offset = offset;
  }
  reached.file = file;
}

function requireClosed(reading: Reading): void {
  if (reading.open === undefined) return;
  throw new LienThongError('INTERNAL', { message: `the log begins a transaction within ${reading.open.tx ?? 'another one'}` });
}

function commit(reading: Reading, event: LogEvent, input: ReadingInput): void {
  const { open, reached } = reading;
  if (open === undefined) return;
  if (open.cascaded.size > 0) noteCascades(open, reached, input);
  reached.commit(open, event.serverId);
  // Events within a compressed transaction have no place of their own: the one that holds them moves it.
  if (event.endsAt > 0) reached.offset = event.endsAt;
  if (!open.past) reading.at = open.at;
  reading.open = undefined;
}

function noteCascades(open: Transaction, reached: ReachedPlace, { followed, renewals, lineage }: ReadingInput): void {
  const before = { ...reached.position(), lineage: lineage() };
  const { commit: place, at, tx } = open;
  for (const own of followed) {
    const written = open.cascaded.get(own.name);
    if (written !== undefined) renewals.note({ followed: own, commit: place, ordinal: nextOrdinal(open, own), at, tx, written, before });
  }
}

/** Behind a compressed transaction. */
export function closePayload(reading: Reading, payload: LogEvent): void {
  if (reading.open === undefined && payload.endsAt > 0) reading.reached.offset = payload.endsAt;
}

function applyQuery(reading: Reading, event: LogEvent, input: ReadingInput): Promise<void> | undefined {
  const { database, text } = readQuery(event);
  const { open } = reading;
  if (text === 'BEGIN') {
    if (open !== undefined) open.begun = true;
    return undefined;
  }
  const effect = effectOf(text, database);
  switch (effect.kind) {
    case 'begin':
      if (open !== undefined) open.begun = true;
      return undefined;
    case 'commit':
      commit(reading, event, input);
      return undefined;
    case 'rollback':
    case 'partial-rollback':
      if (open !== undefined && open.ours > 0) throw rolledBack(open, input.followed);
      if (effect.kind === 'rollback') commit(reading, event, input);
      return undefined;
    default:
      return applyStatement(reading, effect, event, input);
  }
}

function applyStatement(reading: Reading, effect: StatementEffect, event: LogEvent, input: ReadingInput): Promise<void> | undefined {
  const { open } = reading;
  if (open?.past === true) {
    if (!open.begun) commit(reading, event, input);
    return undefined;
  }
  requireHarmless(effect, input.followed, input.rule);
  const { tables, lookAgain } = input.cascades.touchedBy(effect);
  if (open !== undefined) {
    if (effect.kind === 'truncate') truncate(reading, open, effect.table, input);
    for (const name of tables) open.cascaded.set(name, writtenAt(reading, open, event));
    if (!open.begun) commit(reading, event, input);
  }
  return lookAgain ? lookAtAll(effect, input) : lookAtTables(effect, input);
}

function truncate(reading: Reading, open: Transaction, table: TableName, { followed, rule }: ReadingInput): void {
  for (const own of followed) {
    const { collection } = own.selection;
    if (!sameTable(table, collection, rule)) continue;
    const place = { collection, at: open.at, tx: open.tx };
    reading.drafts.push(draftTruncation(place, changeVersion(open.commit, nextOrdinal(open, own))));
    open.ours += 1;
  }
}

async function lookAtAll(effect: StatementEffect, input: ReadingInput): Promise<void> {
  await lookAtTables(effect, input);
  await input.cascades.lookAgain();
}

function lookAtTables(effect: StatementEffect, input: ReadingInput): Promise<void> | undefined {
  if (effect.kind !== 'alter') return undefined;
  const touched = input.followed.filter(({ selection }) =>
    effect.tables.some((table) => sameTable(table, selection.collection, input.rule)),
  );
  return touched.length === 0 ? undefined : input.lookAgain(touched, effect.modified);
}

/** A place within the transaction: a statement may be all of it, and end where the log does. */
function writtenAt({ reached }: Reading, { gtid }: Transaction, { endsAt }: LogEvent): Written {
  return { gtid, file: reached.file, offset: Math.max(0, endsAt - 1) };
}

function applyRows(reading: Reading, event: LogEvent, input: ReadingInput): void {
  // The table's number stands first: most events of a busy server are of other tables.
  const table = event.bytes.readUIntLE(event.start, 6);
  const plan = input.plans.plan(table);
  const parent = input.plans.parent(table);
  if (plan === undefined && parent === undefined) return;
  const { open } = reading;
  if (open === undefined) throw new LienThongError('INTERNAL', { message: 'the log told a change outside of a transaction' });
  if (open.past) return;
  const head = readRowEvent(event.type, event.bytes, event.start, event.end);
  const written = writtenAt(reading, open, event);
  if (parent !== undefined) tellCascades(head, parent, reading.scratch, (name) => open.cascaded.set(name, written));
  if (plan === undefined) return;
  if (head.columns !== plan.width)
    throw new LienThongError('INTERNAL', { message: `a row of ${plan.followed.name} has another shape than its table map` });
  const place = { collection: plan.followed.selection.collection, at: open.at, tx: open.tx, written };
  reading.rest = { head, plan, open, place, at: head.start };
  takeRows(reading, input.request);
}

/** Goes on with the rows of an event of which a batch was full. */
export function takeRows(reading: Reading, { batchChanges, maxTransactionChanges }: ChangeRequest): void {
  const { rest, scratch } = reading;
  if (rest === undefined) return;
  const { head, plan, open, place } = rest;
  const rows = rowsOf(reading, plan);
  while (rest.at < head.end && reading.drafts.length < batchChanges) {
    if (head.before !== undefined) rest.at = locate(scratch.before, plan, head.before, head.bytes, rest.at);
    if (head.after !== undefined) rest.at = locate(scratch.after, plan, head.after, head.bytes, rest.at);
    open.ours += 1;
    if (open.ours > maxTransactionChanges) throw tooLarge(open, plan.followed, maxTransactionChanges);
    reading.drafts.push(draftChange(head, plan, rows, scratch, place, changeVersion(open.commit, nextOrdinal(open, plan.followed))));
  }
  if (rest.at >= head.end) reading.rest = undefined;
}

function rowsOf(reading: Reading, plan: TablePlan): RowsOut {
  const known = reading.rows.get(plan.followed);
  if (known !== undefined) return known;
  const rows = createRowsOut(plan.places.length, plan.binary);
  reading.rows.set(plan.followed, rows);
  return rows;
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

function tooLarge(open: Transaction, followed: Followed, cap: number): LienThongError {
  return new LienThongError('TRANSACTION_TOO_LARGE', {
    message: `transaction ${open.tx ?? 'without a number'}, committed at ${open.at}, has more than ${cap} changes; the last one seen is of ${followed.name}`,
    remedy: `Raise maxTransactionChanges above ${cap}.`,
    details: { transaction: open.tx ?? '', changes: open.ours, cap },
  });
}

function rolledBack(open: Transaction, followed: readonly Followed[]): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: `transaction ${open.tx ?? 'without a number'} was rolled back in part: it wrote tables that cannot be rolled back, and the log does not say which rows remain`,
    remedy: 'Give the tables a transactional engine (InnoDB), then start a new epoch.',
    details: { collections: followed.map(({ name }) => name) },
  });
}
