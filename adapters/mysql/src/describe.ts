import type { CollectionDescription } from '@lienthong/core';
import { type CatalogueColumn, type CatalogueKey, loadColumns, loadKeys, loadTables } from './catalogue.ts';
import type { MysqlOptions } from './options.ts';
import type { Sessions } from './sessions.ts';
import { mapColumn, nativeType } from './type-mappings.ts';

/** Everything in the database that this login may read, with the mapping of every column's type. */
export async function describeSource(
  sessions: Sessions,
  options: MysqlOptions,
  signal: AbortSignal,
): Promise<readonly CollectionDescription[]> {
  const scope = { schema: options.database };
  const { tables, columns, keys } = await sessions.use(signal, async (session) => ({
    tables: await loadTables(session, scope, signal),
    columns: groupByTable(await loadColumns(session, scope, signal)),
    keys: groupByTable(await loadKeys(session, scope, signal)),
  }));
  return tables.flatMap((table): readonly CollectionDescription[] => {
    const own = columns.get(table.name) ?? [];
    if (own.length === 0) return []; // nothing of it may be read
    const unique = (keys.get(table.name) ?? []).filter((key) => isKey(key, own));
    return [
      {
        collection: { schema: table.schema, name: table.name },
        kind: table.kind,
        columns: own.map((column) => ({
          name: column.name,
          nativeType: nativeType(column),
          type: mapColumn(column, options.columns),
          nullable: column.nullable,
          generated: column.generated,
          comment: column.comment,
        })),
        primaryKey: unique.find(({ name }) => name === 'PRIMARY')?.columns ?? [],
        uniqueKeys: unique.filter(({ name }) => name !== 'PRIMARY').map((key) => key.columns),
        rowEstimate: table.kind === 'view' ? undefined : table.rows,
        comment: table.comment,
      },
    ];
  });
}

/** No two rows share it, no part of it is NULL, and all of it may be read. */
export function isKey(key: CatalogueKey, columns: readonly CatalogueColumn[]): boolean {
  return key.unique && key.columns.every((name) => columns.find((column) => column.name === name)?.nullable === false);
}

function groupByTable<T extends { readonly table: string }>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.table);
    if (group === undefined) groups.set(item.table, [item]);
    else group.push(item);
  }
  return groups;
}
