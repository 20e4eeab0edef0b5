import { keyOf } from '@lienthong/adapter-kit';
import type { Position, RowBatch, RowBlock, SnapshotReader, SnapshotRequest } from '@lienthong/core';
import { type Cell, type Session, valueAt } from './client.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { expectRange, keysRange } from './positions.ts';
import { createRowWriter, type RowWriter } from './row-writer.ts';
import { readingLevel } from './session-settings.ts';
import type { Sessions } from './sessions.ts';
import { loadShape, type Shape } from './shape.ts';
import { type Page, type Plan, planKeys } from './snapshot-plan.ts';
import { splitCollection } from './split.ts';

export function snapshotReader(sessions: Sessions, policies: ColumnPolicies): SnapshotReader {
  return {
    split: (request) => sessions.use(request.signal, (session) => splitCollection(session, request, policies)),
    read: (request) => readRange(sessions, policies, request),
  };
}

interface ReadPage extends Page {
  readonly rows: RowBlock;
  readonly position: Position;
}

/** Short statements, each ended before its rows are handed on; no view of old rows and no lock outlives a statement. */
async function* readRange(
  sessions: Sessions,
  policies: ColumnPolicies,
  request: SnapshotRequest,
): AsyncGenerator<RowBatch, void, undefined> {
  // Leaving early (break, return, an error of the consumer) ends the statement that reads ahead.
  const leave = new AbortController();
  const signal = AbortSignal.any([request.signal, leave.signal]);
  const lease = await sessions.acquire(signal);
  try {
    await lease.session.isolate(readingLevel(lease.session.server), signal);
    const shape = await loadShape(lease.session, request.selection, policies, signal);
    const plan = planOf(shape, request);
    // While one page is looked at, the next one fills the memory of the other.
    let [filling, shown] = [createRowWriter(shape.forms), createRowWriter(shape.forms)];
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

/** One statement; the rows lie in the memory of `writer` until it is used again. */
async function readPage(session: Session, shape: Shape, plan: Plan, writer: RowWriter, signal: AbortSignal): Promise<ReadPage> {
  const statement = await plan.statement(session, signal);
  let lastRow: readonly Cell[] | undefined;
  await session.read(
    statement,
    (cells) => {
      writer.add(cells, 0);
      lastRow = cells;
    },
    signal,
  );
  const last = lastRow === undefined ? undefined : keyOf(shape.walk, lastRow, shape.walkPlaces, valueAt);
  const bytes = writer.bytes;
  const rows = writer.take();
  const page = { count: rows.count, bytes, last };
  return { ...page, rows, position: plan.positionAfter(page) };
}
