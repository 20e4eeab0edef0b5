import type { CollectionDescription } from '@lienthong/core';
import { type CatalogueColumn, type CatalogueRelation, loadColumns, loadTypes, toRelation } from './catalogue.ts';
import type { RawRow, Session } from './client.ts';
import type { Sessions } from './sessions.ts';
import { type CatalogueType, mapColumn } from './type-mappings.ts';

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
export async function describeSource(sessions: Sessions, signal: AbortSignal): Promise<readonly CollectionDescription[]> {
  const found = await sessions.use(signal, (session) => loadCatalogue(session, signal));
  const money = [...found.types.values()].some((type) => type.name === 'money' && type.schema === 'pg_catalog');
  // money is stored in its smallest unit: under another lc_monetary than ours the same amount would read as another.
  if (!money || (await sessions.natural(signal)).moneyDigits === 2) return describeAll(found);
  return describeAll({ ...found, types: new Map([...found.types].filter(([, type]) => type.name !== 'money')) });
}

interface Catalogue {
  readonly relations: readonly (CatalogueRelation & { readonly estimate: string | undefined })[];
  readonly columns: ReadonlyMap<number, readonly CatalogueColumn[]>;
  readonly types: ReadonlyMap<number, CatalogueType>;
  readonly keys: ReadonlyMap<number, readonly RawRow[]>;
}

async function loadCatalogue(session: Session, signal: AbortSignal): Promise<Catalogue> {
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

  return { relations, columns, types, keys };
}

function describeAll({ relations, columns, types, keys }: Catalogue): readonly CollectionDescription[] {
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
