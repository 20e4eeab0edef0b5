import { type ChangeRequest, changeVersion, LienThongError } from '@lienthong/core';
import { eventType, hasChecksums, type LogEvent, readEvent, readRotation } from './binlog/event.ts';
import { isGtidEvent, readGtidEvent } from './binlog/gtid-event.ts';
import { isRowEvent, readRowEvent } from './binlog/row-event.ts';
import { commit, prepareXa } from './commit.ts';
import { draftChange, locate } from './draft.ts';
import type { Followed } from './followed.ts';
import { applyQuery } from './log-statements.ts';
import { tellCascades } from './parent-plan.ts';
import { requireFileTime } from './probe-place.ts';
import { type Reading, type ReadingInput, writtenAt } from './reading.ts';
import { createRowsOut, type RowsOut } from './rows-out.ts';
import type { TablePlan } from './table-plan.ts';
import { nextOrdinal, openTransaction, type Transaction } from './transaction.ts';

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
    const gtid = readGtidEvent(event);
    const { reached, formatTime } = reading;
    const at = formatTime(gtid.committedAt ?? event.timestamp * 1_000_000);
    reading.open = openTransaction(gtid, event, { ordinal: reached.passed + 1, at, past: reached.knows(gtid) });
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

/** Behind a compressed transaction. */
export function closePayload(reading: Reading, payload: LogEvent): void {
  if (reading.open === undefined && payload.endsAt > 0) reading.reached.offset = payload.endsAt;
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

function tooLarge(open: Transaction, followed: Followed, cap: number): LienThongError {
  return new LienThongError('TRANSACTION_TOO_LARGE', {
    message: `transaction ${open.tx ?? 'without a number'}, committed at ${open.at}, has more than ${cap} changes; the last one seen is of ${followed.name}`,
    remedy: `Raise maxTransactionChanges above ${cap}.`,
    details: { transaction: open.tx ?? '', changes: open.ours, cap },
  });
}
