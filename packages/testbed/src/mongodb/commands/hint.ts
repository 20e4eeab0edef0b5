import { keyOf } from '../bson/key-string.ts';
import { bsonType, isNumeric } from '../bson/types.ts';
import { documentValue, fieldsOf, numberOf, textOf, type Value } from '../bson/value.ts';
import { ServerError } from '../errors.ts';
import { type Collection, indexName } from '../storage/collection.ts';

/** The name of the index that a hint names by name or key; 2 when there is none such. `$natural` stands for itself. Nothing here reads by an index: results are the same. */
export function hintedIndex(hint: Value | undefined, collection: Collection | undefined): string | undefined {
  if (hint === undefined) return undefined;
  if (hint.type === bsonType.object && fieldsOf(hint)[0]?.name === '$natural') return '$natural';
  const found = hint.type === bsonType.string ? byName(textOf(hint), collection) : byKey(hint, collection);
  if (found === undefined && collection !== undefined) {
    throw new ServerError(
      2,
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  }
  return found ?? '';
}

function byName(name: string, collection: Collection | undefined): string | undefined {
  return name === '_id_' || collection?.indexes.some((index) => indexName(index) === name) === true ? name : undefined;
}

function byKey(key: Value, collection: Collection | undefined): string | undefined {
  const [only, second] = key.type === bsonType.object ? fieldsOf(key) : [];
  if (only?.name === '_id' && second === undefined && isNumeric(only.type) && Math.abs(numberOf(only, 'hint')) === 1) return '_id_';
  const wanted = keyOf(key);
  for (const index of collection?.indexes ?? []) {
    const own = fieldsOf(documentValue(index)).find((field) => field.name === 'key');
    if (own !== undefined && keyOf(own) === wanted) return indexName(index);
  }
  return undefined;
}
