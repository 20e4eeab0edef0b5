import { type KeysToCut, type KeyText, keyBounds, rangesBetween } from '@lienthong/adapter-kit';
import type { KeyRange, SplitRequest } from '@lienthong/core';
import type { Session } from './client.ts';
import type { KeyColumn } from './key-columns.ts';
import { above } from './key-order.ts';
import { keyAt } from './key-rows.ts';
import { keysRange } from './positions.ts';
import { type Knowledge, loadShape, type Shape } from './shape.ts';

/** Key ranges of about equal size; they cover every key, also those inserted later. */
export async function splitCollection(session: Session, request: SplitRequest, knowledge: Knowledge): Promise<readonly KeyRange[]> {
  const { selection, signal } = request;
  const shape = await loadShape(session, selection, knowledge, signal);
  const bounds = await findBounds(session, shape, request);
  const columns = shape.walk.map((column) => column.name);
  return rangesBetween(bounds, (from, to) => keysRange(columns, from, to));
}

function findBounds(session: Session, shape: Shape, { rowsPerRange, signal }: SplitRequest): Promise<readonly KeyText[]> {
  const [first] = shape.walk;
  const walkIndexed = shape.walkUnique || shape.from.includes('force index');
  const keys: KeysToCut = {
    rows: walkIndexed && shape.table.kind !== 'view' ? (shape.table.rows ?? 0) : 0,
    extent: first?.integer === true ? () => loadExtent(session, first, shape.from, signal) : undefined,
    keyBehind: (from, before) => {
      const where = from === null ? '' : ` where ${above(shape.walk, from)}`;
      return keyAt(session, shape.walk, `${shape.from}${where}`, before, signal);
    },
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
