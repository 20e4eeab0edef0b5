import { bsonType, isNumeric } from '../bson/types.ts';
import { documentValue, type Field, fieldsOf, truthOf, type Value } from '../bson/value.ts';
import { type DocumentWriter, documentWriter } from '../bson/writer.ts';
import { notBuilt, ServerError } from '../errors.ts';

/** Makes of a document what a projection leaves. */
export type Projection = (document: Buffer) => Buffer;

/** Steps of paths that a projection names; a leaf is true. */
interface Tree {
  readonly branches: Map<string, Tree>;
}

/** Inclusion or exclusion, with dotted paths; what computes new fields is refused. */
export function projectionOf(specification: Value): Projection | undefined {
  const fields = fieldsOf(specification);
  if (fields.length === 0) return undefined;
  const wanted = fields.filter((field) => field.name !== '_id');
  const id = fields.find((field) => field.name === '_id');
  const idIncluded = id === undefined ? undefined : isIncluded(id);
  const including = wanted.length > 0 ? isIncluded(wanted[0] ?? specification) : (idIncluded ?? false);
  const root: Tree = { branches: new Map() };
  for (const field of wanted) {
    if (isIncluded(field) !== including) {
      throw new ServerError(
        including ? 31254 : 31253,
        `Cannot do ${including ? 'exclusion' : 'inclusion'} on field ${field.name} in ${including ? 'inclusion' : 'exclusion'} projection`,
      );
    }
    grow(root, field.name);
  }
  const named = including ? idIncluded !== false : idIncluded === false;
  if (named) grow(root, '_id');
  return (document) => {
    const writer = documentWriter(document.length);
    writeFields(writer, documentValue(document), root, including);
    return writer.finish();
  };
}

/** The projection that leaves the named fields out. */
export function withoutFields(names: readonly string[]): Projection {
  const root: Tree = { branches: new Map() };
  for (const name of names) grow(root, name);
  return (document) => {
    const writer = documentWriter(document.length);
    writeFields(writer, documentValue(document), root, false);
    return writer.finish();
  };
}

function isIncluded(field: Value | Field): boolean {
  if (field.type !== bsonType.bool && !isNumeric(field.type)) throw notBuilt('a projection that computes a field');
  return truthOf(field);
}

function grow(root: Tree, path: string): void {
  let tree = root;
  const steps = path.split('.');
  for (const [index, step] of steps.entries()) {
    const next = tree.branches.get(step);
    const isLast = index === steps.length - 1;
    if (next !== undefined && (isLast || next.branches.size === 0)) {
      throw new ServerError(31250, `Path collision at ${path}`);
    }
    const branch: Tree = next ?? { branches: new Map() };
    tree.branches.set(step, branch);
    tree = branch;
  }
}

function writeFields(writer: DocumentWriter, document: Value, tree: Tree, including: boolean): void {
  for (const field of fieldsOf(document)) {
    const branch = tree.branches.get(field.name);
    if (branch === undefined) {
      if (!including) writer.value(field.name, field);
    } else if (branch.branches.size === 0) {
      if (including) writer.value(field.name, field);
    } else writeNested(writer, field.name, field, branch, including);
  }
}

/** What lies below a path: objects are projected, arrays element by element; a plain value stays only where exclusion asks for something below it. */
function writeNested(writer: DocumentWriter, name: string, value: Value, tree: Tree, including: boolean): void {
  if (value.type === bsonType.object) {
    writer.open(name);
    writeFields(writer, value, tree, including);
    writer.close();
  } else if (value.type === bsonType.array) {
    writer.open(name, 'array');
    let index = 0;
    for (const element of fieldsOf(value)) {
      if (element.type !== bsonType.object && element.type !== bsonType.array && including) continue;
      writeNested(writer, String(index++), element, tree, including);
    }
    writer.close();
  } else if (!including) writer.value(name, value);
}
