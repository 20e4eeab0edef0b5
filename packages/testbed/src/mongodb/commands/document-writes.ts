import { ObjectId } from 'bson';
import { type KeyString, keyOf } from '../bson/key-string.ts';
import { bsonType } from '../bson/types.ts';
import { bytesOf, documentValue, fieldsOf, idOf, type Value } from '../bson/value.ts';
import { documentWriter, valueOf, writeDocument } from '../bson/writer.ts';
import { maxUserBytes } from '../change-streams/split.ts';
import { ServerError } from '../errors.ts';
import { scan } from '../query/find.ts';
import { isReplacement, type Update } from '../query/update.ts';
import type { Collection } from '../storage/collection.ts';
import { duplicateKey } from '../storage/index-keys.ts';
import type { Change, Operation } from '../storage/oplog.ts';
import type { Scope } from '../transactions.ts';

/** Inserts a document; one without `_id` gets one. Returns it as it is stored. */
export function insertDocument(scope: Scope, collection: Collection, document: Value): Buffer {
  const bytes = withIdFirst(document);
  const id = requiredId(bytes);
  if (id.type === bsonType.array || id.type === bsonType.regex || id.type === bsonType.undefined) {
    throw new ServerError(53, "The '_id' value cannot be of type array, regex or undefined", { codeName: 'InvalidIdField' });
  }
  if (scope.reader(collection).get(keyOf(id)) !== undefined) {
    throw duplicateKey(`${collection.db}.${collection.name}`, '_id_', documentValue(writeDocument({ _id: 1 })));
  }
  writeDocumentChange(scope, collection, 'insert', id, undefined, bytes, undefined);
  return bytes;
}

export function deleteDocument(scope: Scope, collection: Collection, before: Buffer): void {
  writeDocumentChange(scope, collection, 'delete', requiredId(before), before, undefined, undefined);
}

/** Applies an update to a document; returns what it is then, or undefined when nothing changed. */
export function updateDocument(scope: Scope, collection: Collection, before: Buffer, update: Update): Buffer | undefined {
  const updated = update(before, false);
  if (updated === undefined) return undefined;
  const operation = updated.description === undefined ? 'replace' : 'update';
  writeDocumentChange(scope, collection, operation, requiredId(before), before, updated.after, updated.description);
  return updated.after;
}

/** Inserts what an update makes of the values that its filter demands. */
export function upsertDocument(
  scope: Scope,
  collection: Collection,
  filter: Value | undefined,
  specification: Value,
  update: Update,
): Buffer {
  const demanded = fieldsOf(filter ?? documentValue(writeDocument({}))).filter(
    (field) => isEquality(field) && (field.name === '_id' || !isReplacement(specification)),
  );
  const writer = documentWriter();
  const own = fieldsOf(specification).find((field) => field.name === '_id');
  const id = demanded.find((field) => field.name === '_id') ?? (isReplacement(specification) ? own : undefined);
  if (id !== undefined) writer.value('_id', id);
  for (const field of demanded) if (field.name !== '_id' && !field.name.includes('.')) writer.value(field.name, field);
  const start = writer.finish();
  return insertDocument(scope, collection, documentValue(update(start, true)?.after ?? start));
}

/** Documents that pass a filter, looked up before the first is written. */
export function documentsFor(scope: Scope, collection: Collection, filter: Value | undefined, one: boolean): readonly Buffer[] {
  const pull = scan(scope.reader(collection), { filter, min: undefined, max: undefined }, 1);
  const found: Buffer[] = [];
  for (let document = pull(); document !== undefined; document = pull()) {
    found.push(document);
    if (one) break;
  }
  return found;
}

function isEquality(field: Value & { readonly name: string }): boolean {
  return !field.name.startsWith('$') && !(field.type === bsonType.object && fieldsOf(field)[0]?.name.startsWith('$') === true);
}

function writeDocumentChange(
  scope: Scope,
  collection: Collection,
  operation: Operation,
  id: Value,
  before: Buffer | undefined,
  after: Buffer | undefined,
  description: Buffer | undefined,
): void {
  if (after !== undefined) {
    checkDocument(collection, keyOf(id), after);
  }
  const change: Change = {
    operation,
    db: collection.db,
    collection: collection.name,
    uuid: collection.uuid,
    id,
    before,
    after,
    description,
    details: undefined,
  };
  scope.write(collection, change);
}

function checkDocument(collection: Collection, key: KeyString, document: Buffer): void {
  if (document.length > maxUserBytes) {
    throw new ServerError(
      10334,
      `BSONObj size: ${document.length} (0x${document.length.toString(16).toUpperCase()}) is invalid. Size must be between 0 and ${maxUserBytes}(16MB)`,
    );
  }
  if (collection.validator?.(documentValue(document)) === false) throw new ServerError(121, 'Document failed validation');
  for (const index of collection.unique.values()) index.check(key, document);
}

function requiredId(document: Buffer): Value {
  const id = idOf(documentValue(document));
  if (id === undefined) throw new Error('A stored document has no _id.');
  return id;
}

/** `_id` stands first in every stored document. */
function withIdFirst(document: Value): Buffer {
  const { bytes, start } = document;
  const startsWithId = bytes[start + 5] === 0x5f && bytes[start + 6] === 0x69 && bytes[start + 7] === 0x64 && bytes[start + 8] === 0;
  if (startsWithId) return bytesOf(document);
  const writer = documentWriter(document.end - start + 32);
  writer.value('_id', idOf(document) ?? valueOf(new ObjectId()));
  for (const field of fieldsOf(document)) if (field.name !== '_id') writer.value(field.name, field);
  return writer.finish();
}
