import { type KeyString, keyOf, nullKey } from '../bson/key-string.ts';
import { bsonType } from '../bson/types.ts';
import { documentValue, type Field, fieldOf, fieldsOf, textOf, truthOf, type Value } from '../bson/value.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { pathOf, valuesAt } from '../query/paths.ts';

/** Which record holds which key. */
export interface UniqueIndex {
  readonly name: string;
  /** Throws 11000 when another record has a key of this document. */
  check(record: KeyString, document: Buffer): void;
  /** One record as it was and as it is; undefined where there is none. */
  replace(record: KeyString, before: Buffer | undefined, after: Buffer | undefined): void;
}

const keyField = Buffer.from('key');
const nameField = Buffer.from('name');
const sparseField = Buffer.from('sparse');
const partialField = Buffer.from('partialFilterExpression');

export function uniqueIndex(namespace: { readonly db: string; readonly name: string }, specification: Value): UniqueIndex {
  const pattern = fieldOf(specification, keyField);
  const nameValue = fieldOf(specification, nameField);
  if (pattern === undefined || nameValue === undefined) throw new ServerError(9, 'An index needs a key and a name');
  if (fieldOf(specification, partialField) !== undefined) throw notBuilt('a unique index with partialFilterExpression');
  const name = textOf(nameValue);
  const sparse = fieldOf(specification, sparseField);
  const fields = fieldsOf(pattern);
  const holders = new Map<KeyString, KeyString>();
  const keys = (document: Buffer): readonly KeyString[] => keysOf(documentValue(document), fields, sparse !== undefined && truthOf(sparse));
  const check = (record: KeyString, document: Buffer): void => {
    for (const key of keys(document)) {
      const holder = holders.get(key);
      if (holder !== undefined && holder !== record) throw duplicateKey(`${namespace.db}.${namespace.name}`, name, pattern);
    }
  };
  const replace = (record: KeyString, before: Buffer | undefined, after: Buffer | undefined): void => {
    if (after !== undefined) check(record, after);
    for (const key of before === undefined ? [] : keys(before)) if (holders.get(key) === record) holders.delete(key);
    for (const key of after === undefined ? [] : keys(after)) holders.set(key, record);
  };
  return { name, check, replace };
}

/** A real server's message goes on with the values of the key; they stay out of messages here. */
export function duplicateKey(namespace: string, index: string, pattern: Value): ServerError {
  return new ServerError(11000, `E11000 duplicate key error collection: ${namespace} index: ${index}`, {
    fields: { keyPattern: pattern },
  });
}

/** All combinations of what the fields hold; an array counts by its elements. */
function keysOf(document: Value, fields: readonly Field[], sparse: boolean): readonly KeyString[] {
  let keys: readonly KeyString[] = [''];
  let missing = 0;
  for (const field of fields) {
    const values = valuesAt(document, pathOf(field.name)).flatMap((value) => (value.type === bsonType.array ? fieldsOf(value) : [value]));
    if (values.length === 0) missing++;
    const parts = values.length === 0 ? [nullKey] : values.map((value) => keyOf(value));
    keys = keys.flatMap((key) => parts.map((part) => key + part));
  }
  return sparse && missing === fields.length ? [] : keys;
}
