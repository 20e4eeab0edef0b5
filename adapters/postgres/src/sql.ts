import type { CollectionName } from '@lienthong/core';

/** `"Tên ""lạ"""`: always quoted, so that capitals, blanks and reserved words need no thought. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteCollection(collection: CollectionName): string {
  return `${quoteIdentifier(collection.schema)}.${quoteIdentifier(collection.name)}`;
}

/** A text literal that is right under any `standard_conforming_strings`: a backslash forces the E form. */
export function quoteLiteral(value: string): string {
  const quoted = value.replaceAll("'", "''");
  return value.includes('\\') ? ` E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}

/** `'42'::pg_catalog.int8`; `castType` is SQL text from the catalogue, quoted already. */
export function typedLiteral(value: string | null, castType: string): string {
  return value === null ? `NULL::${castType}` : `${quoteLiteral(value)}::${castType}`;
}

/** One column alone, several as a row: what row comparison and an index on the same columns understand. */
export function rowOf(parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(', ')})`;
}
