import { boundaryStatement, type KeysToCut, type KeyText, keyBounds, rangesBetween } from '@lienthong/adapter-kit';
import type { KeyRange, SplitRequest } from '@lienthong/core';
import type { Session } from './client.ts';
import type { KeyColumn } from './key-columns.ts';
import { keyFinder } from './key-rows.ts';
import { words } from './page-words.ts';
import { type Knowledge, loadShape, type Shape } from './shape.ts';

/** Key ranges of about equal size; they cover every key, also those inserted later. */
export async function splitCollection(session: Session, request: SplitRequest, knowledge: Knowledge): Promise<readonly KeyRange[]> {
  const { selection, signal } = request;
  const shape = await loadShape(session, selection, knowledge, signal);
  const bounds = await findBounds(session, shape, request);
  const columns = shape.walk.order.map((column) => column.name);
  return rangesBetween(bounds, (from, to) => words.positions.keysRange(columns, from, to));
}

function findBounds(session: Session, { table, walk, walkIndexed }: Shape, request: SplitRequest): Promise<readonly KeyText[]> {
  const { rowsPerRange, signal } = request;
  const [first] = walk.order;
  const keyAt = keyFinder(session, walk.order, signal);
  const keys: KeysToCut = {
    rows: walkIndexed && table.kind !== 'view' ? (table.rows ?? 0) : 0,
    extent: first?.integer === true ? () => loadExtent(session, first, walk.from, signal) : undefined,
    keyBehind: (from, before) => keyAt(boundaryStatement(words, walk, { from, to: null }, before)),
  };
  return keyBounds(keys, rowsPerRange);
}

async function loadExtent(
  session: Session,
  { sql }: KeyColumn,
  from: string,
  signal: AbortSignal,
): Promise<readonly [string, string] | null> {
  const [row] = await session.query(`select min(${sql}) + 0, max(${sql}) + 0 from ${from}`, signal);
  const [lowest = null, highest = null] = row ?? [];
  return lowest === null || highest === null ? null : [lowest, highest];
}
