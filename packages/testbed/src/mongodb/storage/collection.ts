import { randomBytes } from 'node:crypto';
import { bsonType } from '../bson/types.ts';
import { documentValue, fieldOf, fieldsOf, truthOf, type Value } from '../bson/value.ts';
import { type DocumentValidator, validatorOf } from '../query/validator.ts';
import { type UniqueIndex, uniqueIndex } from './index-keys.ts';
import { type OrderedRecords, orderedRecords } from './ordered-records.ts';

export interface Collection {
  readonly db: string;
  /** Changes when the collection is renamed. */
  name: string;
  /** Sixteen bytes. */
  readonly uuid: Buffer;
  readonly records: OrderedRecords;
  /** As `create` and `collMod` were given them. */
  options: Buffer;
  /** Whether before-images may be read in change streams. */
  preImages: boolean;
  validator: DocumentValidator | undefined;
  /** Specifications of all but the `_id` index, as given. */
  indexes: readonly Buffer[];
  readonly unique: Map<string, UniqueIndex>;
}

export function newUuid(): Buffer {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}

export function openCollection(db: string, name: string, uuid: Buffer, options: Buffer): Collection {
  const collection: Collection = {
    db,
    name,
    uuid,
    records: orderedRecords(),
    options,
    preImages: false,
    validator: undefined,
    indexes: [],
    unique: new Map(),
  };
  setOptions(collection, options);
  return collection;
}

const preImagesOption = Buffer.from('changeStreamPreAndPostImages');
const validatorOption = Buffer.from('validator');
const enabled = Buffer.from('enabled');
const viewOn = Buffer.from('viewOn');

export function setOptions(collection: Collection, options: Buffer): void {
  const document = documentValue(options);
  const images = fieldOf(document, preImagesOption);
  const on = images === undefined ? undefined : fieldOf(images, enabled);
  const validator = fieldOf(document, validatorOption);
  collection.options = options;
  collection.preImages = on !== undefined && truthOf(on);
  collection.validator = validator === undefined ? undefined : validatorOf(validator);
}

export function isView(collection: Collection): boolean {
  return fieldOf(documentValue(collection.options), viewOn) !== undefined;
}

/** Adds indexes; what exists under the same name stays. Refuses a unique one that the documents break. */
export function addIndexes(collection: Collection, specifications: readonly Value[]): void {
  for (const specification of specifications) {
    const fields = new Map(fieldsOf(specification).map((field) => [field.name, field]));
    const name = fields.get('name');
    if (name === undefined || name.type !== bsonType.string) continue;
    const bytes = Buffer.from(name.bytes.subarray(specification.start, specification.end));
    const unique = fields.get('unique');
    if (unique !== undefined && truthOf(unique)) {
      const index = uniqueIndex(collection, documentValue(bytes));
      const scan = collection.records.scan(1);
      while (scan.next()) index.replace(scan.key, undefined, scan.record);
      collection.unique.set(index.name, index);
    }
    collection.indexes = [...collection.indexes, bytes];
  }
}

export function dropIndex(collection: Collection, name: string): void {
  collection.unique.delete(name);
  collection.indexes = collection.indexes.filter((bytes) => indexName(bytes) !== name);
}

const nameField = Buffer.from('name');

export function indexName(specification: Buffer): string {
  const name = fieldOf(documentValue(specification), nameField);
  return name === undefined ? '' : name.bytes.toString('utf8', name.start + 4, name.end - 1);
}
