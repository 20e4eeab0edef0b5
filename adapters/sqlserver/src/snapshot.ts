import { fillPage, type Pages, planPages, readPages } from '@lienthong/adapter-kit';
import type { SnapshotReader, SnapshotRequest } from '@lienthong/core';
import type { Session } from './client.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { words } from './page-words.ts';
import { rowReading } from './row-reading.ts';
import { createRowWriter, type RowWriter } from './row-writer.ts';
import { readingLevel } from './session-settings.ts';
import type { Sessions } from './sessions.ts';
import { loadShape } from './shape.ts';
import { splitCollection } from './split.ts';
import type { Statement } from './sql.ts';

export function snapshotReader(sessions: Sessions, policies: ColumnPolicies): SnapshotReader {
  return {
    split: (request) => sessions.use(request.signal, (session) => splitCollection(session, request, policies)),
    read: (request) => readPages(sessions, request.signal, (session, signal) => openPages(session, request, policies, signal)),
  };
}

async function openPages(
  session: Session,
  request: SnapshotRequest,
  policies: ColumnPolicies,
  signal: AbortSignal,
): Promise<Pages<Statement, RowWriter>> {
  await session.isolate(readingLevel(session.server), signal);
  const { walk, forms } = await loadShape(session, request.selection, policies, signal);
  const reading = rowReading(session, walk, signal);
  return {
    plan: planPages(words, walk, request),
    keyAt: reading.keyAt,
    createMemory: () => createRowWriter(forms),
    fill: (writer, statement) => fillPage(reading, writer, statement),
  };
}
