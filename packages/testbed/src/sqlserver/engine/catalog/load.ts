import type { SqlType } from '../../engine.ts';
import type { Postgres } from '../postgres.ts';
import type { CatalogColumn, CatalogIndex, CatalogObject, Database } from './model.ts';

interface ObjectRow {
  readonly id: number;
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly definition: string | null;
  readonly tracked: boolean | null;
  readonly columns: readonly ColumnRow[] | null;
  readonly indexes: readonly IndexRow[] | null;
}

interface ColumnRow {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly declared: string;
  readonly nullable: boolean;
  readonly identity: boolean;
  readonly computed: boolean;
  readonly has_default: boolean;
}

interface IndexRow {
  readonly id: number;
  readonly name: string | null;
  readonly is_unique: boolean;
  readonly is_primary_key: boolean;
  readonly is_constraint: boolean;
  readonly columns: readonly number[] | null;
}

interface DatabaseRow {
  readonly id: number;
  readonly name: string;
  readonly collation: string;
  readonly snapshot: number;
  readonly rcsi: boolean;
  readonly tracking: boolean;
  readonly cdc: boolean;
  readonly schemas: readonly { readonly id: number; readonly name: string }[] | null;
  readonly objects: readonly ObjectRow[] | null;
}

const query = `
select json_build_object('id', d.database_id, 'name', d.name, 'collation', d.collation_name, 'snapshot', d.snapshot_state, 'rcsi', d.read_committed_snapshot,
  'tracking', d.tracking, 'cdc', d.cdc,
  'schemas', (select json_agg(json_build_object('id', s.schema_id, 'name', s.name)) from cat.schemas s where s.database_id = d.database_id),
  'objects', (select json_agg(json_build_object('id', o.object_id, 'schema', s.name, 'name', o.name, 'type', o.type, 'definition', o.definition,
    'tracked', (select t.track_columns from cat.tracked t where t.object_id = o.object_id),
    'columns', (select json_agg(json_build_object('id', c.column_id, 'name', c.name, 'type', c.type, 'declared', c.declared, 'nullable', c.nullable,
      'identity', c.seed is not null, 'computed', c.computed is not null, 'has_default', c.default_text is not null) order by c.column_id)
      from cat.columns c where c.object_id = o.object_id),
    'indexes', (select json_agg(json_build_object('id', i.index_id, 'name', i.name, 'is_unique', i.is_unique, 'is_primary_key', i.is_primary_key, 'is_constraint', i.is_constraint,
      'columns', (select json_agg(k.column_id order by k.key_ordinal) from cat.index_columns k where k.object_id = i.object_id and k.index_id = i.index_id and not k.included)))
      from cat.indexes i where i.object_id = o.object_id)))
    from cat.objects o join cat.schemas s on s.database_id = o.database_id and s.schema_id = o.schema_id
    where o.database_id = d.database_id and o.type in ('U', 'V')))
from cat.databases d where lower(d.name) = lower(`;

/** A database by its name; undefined when there is none. */
export async function loadDatabase(postgres: Postgres, name: string): Promise<Database | undefined> {
  const { rows } = await postgres.query(`${query}'${name.replaceAll("'", "''")}')`);
  const text = rows[0]?.[0];
  // The query above wrote it.
  return text === undefined || text === null ? undefined : databaseOf(JSON.parse(text) as DatabaseRow);
}

function databaseOf(row: DatabaseRow): Database {
  const objects = (row.objects ?? []).map(objectOf);
  return {
    id: row.id,
    name: row.name,
    collation: row.collation,
    snapshotAllowed: row.snapshot === 1,
    readCommittedSnapshot: row.rcsi,
    isTracking: row.tracking,
    isCdcEnabled: row.cdc,
    schemas: new Map((row.schemas ?? []).map((schema) => [schema.name.toLowerCase(), schema])),
    objects: new Map(objects.map((object) => [`${object.schema}.${object.name}`.toLowerCase(), object])),
    byId: new Map(objects.map((object) => [object.id, object])),
  };
}

function objectOf(row: ObjectRow): CatalogObject {
  return {
    id: row.id,
    schema: row.schema,
    name: row.name,
    kind: row.type === 'V' ? 'view' : 'table',
    columns: (row.columns ?? []).map(columnOf),
    indexes: (row.indexes ?? []).map(indexOf),
    definition: row.definition ?? undefined,
    tracked: row.tracked === null ? undefined : { trackColumns: row.tracked },
  };
}

function columnOf(row: ColumnRow): CatalogColumn {
  return {
    id: row.id,
    name: row.name,
    // The engine wrote it, from a type.
    type: JSON.parse(row.type) as SqlType,
    declared: row.declared,
    nullable: row.nullable,
    isIdentity: row.identity,
    isComputed: row.computed,
    hasDefault: row.has_default,
  };
}

function indexOf(row: IndexRow): CatalogIndex {
  return {
    id: row.id,
    name: row.name ?? undefined,
    isUnique: row.is_unique,
    isPrimaryKey: row.is_primary_key,
    isConstraint: row.is_constraint,
    columns: row.columns ?? [],
  };
}
