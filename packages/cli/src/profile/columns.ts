import type { CollectionDescription, ColumnDescription, Selection } from '@lienthong/core';
import type { ColumnFacts, ColumnKind } from '@lienthong/dictionary';

/** What is read of the collection, and what its catalogue says of each column, in the same order. */
export interface ProfiledColumns {
  readonly selection: Selection;
  readonly facts: readonly ColumnFacts[];
  /** Columns of a type that the adapter cannot read. */
  readonly left: readonly string[];
}

export function columnsToProfile(description: CollectionDescription, kinds: ReadonlyMap<string, ColumnKind>): ProfiledColumns {
  const readable = description.columns.filter(({ type }) => type !== undefined);
  const columns = readable.map(({ name }) => name);
  const facts = readable.map((column) => ({
    name: column.name,
    comment: column.comment,
    type: allowedBy(column),
    stated: kinds.get(column.name),
  }));
  const left = description.columns.filter(({ type }) => type === undefined).map(({ name }) => name);
  return { selection: { collection: description.collection, columns, key: keyOf(description, columns) }, facts, left };
}

function allowedBy({ type }: ColumnDescription): ColumnFacts['type'] {
  switch (type?.canonical.kind) {
    case 'string':
      return 'text';
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'number':
      return 'number';
    case 'date':
    case 'partial-date':
    case 'timestamp':
    case 'timestamptz':
      return 'date';
    default:
      return 'other';
  }
}

/** A table without key is read by its blocks; a view has none, and is read in the order of its first column. */
function keyOf({ kind, primaryKey, uniqueKeys }: CollectionDescription, columns: readonly string[]): readonly string[] {
  const key = [primaryKey, ...uniqueKeys].find((names) => names.length > 0 && names.every((name) => columns.includes(name)));
  if (key !== undefined) return key;
  return kind === 'view' || kind === 'foreign-table' ? columns.slice(0, 1) : [];
}
