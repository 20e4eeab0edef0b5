import type { Position, RowBatch, RowBlock, SnapshotReader, SnapshotRequest } from '@lienthong/core';
import type { Session } from './client.ts';
import { finishRows } from './finish-rows.ts';
import { keyOf } from './key-rows.ts';
import { expectRange, keysRange } from './positions.ts';
import type { Sessions } from './sessions.ts';
import { type Knowledge, loadShape, type Shape } from './shape.ts';
import { type Page, type Plan, planKeys } from './snapshot-plan.ts';
import { splitCollection } from './split.ts';
import { createTextRowReader, type TextRowReader } from './text-rows.ts';

export function snapshotReader(sessions: Sessions, knowledge: Knowledge): SnapshotReader {
  return {
    split: (request) => sessions.use(request.signal, (session) => splitCollection(session, request, knowledge)),
    read: (request) => readRange(sessions, knowledge, request),
  };
}

export interface ReadPage extends Page {
  readonly rows: RowBlock;
  readonly position: Position;
}

/** Short statements, each ended before its rows are handed on; no view of old rows and no lock outlives a statement. */
async function* readRange(sessions: Sessions, knowledge: Knowledge, request: SnapshotRequest): AsyncGenerator<RowBatch, void, undefined> {
  // Leaving early (break, return, an error of the consumer) ends the statement that reads ahead.
  const leave = new AbortController();
  const signal = AbortSignal.any([request.signal, leave.signal]);
  const lease = await sessions.acquire(signal);
  try {
    const shape = await loadShape(lease.session, request.selection, knowledge, signal);
    const plan = planOf(shape, request);
    // While one page is looked at, the next one fills the memory of the other.
    let [filling, shown] = [createTextRowReader(shape.printed.length), createTextRowReader(shape.printed.length)];
    let ahead: Promise<ReadPage> | undefined = readPage(lease.session, shape, plan, filling, signal);
    while (ahead !== undefined) {
      const page: ReadPage = await ahead;
      const more = plan.advance(page);
      [filling, shown] = [shown, filling];
      ahead = more ? readPage(lease.session, shape, plan, filling, signal) : undefined;
      // Whoever stops listening must not be told as an unhandled rejection.
      ahead?.catch(() => undefined);
      if (page.count > 0) yield { rows: page.rows, position: page.position };
    }
  } finally {
    leave.abort(new Error('the reader left'));
    await lease.release();
  }
}

function planOf(shape: Shape, request: SnapshotRequest): Plan {
  const columns = shape.walk.map((column) => column.name);
  const range = expectRange(request.range, columns);
  const start = request.after === undefined ? range : expectRange(request.after, columns);
  return planKeys(shape, keysRange(columns, start.from, start.to), request.batchRows);
}

/** One statement; the rows lie in the memory of `reader` until it is used again. */
export async function readPage(session: Session, shape: Shape, plan: Plan, reader: TextRowReader, signal: AbortSignal): Promise<ReadPage> {
  const statement = await plan.statement(session, signal);
  await session.read(statement, reader.push, signal);
  const rows = reader.take();
  // Before the values are finished: a literal is made of what is stored.
  const last = rows.count === 0 ? undefined : keyOf(shape.walk, rows, rows.count - 1, shape.walkPlaces);
  const page = { count: rows.count, bytes: rows.used, last };
  return { ...page, rows: finishRows(rows, shape.forms), position: plan.positionAfter(page) };
}
