import { mostRanges, rangesBetween } from '@lienthong/adapter-kit';
import type { KeyRange, SplitRequest } from '@lienthong/core';
import type { RawRow, Session } from './client.ts';
import { blocksRange, keysRange } from './positions.ts';
import { withSearchPath } from './search-path.ts';
import { keyPlaces, loadShape, type Shape } from './shape.ts';

const samplesPerRange = 30;
const maxSamples = 30_000;

/** Key ranges of about equal size by a sample of the table's blocks; they cover every key, also those inserted later. */
export async function splitCollection(session: Session, request: SplitRequest): Promise<readonly KeyRange[]> {
  const { selection, signal } = request;
  const shape = await loadShape(session, selection, signal);
  if (shape.heap !== undefined && !shape.keyIndexed) return blockRanges(shape.heap, request.rowsPerRange);
  const bounds = await withSearchPath(session, shape.columns, keyPlaces(shape), signal, () => sampleBounds(session, shape, request));
  const ranges = rangesBetween(bounds, (from, to) => keysRange(from, to));
  return shape.key.some((column) => column.nullable) ? [...ranges, keysRange(null, null, true)] : ranges;
}

function blockRanges(heap: NonNullable<Shape['heap']>, rowsPerRange: number): readonly KeyRange[] {
  const count = Math.min(mostRanges, Math.max(1, Math.ceil(heap.rows / rowsPerRange)));
  const step = Math.max(1, Math.ceil(heap.blocks / count));
  const ranges: KeyRange[] = [];
  let from = 0;
  for (; from + step < heap.blocks; from += step) ranges.push(blocksRange(from, from + step, heap.files));
  // The last one is open: the table grows.
  ranges.push(blocksRange(from, null, heap.files));
  return ranges;
}

async function sampleBounds(session: Session, shape: Shape, request: SplitRequest): Promise<readonly RawRow[]> {
  const { heap, key } = shape;
  if (heap === undefined) return [];
  const count = Math.min(mostRanges, Math.ceil(heap.rows / request.rowsPerRange));
  if (count <= 1) return [];
  const percent = Math.min(100, (100 * Math.min(maxSamples, count * samplesPerRange)) / Math.max(1, heap.rows));
  const columns = key.map((column) => column.sql).join(', ');
  const notNull = key.map((column) => `${column.sql} is not null`).join(' and ');
  // Blocks are taken whole, so few of them hold many samples: at least three per range.
  const blocks = Math.min(100, (100 * count * 3) / Math.max(1, heap.blocks));
  const share = Math.max(percent, blocks, 0.0001).toFixed(6);
  const samples = await session.query(
    `select ${columns} from ${shape.from} tablesample system (${share}) where ${notNull} order by ${columns}`,
    request.signal,
  );
  const bounds: RawRow[] = [];
  for (let index = 1; index < count; index += 1) {
    const bound = samples[Math.floor((index * samples.length) / count)];
    if (bound !== undefined && JSON.stringify(bound) !== JSON.stringify(bounds.at(-1))) bounds.push(bound);
  }
  return bounds;
}
