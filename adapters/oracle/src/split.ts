import { boundaryStatement, type KeysToCut, type KeyText, keyBounds, rangesBetween } from '@lienthong/adapter-kit';
import type { KeyRange, SplitRequest } from '@lienthong/core';
import type { Session } from './client.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { words } from './page-words.ts';
import { rowReading } from './row-reading.ts';
import { loadShape, type Shape } from './shape.ts';
import type { Statement } from './sql.ts';

/** Key ranges of about equal size; they cover every key, also those inserted later. */
export async function splitCollection(session: Session, request: SplitRequest, policies: ColumnPolicies): Promise<readonly KeyRange[]> {
  const { selection, signal } = request;
  const shape = await loadShape(session, selection, policies, signal);
  const bounds = await findBounds(session, shape, request);
  const columns = shape.walk.order.map((column) => column.name);
  return rangesBetween(bounds, (from, to) => words.positions.keysRange(columns, from, to));
}

function findBounds(session: Session, shape: Shape, { rowsPerRange, signal }: SplitRequest): Promise<readonly KeyText[]> {
  const { keyAt } = rowReading(session, shape.walk, signal);
  const keys: KeysToCut = {
    rows: shape.walkIndexed ? (shape.table.rows ?? 0) : 0,
    extent: shape.walk.order[0]?.integer === true ? () => loadExtent(session, shape, signal) : undefined,
    keyBehind: (from, before) => keyAt(boundaryStatement(words, shape.walk, { from, to: null }, before)),
  };
  return keyBounds(keys, rowsPerRange);
}

export function extentStatement(shape: Shape): Statement {
  const first = shape.walk.order[0]?.sql ?? '';
  return { text: `select min(${first}), max(${first}) from ${shape.from}`, binds: [] };
}

async function loadExtent(session: Session, shape: Shape, signal: AbortSignal): Promise<readonly [string, string] | null> {
  const [row] = await session.query(extentStatement(shape), signal);
  const [lowest = null, highest = null] = row ?? [];
  return lowest === null || highest === null ? null : [String(lowest), String(highest)];
}
