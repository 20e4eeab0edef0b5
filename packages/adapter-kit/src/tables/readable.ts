import { type CollectionName, formatCollection, LienThongError, type Selection } from '@lienthong/core';

/** How an engine says what it grants. */
export interface ReadWords {
  quoteIdentifier(name: string): string;
  /** The statement that lets this login read; asked for only when it is needed. */
  grant(collection: CollectionName): string | Promise<string>;
}

/** Refuses, with the exact grant, what is not there or may not be read: servers show both alike. `columns` are those that may be read. */
export async function requireReadable<Table>(
  selection: Selection,
  table: Table | undefined,
  columns: readonly { readonly name: string }[],
  { quoteIdentifier, grant }: ReadWords,
): Promise<Table> {
  const unselected = selection.key.find((name) => !selection.columns.includes(name));
  if (unselected !== undefined) {
    throw new LienThongError('MAPPING_INVALID', { message: `key column ${unselected} is not among the selected columns` });
  }
  const missing = [...selection.columns, ...selection.key].filter((name) => !columns.some((column) => column.name === name));
  if (table !== undefined && missing.length === 0) return table;
  const name = formatCollection(selection.collection);
  const remedy = `Check the names; if they are right: ${await grant(selection.collection)}`;
  const details = { collections: [name] };
  if (table === undefined) {
    throw new LienThongError('COLLECTION_MISSING', { message: `${name} does not exist, or this login may not see it`, remedy, details });
  }
  if (columns.length === 0) {
    throw new LienThongError('SOURCE_PERMISSION_MISSING', { message: `this login may not read ${name}`, remedy, details });
  }
  throw new LienThongError('SCHEMA_CHANGED', {
    message: `${name} has no column ${[...new Set(missing)].map(quoteIdentifier).join(', ')} that this login may read`,
    ...{ remedy, details },
  });
}
