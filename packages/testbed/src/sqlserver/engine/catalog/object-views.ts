import type { SystemView } from './view.ts';

const typeDescription = `case o.type when 'U' then 'USER_TABLE' when 'V' then 'VIEW' when 'PK' then 'PRIMARY_KEY_CONSTRAINT' when 'UQ' then 'UNIQUE_CONSTRAINT' when 'F' then 'FOREIGN_KEY_CONSTRAINT' when 'D' then 'DEFAULT_CONSTRAINT' when 'C' then 'CHECK_CONSTRAINT' end`;

const objectColumns: SystemView['columns'] = [
  ['name', 'name', 'o.name'],
  ['object_id', 'int', 'o.object_id'],
  ['principal_id', 'int', 'null::int'],
  ['schema_id', 'int', 'o.schema_id'],
  ['parent_object_id', 'int', 'o.parent_object_id'],
  ['type', 'code', 'rpad(o.type, 2)'],
  ['type_desc', 'desc', typeDescription],
  ['create_date', 'moment', 'o.created'],
  ['modify_date', 'moment', 'o.modified'],
  ['is_ms_shipped', 'bit', 'o.shipped::int'],
  ['is_published', 'bit', '0'],
];

/** Who may nothing on an object does not see it (Microsoft Learn, "Metadata visibility configuration"). */
const visible = `tsql.may($db, $user, 'VIEW DEFINITION', o.object_id)`;

function objects(condition: string): SystemView {
  return { columns: objectColumns, from: `cat.objects o where o.database_id = $db and ${visible}${condition}` };
}

const columnColumns: SystemView['columns'] = [
  ['object_id', 'int', 'c.object_id'],
  ['name', 'name', 'c.name'],
  ['column_id', 'int', 'c.column_id'],
  ['system_type_id', 'tinyint', 't.system_type_id'],
  ['user_type_id', 'int', 't.user_type_id'],
  ['max_length', 'smallint', 'c.max_length'],
  ['precision', 'tinyint', 'c.precision'],
  ['scale', 'tinyint', 'c.scale'],
  ['collation_name', 'name', 'c.collation_name'],
  ['is_nullable', 'bit', 'c.nullable::int'],
  ['is_ansi_padded', 'bit', '1'],
  ['is_rowguidcol', 'bit', 'c.row_guid::int'],
  ['is_identity', 'bit', '(c.seed is not null)::int'],
  ['is_computed', 'bit', '(c.computed is not null)::int'],
  ['is_sparse', 'bit', '0'],
  ['is_hidden', 'bit', '0'],
  ['default_object_id', 'int', 'c.default_object_id'],
];

const columnsFrom = `cat.columns c join cat.objects o on o.object_id = c.object_id join cat.types t on t.name = c.declared where o.database_id = $db and ${visible}`;

export const objectViews: Readonly<Record<string, SystemView>> = {
  'sys.objects': objects(''),
  'sys.all_objects': objects(''),
  'sys.tables': {
    columns: [
      ...objectColumns,
      ['is_tracked_by_cdc', 'bit', '(exists (select from cat.captures k where k.source_object_id = o.object_id))::int'],
      ['temporal_type', 'tinyint', '0'],
      ['is_memory_optimized', 'bit', '0'],
      ['is_external', 'bit', '0'],
    ],
    from: objects(" and o.type = 'U'").from,
  },
  'sys.views': objects(" and o.type = 'V'"),
  'sys.schemas': {
    columns: [
      ['name', 'name', 's.name'],
      ['schema_id', 'int', 's.schema_id'],
      ['principal_id', 'int', '1'],
    ],
    from: 'cat.schemas s where s.database_id = $db',
  },
  'sys.columns': { columns: columnColumns, from: columnsFrom },
  'sys.all_columns': { columns: columnColumns, from: columnsFrom },
  'sys.computed_columns': {
    columns: [...columnColumns, ['definition', 'text', 'c.computed'], ['is_persisted', 'bit', 'c.persisted::int']],
    from: `${columnsFrom} and c.computed is not null`,
  },
  'sys.identity_columns': {
    columns: [
      ...columnColumns,
      ['seed_value', 'variant', `'{"name":"bigint"}|' || c.seed`],
      ['increment_value', 'variant', `'{"name":"bigint"}|' || c.increment`],
    ],
    from: `${columnsFrom} and c.seed is not null`,
  },
  'sys.types': {
    columns: [
      ['name', 'name', 't.name'],
      ['system_type_id', 'tinyint', 't.system_type_id'],
      ['user_type_id', 'int', 't.user_type_id'],
      ['schema_id', 'int', '4'],
      ['max_length', 'smallint', 't.max_length'],
      ['precision', 'tinyint', 't.precision'],
      ['scale', 'tinyint', 't.scale'],
      ['is_nullable', 'bit', "(t.name not in ('timestamp', 'sysname'))::int"],
      ['is_user_defined', 'bit', '0'],
      ['is_assembly_type', 'bit', '(t.system_type_id = 240)::int'],
    ],
    from: 'cat.types t',
  },
  'sys.default_constraints': {
    columns: [...objectColumns, ['parent_column_id', 'int', 'c.column_id'], ['definition', 'text', 'c.default_text']],
    from: `cat.objects o join cat.columns c on c.default_object_id = o.object_id where o.database_id = $db and ${visible}`,
  },
  'sys.extended_properties': {
    columns: [
      ['class', 'tinyint', 'p.class'],
      ['class_desc', 'desc', "case p.class when 0 then 'DATABASE' when 1 then 'OBJECT_OR_COLUMN' else 'SCHEMA' end"],
      ['major_id', 'int', 'p.major_id'],
      ['minor_id', 'int', 'p.minor_id'],
      ['name', 'name', 'p.name'],
      ['value', 'variant', 'p.value'],
    ],
    from: 'cat.properties p where p.database_id = $db',
  },
  'sys.sql_modules': {
    columns: [
      ['object_id', 'int', 'o.object_id'],
      ['definition', 'text', 'o.definition'],
    ],
    from: `cat.objects o where o.database_id = $db and o.type = 'V' and ${visible}`,
  },
  'information_schema.tables': {
    columns: [
      ['TABLE_CATALOG', 'name', 'd.name'],
      ['TABLE_SCHEMA', 'name', 's.name'],
      ['TABLE_NAME', 'name', 'o.name'],
      ['TABLE_TYPE', 'name', "case o.type when 'U' then 'BASE TABLE' else 'VIEW' end"],
    ],
    from: `cat.objects o join cat.databases d on d.database_id = o.database_id join cat.schemas s on s.database_id = o.database_id and s.schema_id = o.schema_id where o.database_id = $db and o.type in ('U', 'V') and ${visible}`,
  },
  'information_schema.columns': {
    columns: [
      ['TABLE_SCHEMA', 'name', 's.name'],
      ['TABLE_NAME', 'name', 'o.name'],
      ['COLUMN_NAME', 'name', 'c.name'],
      ['ORDINAL_POSITION', 'int', 'c.column_id'],
      ['IS_NULLABLE', 'name', "case when c.nullable then 'YES' else 'NO' end"],
      ['DATA_TYPE', 'name', 'c.declared'],
      ['COLLATION_NAME', 'name', 'c.collation_name'],
    ],
    from: `cat.columns c join cat.objects o on o.object_id = c.object_id join cat.schemas s on s.database_id = o.database_id and s.schema_id = o.schema_id where o.database_id = $db and ${visible}`,
  },
};
