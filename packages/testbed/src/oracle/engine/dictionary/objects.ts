import type { SystemView } from '../extensions.ts';
import { type Columns, family } from './family.ts';

const owner: Columns[number] = ['OWNER', 'name', 'o.owner'];
const tableName: Columns[number] = ['TABLE_NAME', 'name', 'o.name'];

const typeName = `(c.type->>'name')`;
const isText = `${typeName} in ('varchar2', 'char', 'nvarchar2', 'nchar')`;
const dataType = `case ${typeName} when 'timestamp with time zone' then 'TIMESTAMP(' || (c.type->>'scale') || ') WITH TIME ZONE' when 'timestamp with local time zone' then 'TIMESTAMP(' || (c.type->>'scale') || ') WITH LOCAL TIME ZONE'
  when 'timestamp' then 'TIMESTAMP(' || (c.type->>'scale') || ')' when 'interval year to month' then 'INTERVAL YEAR(' || (c.type->>'precision') || ') TO MONTH'
  when 'interval day to second' then 'INTERVAL DAY(' || (c.type->>'precision') || ') TO SECOND(' || (c.type->>'scale') || ')'
  when 'number' then case when c.type->>'scale' = '-127' and c.type->>'precision' <> '0' then 'FLOAT' else 'NUMBER' end else upper(${typeName}) end`;

const columnColumns: Columns = [
  owner,
  tableName,
  ['COLUMN_NAME', 'name', 'c.name'],
  ['DATA_TYPE', 'name', dataType],
  ['DATA_TYPE_OWNER', 'name', `case when ${typeName} = 'xmltype' then 'SYS' end`],
  [
    'DATA_LENGTH',
    'number',
    `case when ${typeName} in ('date') then 7 when ${typeName} like 'timestamp%' then case when ${typeName} like '%with time zone' then 13 else 11 end when ${typeName} = 'rowid' then 10 when ${typeName} = 'binary_float' then 4 when ${typeName} = 'binary_double' then 8 when ${typeName} like 'interval year%' then 5 when ${typeName} like 'interval day%' then 11 when ${typeName} in ('clob', 'nclob', 'blob') then 4000 when ${typeName} = 'xmltype' then 2000 when ${typeName} in ('long', 'long raw') then 0 else coalesce((c.type->>'length')::int, 22) end`,
  ],
  [
    'DATA_PRECISION',
    'number',
    `case when ${typeName} = 'number' and c.type->>'precision' = '38' and c.type->>'scale' = '0' then null when ${typeName} in ('number') and c.type->>'precision' <> '0' then (c.type->>'precision')::int when ${typeName} like 'interval%' then (c.type->>'precision')::int end`,
  ],
  [
    'DATA_SCALE',
    'number',
    `case when ${typeName} = 'number' then case when c.type->>'scale' <> '-127' then (c.type->>'scale')::int end when c.type ? 'scale' then (c.type->>'scale')::int end`,
  ],
  ['NULLABLE', 'text(1)', `case when c.nullable then 'Y' else 'N' end`],
  ['COLUMN_ID', 'number', 'case when not c.hidden then c.column_id end'],
  ['DEFAULT_LENGTH', 'number', 'length(coalesce(c.virtual_text, c.default_text))'],
  ['DATA_DEFAULT', 'long', 'coalesce(c.virtual_text, c.default_text)'],
  [
    'CHARACTER_SET_NAME',
    'name',
    `case when ${typeName} like 'n%' and ${isText} then 'NCHAR_CS' when ${isText} or ${typeName} = 'clob' then 'CHAR_CS' end`,
  ],
  ['CHAR_LENGTH', 'number', `case when ${isText} then coalesce(c.type->>'characters', c.type->>'length')::int else 0 end`],
  ['CHAR_USED', 'text(1)', `case when ${isText} then case when c.type ? 'characters' then 'C' else 'B' end end`],
  ['NUM_DISTINCT', 'number', 'null'],
  ['IDENTITY_COLUMN', 'text(3)', `case when c.identity is null then 'NO' else 'YES' end`],
];

const columnsFrom = `cat.columns c join cat.objects o on o.object_id = c.object_id where o.container = $container`;

export const objectViews: Readonly<Record<string, SystemView>> = {
  ...family(
    'OBJECTS',
    [
      owner,
      ['OBJECT_NAME', 'name', 'o.name'],
      ['SUBOBJECT_NAME', 'name', 'o.subname'],
      ['OBJECT_ID', 'number', 'o.object_id'],
      ['DATA_OBJECT_ID', 'number', 'o.data_object_id'],
      ['OBJECT_TYPE', 'text(23)', 'k.kind'],
      ['CREATED', 'date', 'floor(ora.local(o.created))'],
      ['LAST_DDL_TIME', 'date', 'floor(ora.local(o.last_ddl))'],
      ['TIMESTAMP', 'text(19)', `to_char(ora.ts(ora.local(o.last_ddl)), 'YYYY-MM-DD:HH24:MI:SS')`],
      ['STATUS', 'text(7)', 'o.status'],
      ['TEMPORARY', 'text(1)', `case when o.detail->>'temporary' = 'true' then 'Y' else 'N' end`],
      ['GENERATED', 'text(1)', `'N'`],
      ['SECONDARY', 'text(1)', `'N'`],
      ['NAMESPACE', 'number', '1'],
      ['ORACLE_MAINTAINED', 'text(1)', `case when o.maintained then 'Y' else 'N' end`],
    ],
    `cat.objects o cross join lateral (select case o.type when 'SYSTEM' then case when o.name like 'DBMS%' then 'PACKAGE' else 'VIEW' end else o.type end kind union all select 'TABLE' where o.type = 'MATERIALIZED VIEW') k where o.container = $container`,
  ),
  ...family(
    'TABLES',
    [
      owner,
      tableName,
      ['TABLESPACE_NAME', 'text(30)', `'USERS'`],
      ['CLUSTER_NAME', 'name', 'null'],
      ['IOT_NAME', 'name', 'null'],
      ['STATUS', 'text(8)', `'VALID'`],
      [
        'NUM_ROWS',
        'number',
        `(select nullif(greatest(p.reltuples, -1), -1) from pg_class p where p.oid = to_regclass('data.t' || o.object_id))`,
      ],
      [
        'BLOCKS',
        'number',
        `ceil((select greatest(p.reltuples, 0) from pg_class p where p.oid = to_regclass('data.t' || o.object_id)) / 64)`,
      ],
      ['AVG_ROW_LEN', 'number', '100'],
      ['LAST_ANALYZED', 'date', 'null'],
      ['PARTITIONED', 'text(3)', `case when o.detail->>'partitioning' is null then 'NO' else 'YES' end`],
      ['IOT_TYPE', 'text(12)', `case when o.detail->>'iot' = 'true' then 'IOT' end`],
      ['TEMPORARY', 'text(1)', `case when o.detail->>'temporary' = 'true' then 'Y' else 'N' end`],
      ['SECONDARY', 'text(1)', `'N'`],
      ['NESTED', 'text(3)', `'NO'`],
      ['LOGGING', 'text(3)', `'YES'`],
      ['ROW_MOVEMENT', 'text(8)', `'DISABLED'`],
      ['DEPENDENCIES', 'text(8)', `'DISABLED'`],
      ['DROPPED', 'text(3)', `'NO'`],
      ['READ_ONLY', 'text(3)', `'NO'`],
      ['COMPRESSION', 'text(8)', `'DISABLED'`],
    ],
    `cat.objects o where o.container = $container and o.type in ('TABLE', 'MATERIALIZED VIEW')`,
  ),
  ...family('TAB_COLUMNS', columnColumns, `${columnsFrom} and not c.hidden`),
  ...family(
    'TAB_COLS',
    [
      ...columnColumns,
      ['HIDDEN_COLUMN', 'text(3)', `case when c.hidden then 'YES' else 'NO' end`],
      ['VIRTUAL_COLUMN', 'text(3)', `case when c.virtual_text is null then 'NO' else 'YES' end`],
      ['INTERNAL_COLUMN_ID', 'number', 'c.column_id'],
      ['SEGMENT_COLUMN_ID', 'number', 'case when c.virtual_text is null then c.column_id end'],
      ['USER_GENERATED', 'text(3)', `'YES'`],
    ],
    columnsFrom,
  ),
  ...family(
    'TAB_COMMENTS',
    [
      owner,
      tableName,
      ['TABLE_TYPE', 'text(11)', `case o.type when 'VIEW' then 'VIEW' else 'TABLE' end`],
      ['COMMENTS', 'text', 'o.comments'],
    ],
    `cat.objects o where o.container = $container and o.type in ('TABLE', 'VIEW', 'MATERIALIZED VIEW')`,
  ),
  ...family('COL_COMMENTS', [owner, tableName, ['COLUMN_NAME', 'name', 'c.name'], ['COMMENTS', 'text', 'c.comments']], columnsFrom),
  ...family(
    'VIEWS',
    [
      owner,
      ['VIEW_NAME', 'name', 'o.name'],
      ['TEXT_LENGTH', 'number', 'length(o.text)'],
      ['TEXT', 'long', 'o.text'],
      ['READ_ONLY', 'text(1)', `'N'`],
    ],
    `cat.objects o where o.container = $container and o.type = 'VIEW'`,
  ),
  ...family(
    'MVIEWS',
    [
      owner,
      ['MVIEW_NAME', 'name', 'o.name'],
      ['CONTAINER_NAME', 'name', 'o.name'],
      ['QUERY', 'long', 'o.text'],
      ['REFRESH_METHOD', 'text(8)', `'FORCE'`],
    ],
    `cat.objects o where o.container = $container and o.type = 'MATERIALIZED VIEW'`,
  ),
  ...family(
    'SEQUENCES',
    [
      ['SEQUENCE_OWNER', 'name', 'o.owner'],
      ['SEQUENCE_NAME', 'name', 'o.name'],
      ['INCREMENT_BY', 'number', `(o.detail->>'step')::numeric`],
      ['CACHE_SIZE', 'number', `(o.detail->>'cache')::numeric`],
      ['CYCLE_FLAG', 'text(1)', `'N'`],
      ['ORDER_FLAG', 'text(1)', `'N'`],
    ],
    `cat.objects o where o.container = $container and o.type = 'SEQUENCE'`,
    'SEQUENCE_OWNER',
  ),
  ...family(
    'SYNONYMS',
    [
      owner,
      ['SYNONYM_NAME', 'name', 'o.name'],
      ['TABLE_OWNER', 'name', `split_part(o.text, '.', 1)`],
      ['TABLE_NAME', 'name', `split_part(o.text, '.', 2)`],
      ['DB_LINK', 'name', 'null'],
    ],
    `cat.objects o where o.container = $container and o.type = 'SYNONYM'`,
  ),
  ...family(
    'LOBS',
    [
      owner,
      tableName,
      ['COLUMN_NAME', 'text', 'c.name'],
      ['SEGMENT_NAME', 'name', `'SYS_LOB' || lpad(o.object_id::text, 10, '0') || 'C' || lpad(c.column_id::text, 5, '0') || '$$'`],
      ['SECUREFILE', 'text(3)', `'YES'`],
      ['IN_ROW', 'text(3)', `'YES'`],
      ['CHUNK', 'number', '8192'],
    ],
    `${columnsFrom} and ${typeName} in ('clob', 'nclob', 'blob', 'xmltype', 'json')`,
  ),
  ...family(
    'LOG_GROUPS',
    [
      owner,
      ['LOG_GROUP_NAME', 'name', 'g.name'],
      tableName,
      ['LOG_GROUP_TYPE', 'text(19)', 'g.type'],
      ['ALWAYS', 'text(11)', 'g.always'],
      ['GENERATED', 'text(14)', `case when g.name like 'SYS_C%' then 'GENERATED NAME' else 'USER NAME' end`],
    ],
    `cat.log_groups g join cat.objects o on o.object_id = g.object_id where o.container = $container`,
  ),
  ...family(
    'PART_TABLES',
    [
      owner,
      tableName,
      ['PARTITIONING_TYPE', 'text(9)', `o.detail->'partitioning'->>'type'`],
      ['SUBPARTITIONING_TYPE', 'text(9)', `'NONE'`],
      ['PARTITION_COUNT', 'number', `jsonb_array_length(o.detail->'partitioning'->'partitions')`],
      ['INTERVAL', 'text', `o.detail->'partitioning'->>'interval'`],
    ],
    `cat.objects o where o.container = $container and o.type = 'TABLE' and o.detail->>'partitioning' is not null`,
  ),
  ...family(
    'TAB_PARTITIONS',
    [
      ['TABLE_OWNER', 'name', 'o.owner'],
      tableName,
      ['PARTITION_NAME', 'name', `p.value->>'name'`],
      ['HIGH_VALUE', 'long', `p.value->>'bound'`],
      ['PARTITION_POSITION', 'number', 'p.ordinality'],
      ['NUM_ROWS', 'number', 'null'],
    ],
    `cat.objects o cross join lateral jsonb_array_elements(o.detail->'partitioning'->'partitions') with ordinality p where o.container = $container and o.type = 'TABLE' and jsonb_typeof(o.detail->'partitioning') = 'object'`,
    'TABLE_OWNER',
  ),
  ...family(
    'EXTENTS',
    [
      owner,
      ['SEGMENT_NAME', 'name', 'o.name'],
      ['PARTITION_NAME', 'name', 'null'],
      ['SEGMENT_TYPE', 'text(18)', `'TABLE'`],
      ['TABLESPACE_NAME', 'text(30)', `'USERS'`],
      ['EXTENT_ID', 'number', 'e.n'],
      ['FILE_ID', 'number', '12'],
      ['BLOCK_ID', 'number', '128 + e.n * 8'],
      ['BYTES', 'number', '65536'],
      ['BLOCKS', 'number', '8'],
      ['RELATIVE_FNO', 'number', '12'],
    ],
    `cat.objects o cross join lateral generate_series(0, (select (coalesce(s.last_value, 0) & 4294967295) / 512 from pg_sequences s where s.schemaname = 'data' and s.sequencename = 'r' || o.object_id)) e(n) where o.container = $container and o.type = 'TABLE'`,
  ),
};
