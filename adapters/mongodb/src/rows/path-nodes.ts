import type { ColumnPath } from '../column-path.ts';
import type { SelectedColumn } from '../shape.ts';

/** What becomes of a field: places of columns that it fills, fields below it, or an array whose elements make rows. */
export interface PathNode {
  readonly places: number[];
  readonly fields: PathNodes | undefined;
  /** Index of the array in the collection's path. */
  readonly array: number | undefined;
  /** Every column below. */
  readonly below: readonly number[];
  readonly path: ColumnPath;
}

/** The fields of a document that are wanted. Documents of a collection mostly have theirs in the same order: that is tried first. */
export interface PathNodes {
  /** Places for the element of an array itself. */
  readonly itself: readonly number[];
  readonly byName: ReadonlyMap<string, PathNode>;
  /** By the ordinal of the field in the document: the bytes of its name, and what it is. */
  readonly expected: ExpectedField[];
}

export interface ExpectedField {
  readonly name: Buffer;
  readonly node: PathNode | undefined;
}

/** Of the fields of a document, and of each array's elements. */
export interface PathPlan {
  readonly root: PathNodes;
  /** By the index of the array. */
  readonly elements: readonly PathNodes[];
}

export function planPaths(columns: readonly SelectedColumn[], arrays: readonly ColumnPath[]): PathPlan {
  const levels: SelectedPlace[][] = [[], ...arrays.map(() => [])];
  for (const [place, { path, ordinal }] of columns.entries()) {
    if (ordinal !== undefined) continue;
    const level = levelOf(path, arrays);
    const from = level === 0 ? 0 : (arrays[level - 1]?.length ?? 0);
    levels[level]?.push({ place, rest: path.slice(from), path });
  }
  const nodes = levels.map((places, level) => nodesOf(places, restOf(arrays, level), level));
  return { root: nodes[0] ?? nodesOf([], undefined, 0), elements: nodes.slice(1) };
}

/** How many of the arrays the path goes through. */
function levelOf(path: ColumnPath, arrays: readonly ColumnPath[]): number {
  let level = 0;
  while (level < arrays.length && isWithin(path, arrays[level] ?? [])) level += 1;
  return level;
}

function isWithin(path: ColumnPath, array: ColumnPath): boolean {
  return array.length <= path.length && array.every((part, index) => path[index] === part);
}

/** The next array's path, from the elements of the one before. */
function restOf(arrays: readonly ColumnPath[], level: number): ColumnPath | undefined {
  const next = arrays[level];
  return next?.slice(level === 0 ? 0 : (arrays[level - 1]?.length ?? 0));
}

interface SelectedPlace {
  readonly place: number;
  readonly rest: ColumnPath;
  readonly path: ColumnPath;
}

function nodesOf(places: readonly SelectedPlace[], array: ColumnPath | undefined, level: number): PathNodes {
  const names = new Set([...places.flatMap(({ rest }) => rest.slice(0, 1)), ...(array?.slice(0, 1) ?? [])]);
  const byName = new Map<string, PathNode>();
  for (const name of names) {
    const own = places.filter(({ rest }) => rest[0] === name);
    const deeper = own.filter(({ rest }) => rest.length > 1).map((place) => ({ ...place, rest: place.rest.slice(1) }));
    const inner = array?.[0] === name && array.length > 1 ? array.slice(1) : undefined;
    byName.set(name, {
      places: own.filter(({ rest }) => rest.length === 1).map(({ place }) => place),
      fields: deeper.length > 0 || inner !== undefined ? nodesOf(deeper, inner, level) : undefined,
      array: array?.[0] === name && array.length === 1 ? level : undefined,
      below: deeper.map(({ place }) => place),
      path: own[0]?.path ?? [name],
    });
  }
  return { itself: places.filter(({ rest }) => rest.length === 0).map(({ place }) => place), byName, expected: [] };
}

/** What the field at this ordinal of a document is, whose name lies from `start` to `end`. */
export function nodeAt(nodes: PathNodes, ordinal: number, bytes: Buffer, start: number, end: number): PathNode | undefined {
  const expected = nodes.expected[ordinal];
  if (expected !== undefined && isName(expected.name, bytes, start, end)) return expected.node;
  const name = bytes.toString('utf8', start, end);
  const node = nodes.byName.get(name);
  // A document of very many fields is not worth remembering.
  if (ordinal < 256) nodes.expected[ordinal] = { name: Buffer.from(bytes.subarray(start, end)), node };
  return node;
}

function isName(name: Buffer, bytes: Buffer, start: number, end: number): boolean {
  const { length } = name;
  if (end - start !== length) return false;
  for (let at = 0; at < length; at++) if (bytes[start + at] !== name[at]) return false;
  return true;
}
