import { type ColumnPath, formatColumn, parseColumn } from './column-path.ts';

/**
 * What a collection's name means: `ho_so` the documents of a collection; `ho_so[giay_to]` the elements of the array `giay_to` in each,
 * one row for one element, as `$unwind` makes them; `ho_so[giay_to][giay_to.anh]` the elements of an array in those.
 */
export interface CollectionPath {
  /** As the database knows it. */
  readonly collection: string;
  /** The arrays, from the outside in; each path from the root. */
  readonly arrays: readonly ColumnPath[];
}

const withArrays = /^([^[\]]+)((?:\[[^[\]]+\])+)$/u;

export function parseCollectionName(name: string): CollectionPath {
  const match = withArrays.exec(name);
  if (match === null) return { collection: name, arrays: [] };
  const arrays = [...(match[2] ?? '').matchAll(/\[([^[\]]+)\]/gu)].map(([, path]) => parseColumn(path ?? ''));
  return { collection: match[1] ?? '', arrays };
}

export function formatCollectionName({ collection, arrays }: CollectionPath): string {
  return collection + arrays.map((path) => `[${formatColumn(path)}]`).join('');
}

/** The column that says which element of its array a row is, from 0: `giay_to#`. */
export function ordinalColumn(array: ColumnPath): string {
  return `${formatColumn(array)}#`;
}
