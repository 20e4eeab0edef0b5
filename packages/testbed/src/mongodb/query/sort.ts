import { type KeyString, keyOf, missingKey, nullKey } from '../bson/key-string.ts';
import { bsonType } from '../bson/types.ts';
import { documentValue, fieldsOf, numberOf, type Value } from '../bson/value.ts';
import { ServerError } from '../errors.ts';
import { type Path, pathOf, valuesAt } from './paths.ts';

export interface SortField {
  readonly path: Path;
  readonly name: string;
  readonly direction: 1 | -1;
}

export function sortOf(specification: Value): readonly SortField[] {
  return fieldsOf(specification).map((field) => {
    const direction = field.type === bsonType.object ? 0 : numberOf(field, `sort.${field.name}`);
    if (direction !== 1 && direction !== -1) {
      throw new ServerError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
    return { path: pathOf(field.name), name: field.name, direction };
  });
}

/** Sorts by all fields in MongoDB's order; equal documents keep their order. */
export function sorted(documents: readonly Buffer[], sort: readonly SortField[]): Buffer[] {
  const keyed = documents.map((document) => ({ document, keys: sort.map((field) => sortKey(documentValue(document), field)) }));
  keyed.sort((a, b) => compare(a.keys, b.keys, sort));
  return keyed.map(({ document }) => document);
}

function compare(a: readonly KeyString[], b: readonly KeyString[], sort: readonly SortField[]): number {
  for (let index = 0; index < sort.length; index++) {
    const left = a[index] ?? '';
    const right = b[index] ?? '';
    if (left !== right) return left < right === (sort[index]?.direction === 1) ? -1 : 1;
  }
  return 0;
}

/** An array sorts by its least element, or its greatest when descending; an empty one as undefined; a missing field as null. */
function sortKey(document: Value, { path, direction }: SortField): KeyString {
  const keys = valuesAt(document, path).flatMap((value) => (value.type === bsonType.array ? elementKeys(value) : [keyOf(value)]));
  if (keys.length === 0) return nullKey;
  return keys.reduce((best, key) => (key < best === (direction === 1) ? key : best));
}

function elementKeys(array: Value): readonly KeyString[] {
  const elements = fieldsOf(array);
  return elements.length === 0 ? [missingKey] : elements.map((element) => keyOf(element));
}
