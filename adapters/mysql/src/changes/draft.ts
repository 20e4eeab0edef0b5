import { type BlockRow, type Change, type CollectionName, LienThongError, type RowChange, type Version } from '@lienthong/core';
import type { GtidEvent } from './binlog/gtid-event.ts';
import type { RowEvent } from './binlog/row-event.ts';
import { createTextOut } from './binlog/text-out.ts';
import type { RowsOut } from './rows-out.ts';
import type { TablePlan } from './table-plan.ts';

/** What all changes of one transaction share. */
export interface Place {
  readonly collection: CollectionName;
  readonly at: string | undefined;
  readonly tx: string | undefined;
  readonly written: Written;
}

export interface Written {
  readonly gtid: GtidEvent;
  readonly file: string;
  readonly offset: number;
}

/** A change as far as the log tells it. */
export interface Draft {
  readonly change: Change;
  /** Set when the log left values out: the key by which the row is read again. */
  readonly again: Again | undefined;
}

export interface Again {
  readonly change: RowChange;
  readonly plan: TablePlan;
  /** The texts of the key by which the row is looked up. */
  readonly key: readonly string[];
  /** Where the log has it. */
  readonly written: Written;
}

const sqlNull = -1;
const absent = -2;

/** Where the values of one row lie; used again for the next row. */
export interface RowPlaces {
  starts: Int32Array;
}

export interface Scratch {
  readonly before: RowPlaces;
  readonly after: RowPlaces;
}

export function createScratch(): Scratch {
  return { before: { starts: new Int32Array(64) }, after: { starts: new Int32Array(64) } };
}

/** Finds the values of a row image; returns the place behind it. */
export function locate(
  places: RowPlaces,
  plan: Pick<TablePlan, 'width' | 'skips'>,
  present: Uint8Array,
  bytes: Buffer,
  start: number,
): number {
  const { width, skips } = plan;
  if (places.starts.length < width) places.starts = new Int32Array(width);
  const { starts } = places;
  const count = countBits(present, width);
  const nulls = start;
  let at = start + ((count + 7) >> 3);
  let bit = 0;
  for (let column = 0; column < width; column++) {
    if (!hasBit(present, column)) {
      starts[column] = absent;
      continue;
    }
    const isNull = ((bytes[nulls + (bit >> 3)] ?? 0) & (1 << (bit & 7))) !== 0;
    bit++;
    if (isNull) starts[column] = sqlNull;
    else {
      starts[column] = at;
      at = skips[column]?.(bytes, at) ?? at;
    }
  }
  return at;
}

function countBits(bits: Uint8Array, width: number): number {
  let count = 0;
  for (let index = 0; index < width; index++) if (hasBit(bits, index)) count++;
  return count;
}

function hasBit(bits: Uint8Array, index: number): boolean {
  return ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}

/** The change of one row whose images were located. */
export function draftChange(event: RowEvent, plan: TablePlan, rows: RowsOut, scratch: Scratch, place: Place, version: Version): Draft {
  const { collection, at, tx, written } = place;
  const { bytes, operation } = event;
  if (operation === 'delete') {
    const row = keyRow(plan, rows, bytes, scratch.before.starts);
    return { change: { op: 'd', collection, version, at, tx, row, oldKey: undefined }, again: undefined };
  }
  const { starts } = scratch.after;
  const before = operation === 'update' ? scratch.before.starts : undefined;
  const row = rows.add();
  const complete = putRow(plan, rows, bytes, starts, before);
  for (const index of plan.followed.key) requirePart(plan, index, starts, before);
  const moved = before !== undefined && keyMoved(plan, bytes, starts, before);
  const op = operation === 'insert' ? 'c' : 'u';
  const oldKey = moved ? keyRow(plan, rows, bytes, before) : undefined;
  // Written out: a spread makes an object slower than all that is done with it.
  const change: RowChange = { op, collection, version, at, tx, row, oldKey };
  if (complete) return { change, again: undefined };
  return { change, again: { change, plan, key: keyTexts(plan, bytes, starts, before), written } };
}

/** Whether the images hold every selected value. */
function putRow(plan: TablePlan, rows: RowsOut, bytes: Buffer, starts: Int32Array, before: Int32Array | undefined): boolean {
  let complete = true;
  for (let index = 0; index < plan.places.length; index++) {
    const column = plan.places[index] ?? 0;
    let from = starts[column] ?? absent;
    // What an update did not write is as it was.
    if (from === absent && before !== undefined) from = before[column] ?? absent;
    if (from === absent) complete = false;
    else if (from !== sqlNull) rows.put(plan, index, bytes, from);
  }
  return complete;
}

function requirePart(plan: TablePlan, index: number, starts: Int32Array, before: Int32Array | undefined): void {
  const column = plan.places[index] ?? 0;
  if (starts[column] === absent && (before?.[column] ?? absent) === absent) throw keyLeftOut(plan);
}

function keyMoved(plan: TablePlan, bytes: Buffer, after: Int32Array, before: Int32Array): boolean {
  return plan.followed.key.some((index) => {
    const column = plan.places[index] ?? 0;
    const [now, then] = [after[column] ?? absent, before[column] ?? absent];
    if (now === absent || then === absent) return false;
    if (now < 0 || then < 0) return now !== then;
    const skip = plan.skips[column];
    if (skip === undefined) return false;
    return bytes.compare(bytes, then, skip(bytes, then), now, skip(bytes, now)) !== 0;
  });
}

function keyRow(plan: TablePlan, rows: RowsOut, bytes: Buffer, starts: Int32Array): BlockRow {
  const row = rows.add();
  for (const index of plan.followed.key) {
    const from = starts[plan.places[index] ?? 0] ?? absent;
    if (from === absent) throw keyLeftOut(plan);
    if (from !== sqlNull) rows.put(plan, index, bytes, from);
  }
  return row;
}

function keyTexts(plan: TablePlan, bytes: Buffer, after: Int32Array, before: Int32Array | undefined): readonly string[] {
  return plan.keys.map(({ column, put, place }) => {
    const now = after[place] ?? absent;
    const from = now === absent ? (before?.[place] ?? absent) : now;
    if (from < 0) throw keyLeftOut(plan); // a key of NULL names no row
    const out = createTextOut();
    put(out, bytes, from);
    return column?.text(out.bytes, 0, out.at) ?? '';
  });
}

function keyLeftOut({ followed }: TablePlan): LienThongError {
  return new LienThongError('SOURCE_NOT_READY', {
    message: `the log does not say which row of ${followed.name} was changed: its row images leave out ${followed.selection.key.join(', ')}`,
    remedy: "SET GLOBAL binlog_row_image = 'FULL'; or map the table's primary key; then start a new epoch.",
    details: { collections: [followed.name] },
  });
}

export function draftTruncation({ collection, at, tx }: Omit<Place, 'written'>, version: Version): Draft {
  return { change: { op: 't', collection, version, at, tx }, again: undefined };
}
