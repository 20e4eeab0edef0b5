import type { CollectionDescription } from '@lienthong/core';
import { type CatalogueColumn, type CatalogueKey, loadColumns, loadKeys, loadTables } from './catalogue.ts';
import type { Sessions } from './sessions.ts';
import { mapColumn, nativeType } from './type-mappings.ts';

/** Everything in the database that this login may read, with the mapping of every column's type. */
export async function describeSource(sessions: Sessions, signal: AbortSignal): Promise<readonly CollectionDescription[]> {
  const { tables, columns, keys } = await sessions.use(signal, async (session) => ({
    tables: await loadTables(session, 'all', signal),
    columns: groupByTable(await loadColumns(session, 'all', signal)),
    keys: groupByTable(await loadKeys(session, 'all', signal)),
  }));
  return tables.flatMap((table): readonly CollectionDescription[] => {
    const place = placeOf(table.schema, table.name);
    const own = columns.get(place) ?? [];
    if (own.length === 0) return []; // nothing of it may be read
    const unique = (keys.get(place) ?? []).filter((key) => isKey(key, own));
    return [
      {
        collection: { schema: table.schema, name: table.name },
        kind: table.kind,
        columns: own.map((column) => ({
          name: column.name,
          nativeType: nativeType(column),
          type: mapColumn(column),
          nullable: column.nullable,
          generated: column.generated,
          comment: column.comment,
        })),
        primaryKey: unique.find(({ primary }) => primary)?.columns ?? [],
        uniqueKeys: unique.filter(({ primary }) => !primary).map((key) => key.columns),
        rowEstimate: table.rows,
        comment: table.comment,
      },
    ];
  });
}

/** No part of it is NULL, and all of it may be read. */
export function isKey(key: CatalogueKey, columns: readonly CatalogueColumn[]): boolean {
  return key.columns.every((name) => columns.find((column) => column.name === name)?.nullable === false);
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
