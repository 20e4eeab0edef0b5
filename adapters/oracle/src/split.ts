import { mostRanges, rangesBetween } from '@lienthong/adapter-kit';
import type { KeyRange, SplitRequest } from '@lienthong/core';
import type { Session } from './client.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { keyAt } from './key-rows.ts';
import { type KeyText, keysRange } from './positions.ts';
import { loadShape, type Shape } from './shape.ts';
import { boundaryStatement } from './snapshot-plan.ts';
import type { Statement } from './sql.ts';

/** Numbers that lie further apart than this on average tell nothing of where the rows are. */
const sparse = 50;

/** Key ranges of about equal size; they cover every key, also those inserted later. */
export async function splitCollection(session: Session, request: SplitRequest, policies: ColumnPolicies): Promise<readonly KeyRange[]> {
  const { selection, signal } = request;
  const shape = await loadShape(session, selection, policies, signal);
  const bounds = await findBounds(session, shape, request);
  const columns = shape.walk.map((column) => column.name);
  return rangesBetween(bounds, (from, to) => keysRange(columns, from, to));
}

async function findBounds(session: Session, shape: Shape, { rowsPerRange, signal }: SplitRequest): Promise<readonly KeyText[]> {
  const rows = shape.table.rows ?? 0;
  const count = Math.min(mostRanges, Math.ceil(rows / rowsPerRange));
  if (count <= 1 || !shape.walkIndexed) return [];
  return (await evenBounds(session, shape, rows, count, signal)) ?? walkBounds(session, shape, Math.ceil(rows / count), signal);
}

export function extentStatement(shape: Shape): Statement {
  const first = shape.walk[0]?.sql ?? '';
  return { text: `select min(${first}), max(${first}) from ${shape.from}`, binds: [] };
}

/** Whole numbers that lie close are cut evenly between the lowest and the highest: nothing is read. */
async function evenBounds(
  session: Session,
  shape: Shape,
  rows: number,
  count: number,
  signal: AbortSignal,
): Promise<readonly KeyText[] | undefined> {
  if (shape.walk[0]?.integer !== true) return undefined;
  const [row] = await session.query(extentStatement(shape), signal);
  const [lowest = null, highest = null] = row ?? [];
  if (lowest === null || highest === null) return [];
  const [low, high] = [BigInt(String(lowest)), BigInt(String(highest))];
  const span = high - low + 1n;
  if (span > BigInt(rows) * BigInt(sparse) || span < BigInt(count) * 2n) return undefined;
  return Array.from({ length: count - 1 }, (_, index) => [String(low + (span * BigInt(index + 1)) / BigInt(count))]);
}

/** Keys of any type: every so manieth of the index, one short statement each. */
async function walkBounds(session: Session, shape: Shape, step: number, signal: AbortSignal): Promise<readonly KeyText[]> {
  const bounds: KeyText[] = [];
  while (bounds.length < mostRanges) {
    const bound = await keyAt(session, shape.walk, boundaryStatement(shape, { from: bounds.at(-1) ?? null, to: null }, step - 1), signal);
    if (bound === undefined) break;
    bounds.push(bound);
  }
  return bounds;
}
