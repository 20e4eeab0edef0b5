import type { CollectionName } from '@lienthong/core';
import type { RawRow, Session } from './client.ts';
import type { CatalogueType } from './type-mappings.ts';

export interface CatalogueColumn {
  readonly relation: number;
  readonly name: string;
  readonly number: number;
  readonly native: string;
  readonly type: number;
  readonly modifier: number;
  readonly dimensions: number;
  readonly notNull: boolean;
  readonly generated: boolean;
  readonly comment: string | undefined;
  /** SQL of the type without modifier, for casts of literals. */
  readonly castType: string;
  /** Schema of the type, where its operators live. */
  readonly typeSchema: string;
}

export interface CatalogueRelation extends CollectionName {
  readonly oid: number;
  /** `relkind` */
  readonly kind: string;
  /** `relreplident` */
  readonly identity: string;
  readonly comment: string | undefined;
}

const columnsSql = `
select a.attrelid, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.atttypid, a.atttypmod, a.attndims,
       a.attnotnull, a.attgenerated <> '', col_description(a.attrelid, a.attnum), format_type(a.atttypid, -1), n.nspname
from pg_attribute a join pg_type t on t.oid = a.atttypid join pg_namespace n on n.oid = t.typnamespace
where a.attrelid = any($1::oid[]) and a.attnum > 0 and not a.attisdropped
order by a.attrelid, a.attnum`;

/** Columns of the relations, in their order. */
export async function loadColumns(
  session: Session,
  relations: readonly number[],
  signal: AbortSignal,
): Promise<readonly CatalogueColumn[]> {
  const rows = await session.query(columnsSql, signal, [`{${relations.join(',')}}`]);
  return rows.map((row) => ({
    relation: Number(row[0]),
    name: row[1] ?? '',
    number: Number(row[2]),
    native: row[3] ?? '',
    type: Number(row[4]),
    modifier: Number(row[5]),
    dimensions: Number(row[6]),
    notNull: row[7] === 't',
    generated: row[8] === 't',
    comment: row[9] ?? undefined,
    castType: row[10] ?? '',
    typeSchema: row[11] ?? '',
  }));
}

const typesSql = `
with recursive needed(oid) as (
  select unnest($1::oid[])
  union
  select part.oid from needed join pg_type t on t.oid = needed.oid
    cross join lateral (values (t.typelem), (t.typbasetype)) as part(oid) where part.oid <> 0
)
select t.oid, n.nspname, t.typname, t.typtype, t.typcategory, t.typelem, t.typbasetype, t.typtypmod, t.typndims, t.typdelim, e.extname
from needed join pg_type t using (oid) join pg_namespace n on n.oid = t.typnamespace
left join pg_depend d on d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e' and d.refclassid = 'pg_extension'::regclass
left join pg_extension e on e.oid = d.refobjid`;

/** The types and all that they are made of. */
export async function loadTypes(
  session: Session,
  oids: Iterable<number>,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, CatalogueType>> {
  const rows = await session.query(typesSql, signal, [`{${[...new Set(oids)].join(',')}}`]);
  return new Map(rows.map(toType).map((type) => [type.oid, type]));
}

function toType(row: RawRow): CatalogueType {
  return {
    oid: Number(row[0]),
    schema: row[1] ?? '',
    name: row[2] ?? '',
    kind: row[3] ?? '',
    category: row[4] ?? '',
    element: Number(row[5]),
    base: Number(row[6]),
    modifier: Number(row[7]),
    dimensions: Number(row[8]),
    delimiter: row[9] ?? ',',
    extension: row[10] ?? undefined,
  };
}

/** Selections' relations by exact name; a name that does not exist (or may not be seen) is missing in the map. */
export async function loadRelations(
  session: Session,
  names: readonly CollectionName[],
  signal: AbortSignal,
): Promise<readonly CatalogueRelation[]> {
  const sql = `
select c.oid, n.nspname, c.relname, c.relkind, c.relreplident, obj_description(c.oid, 'pg_class')
from unnest($1::text[], $2::text[]) as wanted(schema, name)
join pg_namespace n on n.nspname = wanted.schema join pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
where c.relkind in ('r', 'p', 'v', 'm', 'f')`;
  const rows = await session.query(sql, signal, [names.map((name) => name.schema), names.map((name) => name.name)]);
  return rows.map(toRelation);
}

export function toRelation(row: RawRow): CatalogueRelation {
  return {
    oid: Number(row[0]),
    schema: row[1] ?? '',
    name: row[2] ?? '',
    kind: row[3] ?? '',
    identity: row[4] ?? '',
    comment: row[5] ?? undefined,
  };
}
