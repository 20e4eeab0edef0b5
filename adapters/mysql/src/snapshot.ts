import { type Pages, type Plan, planPages, readPages } from '@lienthong/adapter-kit';
import type { SnapshotReader, SnapshotRequest } from '@lienthong/core';
import type { Session } from './client.ts';
import { finishRows } from './finish-rows.ts';
import { keyFinder, keyOf } from './key-rows.ts';
import { words } from './page-words.ts';
import type { Sessions } from './sessions.ts';
import { type Knowledge, loadShape, type Shape } from './shape.ts';
import { splitCollection } from './split.ts';
import { createTextRowReader, type TextRowReader } from './text-rows.ts';

export function snapshotReader(sessions: Sessions, knowledge: Knowledge): SnapshotReader {
  return {
    split: (request) => sessions.use(request.signal, (session) => splitCollection(session, request, knowledge)),
    read: (request) => readPages(sessions, request.signal, (session, signal) => openPages(session, request, knowledge, signal)),
  };
}

async function openPages(
  session: Session,
  request: SnapshotRequest,
  knowledge: Knowledge,
  signal: AbortSignal,
): Promise<Pages<string, TextRowReader>> {
  const shape = await loadShape(session, request.selection, knowledge, signal);
  return pagesOf(session, shape, planPages(words, shape.walk, request), signal);
}

/** Pages as one connection reads them; the plan may go on with another one. */
export function pagesOf(session: Session, { walk, forms }: Shape, plan: Plan<string>, signal: AbortSignal): Pages<string, TextRowReader> {
  return {
    plan,
    keyAt: keyFinder(session, walk.order, signal),
    createMemory: () => createTextRowReader(walk.printed.length),
    fill: async (reader, statement) => {
      await session.read(statement, reader.push, signal);
      const rows = reader.take();
      const bytes = rows.used;
      // Before the values are finished: an operand is made of what is stored.
      const last = rows.count === 0 ? undefined : keyOf(walk.order, rows, rows.count - 1, walk.places);
      return { rows: finishRows(rows, forms), bytes, last };
    },
  };
}
