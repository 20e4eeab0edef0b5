import type { CollectionDescription } from '@lienthong/core';
import { type CatalogueColumn, loadColumns, loadTypes, toRelation } from './catalogue.ts';
import type { Session } from './client.ts';
import { mapColumn } from './type-mappings.ts';

// Partitions are hidden behind their root; what this login may not read in any column is not there for us.
const relationsSql = `
select c.oid, n.nspname, c.relname, c.relkind, c.relreplident, obj_description(c.oid, 'pg_class'),
  case when c.relkind = 'v' then null
       when c.relkind = 'p' then (select sum(greatest(leaf.reltuples, 0))::int8 from pg_partition_tree(c.oid) part join pg_class leaf on leaf.oid = part.relid where part.isleaf)
       when c.reltuples < 0 then null else c.reltuples::int8 end
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and c.relpersistence <> 't'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')
order by n.nspname, c.relname`;

const keysSql = `
select i.indrelid, i.indisprimary,
  (select json_agg(a.attname order by part.place) from unnest(i.indkey::int2[]) with ordinality as part(number, place)
   join pg_attribute a on a.attrelid = i.indrelid and a.attnum = part.number where part.place <= i.indnkeyatts)
from pg_index i
where i.indrelid = any($1::oid[]) and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
  and not exists (select from unnest(i.indkey::int2[]) with ordinality as part(number, place)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = part.number where part.place <= i.indnkeyatts and not a.attnotnull)
order by i.indrelid, i.indexrelid`;

const kinds = {
  r: 'table',
  p: 'partitioned-table',
  v: 'view',
  m: 'materialized-view',
  f: 'foreign-table',
} as const satisfies Record<string, CollectionDescription['kind']>;

/** Everything that this login may read, with the mapping of every column's type. */
export async function describeSource(session: Session, signal: AbortSignal): Promise<readonly CollectionDescription[]> {
  const rows = await session.query(relationsSql, signal);
  const relations = rows.map((row) => ({ ...toRelation(row), estimate: row[6] ?? undefined }));
  const oids = relations.map((relation) => relation.oid);
  const columns = groupBy(await loadColumns(session, oids, signal), (column) => column.relation);
  const types = await loadTypes(
    session,
    [...columns.values()].flat().map((column) => column.type),
    signal,
  );
  const keys = groupBy(await session.query(keysSql, signal, [`{${oids.join(',')}}`]), (row) => Number(row[0]));

  return relations.map((relation) => {
    const unique = (keys.get(relation.oid) ?? []).map((row) => ({
      primary: row[1] === 't',
      names: JSON.parse(row[2] ?? '[]') as string[],
    })); // json_agg of names
    return {
      collection: { schema: relation.schema, name: relation.name },
      kind: kinds[relation.kind as keyof typeof kinds], // the statement asks for these letters alone
      columns: (columns.get(relation.oid) ?? []).map((column: CatalogueColumn) => ({
        name: column.name,
        nativeType: column.native,
        type: mapColumn({ oid: column.type, modifier: column.modifier, dimensions: column.dimensions, native: column.native }, types),
        nullable: !column.notNull,
        generated: column.generated,
        comment: column.comment,
      })),
      primaryKey: unique.find((key) => key.primary)?.names ?? [],
      uniqueKeys: unique.filter((key) => !key.primary).map((key) => key.names),
      rowEstimate: relation.estimate === undefined ? undefined : Number(relation.estimate),
      comment: relation.comment,
    };
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
