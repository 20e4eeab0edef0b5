import type { CollectionDescription, ColumnDescription } from '@lienthong/core';
import { type CatalogueKey, isKey, type TableColumn, type TableEntry } from './catalogue.ts';

/** All that a login may read. */
export interface Catalogue<Column extends TableColumn> {
  readonly tables: readonly TableEntry[];
  readonly columns: readonly Column[];
  readonly keys: readonly CatalogueKey[];
}

/** Tables as they are described; those of which nothing may be read are left out. */
export function describeTables<Column extends TableColumn>(
  { tables, columns, keys }: Catalogue<Column>,
  typeOf: (column: Column) => Pick<ColumnDescription, 'nativeType' | 'type'>,
): readonly CollectionDescription[] {
  const [columnsOf, keysOf] = [groupByTable(columns), groupByTable(keys)];
  return tables.flatMap(({ schema, name, kind, rows, comment }): readonly CollectionDescription[] => {
    const place = placeOf(schema, name);
    const own = columnsOf.get(place) ?? [];
    if (own.length === 0) return [];
    const unique = (keysOf.get(place) ?? []).filter((key) => isKey(key, own));
    return [
      {
        collection: { schema, name },
        kind,
        columns: own.map((column) => ({
          name: column.name,
          ...typeOf(column),
          nullable: column.nullable,
          generated: column.generated,
          comment: column.comment,
        })),
        primaryKey: unique.find(({ primary }) => primary)?.columns ?? [],
        uniqueKeys: unique.filter(({ primary }) => !primary).map((key) => key.columns),
        rowEstimate: kind === 'view' ? undefined : rows,
        comment,
      },
    ];
  });
}

function placeOf(schema: string, table: string): string {
  return JSON.stringify([schema, table]);
}

function groupByTable<T extends { readonly schema: string; readonly table: string }>(
  items: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const place = placeOf(item.schema, item.table);
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [item]);
    else group.push(item);
  }
  return groups;
}
