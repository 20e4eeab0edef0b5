import { bsonType } from '../bson/types.ts';
import { fieldOf, fieldsOf, type Value } from '../bson/value.ts';

/** A dotted path: each step as its UTF-8, and as the index it may be. */
export type Path = readonly Step[];

export interface Step {
  readonly text: string;
  readonly name: Buffer;
  readonly isIndex: boolean;
}

export function pathOf(text: string): Path {
  return text.split('.').map((step) => ({ text: step, name: Buffer.from(step), isIndex: /^(0|[1-9]\d*)$/.test(step) }));
}

/**
 * What lies at a path: an array on the way counts by its elements that are objects, and a number may be the index of one.
 * An array at the end is one value. A missing field yields nothing.
 */
export function valuesAt(document: Value, path: Path): readonly Value[] {
  const values: Value[] = [];
  visit(document, path, (value) => {
    if (value !== undefined) values.push(value);
    return false;
  });
  return values;
}

/**
 * Visits what lies at a path until the visitor says true; undefined stands for each place where it is missing.
 * Returns whether the visitor said so.
 */
export function visit(document: Value, path: Path, visitor: (value: Value | undefined) => boolean, from = 0): boolean {
  const step = path[from];
  if (step === undefined) return visitor(document);
  const found = fieldOf(document, step.name);
  if (document.type === bsonType.array) return visitArray(document, path, visitor, from, found);
  if (found === undefined) return visitor(undefined);
  if (from === path.length - 1) return visitor(found);
  if (found.type === bsonType.object || found.type === bsonType.array) return visit(found, path, visitor, from + 1);
  return visitor(undefined);
}

function visitArray(
  array: Value,
  path: Path,
  visitor: (value: Value | undefined) => boolean,
  from: number,
  byIndex: Value | undefined,
): boolean {
  if (path[from]?.isIndex === true && byIndex !== undefined) {
    const isLast = from === path.length - 1;
    if (isLast ? visitor(byIndex) : isNest(byIndex) && visit(byIndex, path, visitor, from + 1)) return true;
  }
  for (const element of fieldsOf(array)) if (element.type === bsonType.object && visit(element, path, visitor, from)) return true;
  return false;
}

function isNest(value: Value): boolean {
  return value.type === bsonType.object || value.type === bsonType.array;
}
