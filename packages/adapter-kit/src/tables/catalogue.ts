import type { CollectionDescription, CollectionName } from '@lienthong/core';

/** What every engine's catalogue says of a table or view. */
export interface TableEntry extends CollectionName {
  readonly kind: CollectionDescription['kind'];
  /** About how many; `undefined`: nobody counts them. */
  readonly rows: number | undefined;
  readonly comment: string | undefined;
}

/** What every engine's catalogue says of a column that may be read. */
export interface TableColumn {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly nullable: boolean;
  readonly generated: boolean;
  readonly comment: string | undefined;
}

/** Columns that an index or a constraint puts in order. */
export interface CatalogueKey {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly primary: boolean;
  readonly unique: boolean;
  readonly columns: readonly string[];
}

/** No two rows share it, no part of it is NULL, and all of it may be read. */
export function isKey(key: CatalogueKey, columns: readonly Pick<TableColumn, 'name' | 'nullable'>[]): boolean {
  return key.unique && key.columns.every((name) => columns.find((column) => column.name === name)?.nullable === false);
}

/** One column of a key, as a catalogue tells it. */
export interface KeyPart extends Omit<CatalogueKey, 'columns'> {
  readonly column: string;
}

/** Keys of their parts: in the order in which they begin, their columns as they come. */
export function gatherKeys(parts: readonly KeyPart[]): readonly CatalogueKey[] {
  const keys = new Map<string, CatalogueKey & { readonly columns: string[] }>();
  for (const { column, ...of } of parts) {
    const place = JSON.stringify([of.schema, of.table, of.name, of.primary]);
    const key = keys.get(place) ?? { ...of, columns: [] };
    keys.set(place, key);
    key.columns.push(column);
  }
  return [...keys.values()];
}
