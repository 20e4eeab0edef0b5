import { keyOf } from '../bson/key-string.ts';
import { bsonType } from '../bson/types.ts';
import { bytesOf, documentValue, type Field, fieldsOf, idOf, textOf, type Value } from '../bson/value.ts';
import { documentWriter, valueOf } from '../bson/writer.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { add } from './arithmetic.ts';
import { changeAt } from './change-at.ts';

export interface Updated {
  readonly after: Buffer;
  /** `updateDescription` of the change event; undefined for a replacement. */
  readonly description: Buffer | undefined;
}

/** Applies an update to a document; undefined when it changes nothing. `inserting` is set for the document that an upsert makes. */
export type Update = (before: Buffer, inserting: boolean) => Updated | undefined;

/** What an update did so far: the document, and the parts of its description. */
interface Progress {
  after: Buffer;
  readonly updated: Map<string, Value>;
  readonly removed: string[];
}

interface Step {
  readonly operator: string;
  readonly path: string;
  readonly apply: (progress: Progress) => void;
}

export function updateOf(update: Value): Update {
  if (update.type === bsonType.array) throw notBuilt('an update by a pipeline');
  const fields = fieldsOf(update);
  if (fields[0]?.name.startsWith('$') !== true) return replacement(update, fields);
  const steps = fields.flatMap((operator) => {
    if (!operator.name.startsWith('$'))
      throw new ServerError(
        9,
        `Unknown modifier: ${operator.name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (operator.type !== bsonType.object)
      throw new ServerError(9, `Modifiers operate on fields but we found type something else for ${operator.name}`);
    return fieldsOf(operator).map((field) => stepOf(operator.name, field));
  });
  refuseConflicts(steps);
  // New fields come in the order of their names, as of MongoDB 5.0.
  steps.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return (before, inserting) => apply(steps, before, inserting);
}

/** Whether an update replaces the document. */
export function isReplacement(update: Value): boolean {
  return update.type === bsonType.object && fieldsOf(update)[0]?.name.startsWith('$') !== true;
}

function replacement(update: Value, fields: readonly Field[]): Update {
  const dollar = fields.find((field) => field.name.startsWith('$'));
  if (dollar !== undefined)
    throw new ServerError(
      52,
      `The dollar ($) prefixed field '${dollar.name}' is not allowed in the context of an update's replacement document.`,
    );
  return (before) => {
    const id = idOf(documentValue(before));
    const own = idOf(update);
    if (own !== undefined && id !== undefined && keyOf(own) !== keyOf(id)) throw immutableId();
    const writer = documentWriter(bytesOf(update).length + 32);
    writer.field('_id', id ?? own);
    for (const field of fields) if (field.name !== '_id') writer.value(field.name, field);
    const after = writer.finish();
    return after.equals(before) ? undefined : { after, description: undefined };
  };
}

function apply(steps: readonly Step[], before: Buffer, inserting: boolean): Updated | undefined {
  const progress: Progress = { after: before, updated: new Map(), removed: [] };
  for (const step of steps) if (inserting || step.operator !== '$setOnInsert') step.apply(progress);
  if (progress.after.equals(before)) return undefined;
  const [was, is] = [idOf(documentValue(before)), idOf(documentValue(progress.after))];
  if (was !== undefined && (is === undefined || keyOf(was) !== keyOf(is))) throw immutableId();
  const writer = documentWriter();
  writer.open('updatedFields');
  for (const [path, value] of progress.updated) writer.value(path, value);
  writer.close();
  writer.field('removedFields', progress.removed);
  writer.field('truncatedArrays', []);
  return { after: progress.after, description: writer.finish() };
}

function immutableId(): ServerError {
  return new ServerError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
}

function stepOf(operator: string, field: Field): Step {
  const path = field.name;
  if (path === '') throw new ServerError(56, 'An empty update path is not valid.', { codeName: 'EmptyFieldName' });
  switch (operator) {
    case '$set':
    case '$setOnInsert':
      return { operator, path, apply: (progress) => set(progress, path, () => field) };
    case '$inc':
      return { operator, path, apply: (progress) => set(progress, path, (old) => (old === undefined ? field : add(old, field, '$inc'))) };
    case '$unset':
      return { operator, path, apply: (progress) => unset(progress, path) };
    case '$push':
      return { operator, path, apply: (progress) => push(progress, path, pushedValues(field)) };
    case '$rename':
      return { operator, path, apply: (progress) => rename(progress, path, textOf(field)) };
    default:
      if (['$min', '$max', '$mul', '$pop', '$pull', '$pullAll', '$addToSet', '$currentDate', '$bit'].includes(operator))
        throw notBuilt(`the update operator ${operator}`);
      throw new ServerError(
        9,
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
  }
}

function set(progress: Progress, path: string, change: (old: Value | undefined) => Value): void {
  const old = valueAt(progress.after, path);
  const value = change(old);
  if (old !== undefined && old.type === value.type && bytesOf(old).equals(bytesOf(value))) return;
  progress.after = changeAt(progress.after, path.split('.'), () => value);
  progress.updated.set(path, value);
}

function unset(progress: Progress, path: string): void {
  const after = changeAt(progress.after, path.split('.'), () => undefined);
  if (after.equals(progress.after)) return;
  progress.after = after;
  progress.removed.push(path);
}

function rename(progress: Progress, from: string, to: string): void {
  const value = valueAt(progress.after, from);
  if (value === undefined) return;
  unset(progress, from);
  set(progress, to, () => value);
}

function push(progress: Progress, path: string, added: readonly Value[]): void {
  const old = valueAt(progress.after, path);
  if (old === undefined) return set(progress, path, () => valueOf(added));
  if (old.type !== bsonType.array) throw new ServerError(2, `The field '${path}' must be an array but is of another type`);
  const elements = fieldsOf(old);
  progress.after = changeAt(progress.after, path.split('.'), () => valueOf([...elements, ...added]));
  for (const [index, value] of added.entries()) progress.updated.set(`${path}.${elements.length + index}`, value);
}

function pushedValues(field: Field): readonly Value[] {
  if (field.type !== bsonType.object) return [field];
  const modifiers = fieldsOf(field);
  if (!modifiers.some((modifier) => modifier.name === '$each')) return [field];
  const other = modifiers.find((modifier) => modifier.name !== '$each');
  if (other !== undefined) throw notBuilt(`$push with ${other.name}`);
  return modifiers.flatMap((modifier) => fieldsOf(modifier));
}

function valueAt(document: Buffer, path: string): Value | undefined {
  let value: Value | undefined = documentValue(document);
  for (const step of path.split('.')) {
    if (value === undefined || (value.type !== bsonType.object && value.type !== bsonType.array)) return undefined;
    value = fieldsOf(value).find((field) => field.name === step);
  }
  return value;
}

function refuseConflicts(steps: readonly Step[]): void {
  const paths = steps.map((step) => step.path).sort();
  for (const [index, path] of paths.entries()) {
    const next = paths[index + 1];
    if (next === path || next?.startsWith(`${path}.`) === true) {
      throw new ServerError(40, `Updating the path '${next}' would create a conflict at '${path}'`);
    }
  }
}
