import { type Field, fieldsOf, type Value } from './bson/value.ts';
import { ServerError } from './errors.ts';

/** The fields of a document, all of which must be known. */
export function knownFields(document: Value, what: string, known: readonly string[]): ReadonlyMap<string, Field> {
  const fields = new Map(fieldsOf(document).map((field) => [field.name, field]));
  for (const name of fields.keys())
    if (!known.includes(name)) throw new ServerError(40415, `BSON field '${what}.${name}' is an unknown field.`);
  return fields;
}
