import { mostRanges, rangesBetween } from '@lienthong/adapter-kit';
import type { KeyRange, SplitRequest } from '@lienthong/core';
import type { Session } from './client.ts';
import { above } from './key-columns.ts';
import { keyAt } from './key-rows.ts';
import { type KeyText, keysRange } from './positions.ts';
import { type Knowledge, loadShape, type Shape } from './shape.ts';

/** Numbers that lie further apart than this on average tell nothing of where the rows are. */
const sparse = 50;

/** Key ranges of about equal size; they cover every key, also those inserted later. */
export async function splitCollection(session: Session, request: SplitRequest, knowledge: Knowledge): Promise<readonly KeyRange[]> {
  const { selection, signal } = request;
  const shape = await loadShape(session, selection, knowledge, signal);
  const bounds = await findBounds(session, shape, request);
  const columns = shape.walk.map((column) => column.name);
  return rangesBetween(bounds, (from, to) => keysRange(columns, from, to));
}

async function findBounds(session: Session, shape: Shape, { rowsPerRange, signal }: SplitRequest): Promise<readonly KeyText[]> {
  const rows = shape.table.kind === 'view' ? 0 : (shape.table.rows ?? 0);
  const count = Math.min(mostRanges, Math.ceil(rows / rowsPerRange));
  if (count <= 1 || (!shape.walkUnique && !shape.from.includes('force index'))) return [];
  return (await evenBounds(session, shape, rows, count, signal)) ?? walkBounds(session, shape, Math.ceil(rows / count), signal);
}

/** Whole numbers that lie close are cut evenly between the lowest and the highest: nothing is read. */
async function evenBounds(
  session: Session,
  shape: Shape,
  rows: number,
  count: number,
  signal: AbortSignal,
): Promise<readonly KeyText[] | undefined> {
  const [first] = shape.walk;
  if (first?.integer !== true) return undefined;
  const [row] = await session.query(`select min(${first.sql}) + 0, max(${first.sql}) + 0 from ${shape.from}`, signal);
  if (row?.[0] === null || row?.[1] === null || row === undefined) return [];
  const [low, high] = [BigInt(row[0] ?? 0), BigInt(row[1] ?? 0)];
  const span = high - low + 1n;
  if (span > BigInt(rows) * BigInt(sparse) || span < BigInt(count) * 2n) return undefined;
  return Array.from({ length: count - 1 }, (_, index) => [String(low + (span * BigInt(index + 1)) / BigInt(count))]);
}

/** Keys of any type: every so manieth of the index, one short statement each. */
async function walkBounds(session: Session, shape: Shape, step: number, signal: AbortSignal): Promise<readonly KeyText[]> {
  const bounds: KeyText[] = [];
  while (bounds.length < mostRanges) {
    const last = bounds.at(-1);
    const where = last === undefined ? '' : ` where ${above(shape.walk, last)}`;
    const bound = await keyAt(session, shape.walk, `${shape.from}${where}`, step - 1, signal);
    if (bound === undefined) break;
    bounds.push(bound);
  }
  return bounds;
}
