import type { TypeMapping } from './type-mapping.ts';

/** A table, view or document collection, by its exact names (no quoting, no folding of case). */
export interface CollectionName {
  readonly schema: string;
  readonly name: string;
}

export interface CollectionDescription {
  readonly collection: CollectionName;
  readonly kind: 'table' | 'partitioned-table' | 'view' | 'materialized-view' | 'foreign-table' | 'documents';
  readonly columns: readonly ColumnDescription[];
  /** Columns of the primary key, in key order; empty when there is none. */
  readonly primaryKey: readonly string[];
  /** Other unique keys whose columns are all not null. */
  readonly uniqueKeys: readonly (readonly string[])[];
  /** What is no column of it and may be asked for as a watermark: the database knows it of every row. */
  readonly watermarks?: readonly string[];
  readonly rowEstimate: number | undefined;
  readonly comment: string | undefined;
}

export interface ColumnDescription {
  readonly name: string;
  /** As the database prints it: `numeric(15,2)`, `character varying(100)`. */
  readonly nativeType: string;
  /** `undefined`: the adapter cannot represent this type; selecting the column is an error. */
  readonly type: TypeMapping | undefined;
  readonly nullable: boolean;
  /** Computed by the database. */
  readonly generated: boolean;
  readonly comment: string | undefined;
}

const plain = /^[\p{L}_][\p{L}\p{N}_$-]*$/u;

/** `public.cong_dan`, `public."Công.Dân"`: for people and configuration files. */
export function formatCollection(collection: CollectionName): string {
  const part = (name: string) => (plain.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
  return `${part(collection.schema)}.${part(collection.name)}`;
}

/** Reads what `formatCollection` writes; `undefined` when it is none. Without a schema, `defaultSchema`. */
export function parseCollection(text: string, defaultSchema: string): CollectionName | undefined {
  const match = /^(?:("(?:[^"]|"")+"|[^".]+)\.)?("(?:[^"]|"")+"|[^".]+)$/u.exec(text.trim());
  if (match === null) return undefined;
  const plainName = (part: string) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part);
  return { schema: match[1] === undefined ? defaultSchema : plainName(match[1]), name: plainName(match[2] ?? '') };
}
