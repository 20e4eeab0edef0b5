import { type BsonValue, bsonType, elementsOf, typeNames } from './bson/elements.ts';
import { isUuid } from './bson/scalar-text.ts';
import type { ColumnPath } from './column-path.ts';

/** What the sampled documents hold at one path. */
export interface FieldStatistics {
  readonly path: ColumnPath;
  /** How many values are of each kind: the types of `$type`, and `uuid`. */
  readonly kinds: Map<string, number>;
  /** Of the documents among them. */
  readonly fields: Map<string, FieldStatistics>;
  /** Of the documents in arrays among them. */
  readonly elements: Map<string, FieldStatistics>;
  /** The kinds of the elements of arrays among them. */
  readonly elementKinds: Map<string, number>;
}

/** Documents deeper than this are given as JSON. */
const maxDepth = 6;
/** A document whose keys are data makes fields without end. */
const maxFields = 500;

export function gatherStatistics(documents: readonly Buffer[]): ReadonlyMap<string, FieldStatistics> {
  const root = new Map<string, FieldStatistics>();
  for (const document of documents) gather(root, [], document, 0);
  return root;
}

function gather(fields: Map<string, FieldStatistics>, path: ColumnPath, bytes: Buffer, at: number): void {
  if (path.length >= maxDepth) return;
  for (const { name, value } of elementsOf(bytes, at)) {
    const known = fields.get(name) ?? (fields.size < maxFields ? newField([...path, name]) : undefined);
    if (known === undefined) continue;
    fields.set(name, known);
    count(known.kinds, kindOf(value));
    if (value.type === bsonType.object) gather(known.fields, known.path, bytes, value.start);
    if (value.type !== bsonType.array) continue;
    for (const { value: element } of elementsOf(bytes, value.start)) {
      count(known.elementKinds, kindOf(element));
      if (element.type === bsonType.object) gather(known.elements, known.path, bytes, element.start);
    }
  }
}

function kindOf({ type, bytes, start }: BsonValue): string {
  if (type === bsonType.binData && isUuid(bytes, start)) return 'uuid';
  return typeNames.get(type) ?? 'unknown';
}

function newField(path: ColumnPath): FieldStatistics {
  return { path, kinds: new Map(), fields: new Map(), elements: new Map(), elementKinds: new Map() };
}

function count(kinds: Map<string, number>, kind: string): void {
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
}

/** `string 97 %, int 3 %`: for people. */
export function formatKinds(kinds: ReadonlyMap<string, number>): string {
  const all = [...kinds.values()].reduce((sum, number) => sum + number, 0);
  const ordered = [...kinds].sort(([, one], [, other]) => other - one);
  return ordered.map(([kind, number]) => `${kind} ${share(number, all)}`).join(', ');
}

function share(part: number, all: number): string {
  const percent = (100 * part) / all;
  return percent > 99 && part < all ? '> 99 %' : percent < 1 ? '< 1 %' : `${Math.round(percent)} %`;
}
