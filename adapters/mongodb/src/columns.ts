import type { CollectionPath } from './collection-path.ts';
import { ordinalColumn } from './collection-path.ts';
import { type ColumnPath, formatColumn, parseColumn } from './column-path.ts';
import type { Known } from './knowledge.ts';
import { type FieldStatistics, formatKinds } from './statistics.ts';
import { type MongoType, mongoType, typeFor } from './types.ts';

export interface Column {
  readonly name: string;
  readonly path: ColumnPath;
  readonly type: MongoType;
  /** For people: what the sampled documents hold. */
  readonly native: string;
  readonly nullable: boolean;
  /** It numbers the elements of this array. */
  readonly ordinal: boolean;
}

/** By what the options declare, else by what a validator enforces, else by what the sampled documents hold. */
export function columnsOf(path: CollectionPath, known: Known, options: ReadonlyMap<string, MongoType>): readonly Column[] {
  const columns = new Map<string, Column>();
  const add = (column: Column) => columns.set(column.name, column);
  for (const column of sampledColumns(known.fields, path.arrays)) add(column);
  if (path.arrays.length === 0) for (const column of validatedColumns(known)) add(column);
  for (const [name, type] of options) {
    add({
      name,
      path: parseColumn(name),
      type,
      native: `${type.native} (declared)`,
      nullable: columns.get(name)?.nullable ?? true,
      ordinal: false,
    });
  }
  for (const array of path.arrays) {
    const integer = mongoType('int');
    if (integer !== undefined)
      add({ name: ordinalColumn(array), path: array, type: integer, native: 'place in the array', nullable: false, ordinal: true });
  }
  return [...columns.values()];
}

function sampledColumns(fields: ReadonlyMap<string, FieldStatistics>, arrays: readonly ColumnPath[]): readonly Column[] {
  const [array, ...inner] = arrays;
  return [...fields.values()].flatMap((field): readonly Column[] => {
    if (array !== undefined && startsWith(array, field.path)) {
      // The array itself gives its elements; what it lies in, its other fields.
      if (field.path.length < array.length) return sampledColumns(field.fields, arrays);
      return field.elements.size > 0 ? sampledColumns(field.elements, inner) : leaf(field, field.elementKinds);
    }
    const others = [...field.kinds.keys()].filter((kind) => kind !== 'object' && kind !== 'null' && kind !== 'undefined');
    if (others.length === 0 && field.fields.size > 0) return sampledColumns(field.fields, arrays);
    return leaf(field, field.kinds);
  });
}

function leaf({ path }: FieldStatistics, kinds: ReadonlyMap<string, number>): readonly Column[] {
  const type = typeFor(new Set(kinds.keys())) ?? mongoType('mixed');
  if (type === undefined) return [];
  const only = [...kinds.keys()].filter((kind) => kind !== 'null' && kind !== 'undefined');
  const native = only.length === 1 && only[0] === type.native ? type.native : `${type.native} (${formatKinds(kinds)})`;
  return [{ name: formatColumn(path), path, type, native, nullable: path[0] !== '_id', ordinal: false }];
}

function validatedColumns({ declared }: Known): readonly Column[] {
  return declared.flatMap(({ path, kinds, required }): readonly Column[] => {
    const type = typeFor(kinds);
    const nullable = !required && path[0] !== '_id';
    return type === undefined ? [] : [{ name: formatColumn(path), path, type, native: type.native, nullable, ordinal: false }];
  });
}

export function startsWith(path: ColumnPath, start: ColumnPath): boolean {
  return start.length <= path.length && start.every((part, index) => path[index] === part);
}

/** Arrays of documents, each a collection of its own kind of rows; those inside of others too. */
export function arraysOf(fields: ReadonlyMap<string, FieldStatistics>): readonly (readonly ColumnPath[])[] {
  return [...fields.values()].flatMap((field): readonly (readonly ColumnPath[])[] => {
    const below = arraysOf(field.fields);
    if (field.elements.size === 0) return below;
    return [...below, [field.path], ...arraysOf(field.elements).map((inner) => [field.path, ...inner])];
  });
}
