import { formatCollection, LienThongError, type RowBatch, type SnapshotReader, type SnapshotRequest } from '@lienthong/core';
import type { Session } from './client.ts';
import { type CopyTextParser, createCopyTextParser } from './copy-text.ts';
import { blocksRange, expectRange, keysRange } from './positions.ts';
import { withSearchPath } from './search-path.ts';
import type { Sessions } from './sessions.ts';
import { keyPlaces, loadFiles, loadShape, type Shape } from './shape.ts';
import { type Page, type Plan, planBlocks, planKeys, planNulls } from './snapshot-plan.ts';
import { splitCollection } from './split.ts';

export function snapshotReader(sessions: Sessions): SnapshotReader {
  return {
    split: (request) => sessions.use(request.signal, (session) => splitCollection(session, request)),
    read: (request) => readRange(sessions, request),
  };
}

/** Short statements, each ended before its rows are handed on; no snapshot and no lock outlives a statement. */
async function* readRange(sessions: Sessions, request: SnapshotRequest): AsyncGenerator<RowBatch, void, undefined> {
  // Leaving early (break, return, an error of the consumer) ends the statement that reads ahead.
  const leave = new AbortController();
  const signal = AbortSignal.any([request.signal, leave.signal]);
  const lease = await sessions.acquire(signal);
  try {
    const shape = await loadShape(lease.session, request.selection, signal);
    const plan = planOf(shape, lease.session, request);
    const width = request.selection.columns.length;
    // While one page is looked at, the next one fills the memory of the other.
    let [filling, shown] = [createCopyTextParser(width), createCopyTextParser(width)];
    let ahead: Promise<Page> | undefined = readPage(lease.session, shape, plan, filling, signal);
    while (ahead !== undefined) {
      const page: Page = await ahead;
      const more = plan.advance(page);
      [filling, shown] = [shown, filling];
      ahead = more ? readPage(lease.session, shape, plan, filling, signal) : undefined;
      // Whoever stops listening must not be told as an unhandled rejection.
      ahead?.catch(() => undefined);
      if (page.rows.count > 0) yield { rows: page.rows, position: page.position };
    }
  } finally {
    leave.abort(new Error('the reader left'));
    await lease.release();
  }
}

function planOf(shape: Shape, session: Session, request: SnapshotRequest): Plan {
  const range = expectRange(request.range);
  const after = request.after === undefined ? undefined : expectRange(request.after);
  const start = after ?? range;
  if (start.kind === 'postgres/blocks') {
    return planBlocks(
      shape,
      session.version,
      blocksRange(start.from, range.kind === 'postgres/blocks' ? range.to : null, start.files),
      request.batchRows,
    );
  }
  if (start.nulls) return planNulls(shape, start, request.batchRows);
  return planKeys(shape, session.version, keysRange(start.from, start.to), request.batchRows);
}

async function readPage(session: Session, shape: Shape, plan: Plan, parser: CopyTextParser, signal: AbortSignal): Promise<Page> {
  const statement = plan.statement();
  let bytes = 0;
  await withSearchPath(session, shape.columns, keyPlaces(shape), signal, () =>
    session.copyOut(
      `copy (${statement}) to stdout`,
      (chunk, start, end) => {
        bytes += end - start;
        parser.push(chunk, start, end);
      },
      signal,
    ),
  );
  if (typeof plan.files === 'string') await requireSameFiles(session, shape, plan.files, signal);
  const rows = parser.take();
  return { rows, bytes, position: plan.positionAfter(rows) };
}

/**
 * Behind each page of blocks: a table that was written anew has its rows elsewhere, those not yet read perhaps in blocks that were.
 * Nothing tells of it, not even the log. A file that was left never comes back.
 */
async function requireSameFiles(session: Session, { relation }: Shape, files: string, signal: AbortSignal): Promise<void> {
  if ((await loadFiles(session, relation, signal)) === files) return;
  throw new LienThongError('SOURCE_REWRITTEN', {
    message: `${formatCollection(relation)} was written anew while it was read by its blocks, or a partition came or went`,
    details: { collections: [formatCollection(relation)] },
  });
}
