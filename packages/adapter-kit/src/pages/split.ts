import type { KeyText } from '../keys/key-positions.ts';
import { mostRanges } from '../ranges.ts';

/** A table that is to be cut into ranges of its key. */
export interface KeysToCut {
  /** About how many there are. */
  readonly rows: number;
  /** Lowest and highest of the whole numbers that lead the key, `null` where there is no row; `undefined`: they are no whole numbers. */
  readonly extent: (() => Promise<readonly [lowest: string, highest: string] | null>) | undefined;
  /** The key that so many rows above `from` stand before; `undefined` when there are not so many. */
  keyBehind(from: KeyText | null, before: number): Promise<KeyText | undefined>;
}

/** Numbers that lie further apart than this on average tell nothing of where the rows are. */
const sparse = 50;

/** Keys between ranges of about so many rows. */
export async function keyBounds(keys: KeysToCut, rowsPerRange: number): Promise<readonly KeyText[]> {
  const count = Math.min(mostRanges, Math.ceil(keys.rows / rowsPerRange));
  if (count <= 1) return [];
  return (await evenBounds(keys, count)) ?? walkBounds(keys, Math.ceil(keys.rows / count));
}

/** Whole numbers that lie close are cut evenly between the lowest and the highest: nothing is read. */
async function evenBounds({ rows, extent }: KeysToCut, count: number): Promise<readonly KeyText[] | undefined> {
  if (extent === undefined) return undefined;
  const found = await extent();
  if (found === null) return [];
  const [low, high] = [BigInt(found[0]), BigInt(found[1])];
  const span = high - low + 1n;
  if (span > BigInt(rows) * BigInt(sparse) || span < BigInt(count) * 2n) return undefined;
  return Array.from({ length: count - 1 }, (_, index) => [String(low + (span * BigInt(index + 1)) / BigInt(count))]);
}

/** Keys of any type: every so manieth of the index, one short statement each. */
async function walkBounds({ keyBehind }: KeysToCut, step: number): Promise<readonly KeyText[]> {
  const bounds: KeyText[] = [];
  while (bounds.length < mostRanges) {
    const bound = await keyBehind(bounds.at(-1) ?? null, step - 1);
    if (bound === undefined) break;
    bounds.push(bound);
  }
  return bounds;
}
