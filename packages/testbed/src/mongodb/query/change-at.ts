import { bsonType } from '../bson/types.ts';
import { documentValue, fieldsOf, type Value } from '../bson/value.ts';
import { type DocumentWriter, documentWriter, indexName } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';

/** What becomes of the value at a path; undefined is the missing one, before as after. */
export type ValueChange = (old: Value | undefined) => Value | undefined;

const largestPadding = 1_500_000;

/** A document with one value changed; everything else is copied as it is. Objects on the way are made when there is something to put in. */
export function changeAt(document: Buffer, path: readonly string[], change: ValueChange): Buffer {
  const writer = documentWriter(document.length + 128);
  writeObject(writer, documentValue(document), path, 0, change);
  return writer.finish();
}

function writeObject(writer: DocumentWriter, object: Value, path: readonly string[], from: number, change: ValueChange): void {
  const name = path[from] ?? '';
  let met = false;
  for (const field of fieldsOf(object)) {
    if (field.name === name) {
      met = true;
      writeStep(writer, name, field, path, from, change);
    } else writer.value(field.name, field);
  }
  if (!met) writeStep(writer, name, undefined, path, from, change);
}

function writeStep(
  writer: DocumentWriter,
  name: string,
  old: Value | undefined,
  path: readonly string[],
  from: number,
  change: ValueChange,
): void {
  if (from === path.length - 1) {
    const value = change(old);
    if (value !== undefined) writer.value(name, value);
    return;
  }
  if (old === undefined) return writeMissing(writer, name, path, from, change);
  if (old.type === bsonType.object) {
    writer.open(name);
    writeObject(writer, old, path, from + 1, change);
    writer.close();
  } else if (old.type === bsonType.array) writeArray(writer, name, old, path, from + 1, change);
  else if (change(undefined) === undefined) writer.value(name, old);
  else throw new ServerError(28, `Cannot create field '${path[from + 1]}' in element {${name}: …}`);
}

function writeMissing(writer: DocumentWriter, name: string, path: readonly string[], from: number, change: ValueChange): void {
  const value = change(undefined);
  if (value === undefined) return;
  writer.open(name);
  writeStep(writer, path[from + 1] ?? '', undefined, path, from + 1, change);
  writer.close();
}

/** In an array a step is an index: one behind the end pads with null, and what is taken out becomes null. */
function writeArray(writer: DocumentWriter, name: string, array: Value, path: readonly string[], from: number, change: ValueChange): void {
  const step = path[from] ?? '';
  const elements = fieldsOf(array);
  const index = /^\d+$/.test(step) ? Number(step) : -1;
  if (index < 0) {
    if (step.startsWith('$')) throw new ServerError(238, `the positional ${step} is not built into the testbed's MongoDB server`);
    if (change(undefined) !== undefined) throw new ServerError(28, `Cannot create field '${step}' in element {${name}: [ … ]}`);
    writer.value(name, array);
    return;
  }
  if (index > elements.length + largestPadding) throw new ServerError(2, 'cannot fill more than 1500000 elements of an array');
  writer.open(name, 'array');
  for (const [place, element] of elements.entries()) {
    if (place === index) writeElement(writer, element, path, from, change);
    else writer.value(indexName(place), element);
  }
  if (index >= elements.length && change(undefined) !== undefined) {
    for (let place = elements.length; place < index; place++) writer.field(indexName(place), null);
    writeStep(writer, step, undefined, path, from, change);
  }
  writer.close();
}

function writeElement(writer: DocumentWriter, element: Value, path: readonly string[], from: number, change: ValueChange): void {
  const name = path[from] ?? '';
  if (from === path.length - 1 && change(element) === undefined) writer.field(name, null);
  else writeStep(writer, name, element, path, from, change);
}
