import type { SystemView } from './view.ts';

const visible = `tsql.may($db, $user, 'VIEW DEFINITION', o.object_id)`;

/** Keys, indexes and how many rows. */
export const keyViews: Readonly<Record<string, SystemView>> = {
  'sys.indexes': {
    columns: [
      ['object_id', 'int', 'i.object_id'],
      ['name', 'name', 'i.name'],
      ['index_id', 'int', 'i.index_id'],
      ['type', 'tinyint', 'i.type'],
      ['type_desc', 'desc', "case i.type when 0 then 'HEAP' when 1 then 'CLUSTERED' else 'NONCLUSTERED' end"],
      ['is_unique', 'bit', 'i.is_unique::int'],
      ['is_primary_key', 'bit', 'i.is_primary_key::int'],
      ['is_unique_constraint', 'bit', '(i.is_constraint and not i.is_primary_key)::int'],
      ['is_disabled', 'bit', '0'],
      ['is_hypothetical', 'bit', '0'],
      ['has_filter', 'bit', '(i.filter is not null)::int'],
      ['filter_definition', 'text', 'i.filter'],
    ],
    from: `(select object_id, index_id, name, type, is_unique, is_primary_key, is_constraint, filter from cat.indexes union all
      select t.object_id, 0, null, 0, false, false, false, null from cat.objects t where t.type = 'U' and not exists (select from cat.indexes x where x.object_id = t.object_id and x.index_id = 1)) i
      join cat.objects o on o.object_id = i.object_id where o.database_id = $db and ${visible}`,
  },
  'sys.index_columns': {
    columns: [
      ['object_id', 'int', 'k.object_id'],
      ['index_id', 'int', 'k.index_id'],
      ['index_column_id', 'int', 'k.index_column_id'],
      ['column_id', 'int', 'k.column_id'],
      ['key_ordinal', 'tinyint', 'k.key_ordinal'],
      ['partition_ordinal', 'tinyint', '0'],
      ['is_descending_key', 'bit', 'k.descending::int'],
      ['is_included_column', 'bit', 'k.included::int'],
    ],
    from: `cat.index_columns k join cat.objects o on o.object_id = k.object_id where o.database_id = $db and ${visible}`,
  },
  'sys.key_constraints': {
    columns: [
      ['name', 'name', 'o.name'],
      ['object_id', 'int', 'o.object_id'],
      ['schema_id', 'int', 'o.schema_id'],
      ['parent_object_id', 'int', 'o.parent_object_id'],
      ['type', 'code', 'rpad(o.type, 2)'],
      ['unique_index_id', 'int', 'i.index_id'],
    ],
    from: `cat.objects o join cat.indexes i on i.constraint_id = o.object_id where o.database_id = $db and o.type in ('PK', 'UQ') and ${visible}`,
  },
  'sys.foreign_keys': {
    columns: [
      ['name', 'name', 'o.name'],
      ['object_id', 'int', 'o.object_id'],
      ['schema_id', 'int', 'o.schema_id'],
      ['parent_object_id', 'int', 'f.parent_object_id'],
      ['referenced_object_id', 'int', 'f.referenced_object_id'],
      ['is_disabled', 'bit', '0'],
      ['delete_referential_action_desc', 'desc', "upper(replace(f.on_delete, ' ', '_'))"],
    ],
    from: `cat.foreign_keys f join cat.objects o on o.object_id = f.object_id where o.database_id = $db and ${visible}`,
  },
  'sys.foreign_key_columns': {
    columns: [
      ['constraint_object_id', 'int', 'k.object_id'],
      ['constraint_column_id', 'int', 'k.ordinal'],
      ['parent_object_id', 'int', 'f.parent_object_id'],
      ['parent_column_id', 'int', 'k.parent_column_id'],
      ['referenced_object_id', 'int', 'f.referenced_object_id'],
      ['referenced_column_id', 'int', 'k.referenced_column_id'],
    ],
    from: `cat.foreign_key_columns k join cat.foreign_keys f on f.object_id = k.object_id join cat.objects o on o.object_id = f.object_id where o.database_id = $db and ${visible}`,
  },
  'sys.partitions': {
    columns: [
      ['partition_id', 'bigint', 'o.object_id::bigint * 256 + i.index_id'],
      ['object_id', 'int', 'o.object_id'],
      ['index_id', 'int', 'i.index_id'],
      ['partition_number', 'int', '1'],
      ['rows', 'bigint', 'tsql.row_count(o.object_id)'],
    ],
    from: `cat.objects o cross join lateral (select x.index_id from cat.indexes x where x.object_id = o.object_id
      union all select 0 where not exists (select from cat.indexes x where x.object_id = o.object_id and x.index_id = 1)) i
      where o.database_id = $db and o.type = 'U' and ${visible}`,
  },
  'sys.dm_db_partition_stats': {
    columns: [
      ['object_id', 'int', 'o.object_id'],
      ['index_id', 'int', 'i.index_id'],
      ['partition_number', 'int', '1'],
      ['row_count', 'bigint', 'tsql.row_count(o.object_id)'],
    ],
    from: `cat.objects o cross join lateral (select x.index_id from cat.indexes x where x.object_id = o.object_id
      union all select 0 where not exists (select from cat.indexes x where x.object_id = o.object_id and x.index_id = 1)) i
      where o.database_id = $db and o.type = 'U'`,
  },
};
