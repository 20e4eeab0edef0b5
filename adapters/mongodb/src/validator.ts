import type { Document } from 'bson';
import type { ColumnPath } from './column-path.ts';

/** What a `$jsonSchema` validator says of a path. */
export interface DeclaredField {
  readonly path: ColumnPath;
  readonly kinds: ReadonlySet<string>;
  /** Every document has it, and it is not null. */
  readonly required: boolean;
}

/** Fields with their types, leaves only; nothing for a validator of another kind, or one that only warns. */
export function declaredFields(options: Document): readonly DeclaredField[] {
  const schema: unknown = options['validator']?.['$jsonSchema'];
  const isBinding = (options['validationAction'] ?? 'error') === 'error' && (options['validationLevel'] ?? 'strict') === 'strict';
  return isObject(schema) && isBinding ? fieldsOf(schema, [], true) : [];
}

function fieldsOf(schema: Document, path: ColumnPath, isRequired: boolean): readonly DeclaredField[] {
  const properties: unknown = schema['properties'];
  if (!isObject(properties)) return [];
  const required: unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties).flatMap(([name, property]): readonly DeclaredField[] => {
    if (!isObject(property)) return [];
    const own = [...path, name];
    const kinds = kindsOf(property);
    const always = isRequired && required.includes(name) && !kinds.has('null');
    if (kinds.has('object') && isObject(property['properties'])) return fieldsOf(property, own, always);
    return kinds.size === 0 ? [] : [{ path: own, kinds, required: always }];
  });
}

function kindsOf({ bsonType }: Document): ReadonlySet<string> {
  const names: unknown[] = Array.isArray(bsonType) ? bsonType : [bsonType];
  return new Set(names.filter((name) => typeof name === 'string').flatMap((name) => (name === 'number' ? numbers : [name])));
}

const numbers = ['int', 'long', 'double', 'decimal'];

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
