import { bsonType, typesOfAlias } from '../bson/types.ts';
import { fieldOf, fieldsOf, textOf, type Value } from '../bson/value.ts';

/** Whether a document fits the collection's validator. */
export type DocumentValidator = (document: Value) => boolean;

const accepts: DocumentValidator = () => true;
const schemaField = Buffer.from('$jsonSchema');

/** Of a validator only `bsonType`, `required` and `properties` of `$jsonSchema` are enforced; all else is kept and listed. */
export function validatorOf(validator: Value): DocumentValidator {
  const schema = validator.type === bsonType.object ? fieldOf(validator, schemaField) : undefined;
  return schema === undefined ? accepts : schemaTest(schema);
}

function schemaTest(schema: Value): DocumentValidator {
  const tests = fieldsOf(schema).map((keyword) => keywordTest(keyword.name, keyword));
  return (value) => tests.every((test) => test(value));
}

function keywordTest(name: string, keyword: Value): DocumentValidator {
  if (name === 'bsonType') return typeTest(keyword);
  if (name === 'required' && keyword.type === bsonType.array) {
    const names = fieldsOf(keyword).map((field) => Buffer.from(textOf(field)));
    return (value) => value.type !== bsonType.object || names.every((required) => fieldOf(value, required) !== undefined);
  }
  if (name === 'properties' && keyword.type === bsonType.object) {
    const properties = fieldsOf(keyword).map((field) => ({ key: Buffer.from(field.name), test: schemaTest(field) }));
    return (value) =>
      value.type !== bsonType.object ||
      properties.every(({ key, test }) => {
        const found = fieldOf(value, key);
        return found === undefined || test(found);
      });
  }
  return accepts;
}

function typeTest(keyword: Value): DocumentValidator {
  const aliases = keyword.type === bsonType.array ? fieldsOf(keyword) : [keyword];
  const types = new Set(aliases.flatMap((alias) => (alias.type === bsonType.string ? (typesOfAlias(textOf(alias)) ?? []) : [])));
  return (value) => types.has(value.type);
}
