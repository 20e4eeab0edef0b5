import { fillPage, type Pages, planPages, readPages } from '@lienthong/adapter-kit';
import type { SnapshotReader, SnapshotRequest } from '@lienthong/core';
import type { Session } from './client.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { codeOf } from './errors.ts';
import { words } from './page-words.ts';
import { rowReading } from './row-reading.ts';
import { createRowWriter, type RowWriter } from './row-writer.ts';
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
  const { walk, forms } = await loadShape(session, request.selection, policies, signal);
  const reading = rowReading(session, walk, signal);
  return {
    plan: planPages(words, walk, request),
    keyAt: reading.keyAt,
    createMemory: () => createRowWriter(forms),
    fill: (writer, statement) => againWhenTooOld(() => fillPage(reading, writer, statement)),
  };
}

const attempts = 5;
const snapshotTooOld = '1555';

/**
 * A page whose state the server could not keep for as long as it took (ORA-01555) is asked again, which gives it a newer state: what
 * changed since is told by the changes, and outranks it.
 */
async function againWhenTooOld<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (codeOf(error) !== snapshotTooOld || attempt === attempts) throw error;
    }
  }
}
