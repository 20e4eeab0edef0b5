import type { SystemView } from '../catalog/view.ts';

/** A moment of the log (UTC) as the server's local time. */
const local = (sql: string): string => `tsql.to_datetime(${sql} + $offset * 600000000::int8)`;

export const cdcViews: Readonly<Record<string, SystemView>> = {
  'cdc.change_tables': {
    columns: [
      ['object_id', 'int', 'k.object_id'],
      ['version', 'int', '0'],
      ['source_object_id', 'int', 'k.source_object_id'],
      ['capture_instance', 'name', 'k.instance'],
      ['start_lsn', 'lsn', 'k.start_lsn'],
      ['end_lsn', 'lsn', 'null::bytea'],
      ['supports_net_changes', 'bit', 'k.net::int'],
      ['has_drop_pending', 'bit', 'null::int'],
      ['role_name', 'name', "nullif(k.role, '')"],
      ['index_name', 'name', "nullif(k.index_name, '')"],
      ['filegroup_name', 'name', 'null::text'],
      ['create_date', 'moment', 'k.created'],
      ['partition_switch', 'bit', '1'],
    ],
    from: 'cat.captures k join cat.objects o on o.object_id = k.object_id where o.database_id = $db',
  },
  'cdc.captured_columns': {
    columns: [
      ['object_id', 'int', 'k.object_id'],
      ['column_name', 'name', 'c.name'],
      ['column_id', 'int', 'i.column_id'],
      ['column_type', 'name', 'c.declared'],
      ['column_ordinal', 'int', 'i.ordinal::int'],
      ['is_computed', 'bit', '0'],
    ],
    from: 'cat.captures k join cat.objects o on o.object_id = k.object_id cross join lateral unnest(k.column_ids) with ordinality as i (column_id, ordinal) join cat.columns c on c.object_id = k.object_id and c.column_id = i.ordinal + 5 where o.database_id = $db',
  },
  'cdc.index_columns': {
    columns: [
      ['object_id', 'int', 'k.object_id'],
      ['column_name', 'name', 'c.name'],
      ['index_ordinal', 'tinyint', 'i.ordinal::int'],
      ['column_id', 'int', 'i.column_id'],
    ],
    from: 'cat.captures k join cat.objects o on o.object_id = k.object_id cross join lateral unnest(k.key_ids) with ordinality as i (column_id, ordinal) join cat.columns c on c.object_id = k.source_object_id and c.column_id = i.column_id where o.database_id = $db',
  },
  'cdc.lsn_time_mapping': {
    columns: [
      ['start_lsn', 'lsn', 'm.lsn'],
      ['tran_begin_time', 'moment', local('m.began')],
      ['tran_end_time', 'moment', local('m.committed')],
      ['tran_id', 'bytes', 'int8send(m.xid)'],
      ['tran_begin_lsn', 'lsn', 'm.lsn'],
    ],
    from: 'cat.captured m where m.database_id = $db',
  },
  'cdc.ddl_history': {
    columns: [
      ['source_object_id', 'int', 'h.source_object_id'],
      ['object_id', 'int', 'h.object_id'],
      ['ddl_command', 'text', 'h.command'],
      ['ddl_lsn', 'lsn', 'h.lsn'],
      ['ddl_time', 'moment', local('h.happened')],
    ],
    from: 'cat.ddl_history h join cat.objects o on o.object_id = h.object_id where o.database_id = $db',
  },
  'dbo.cdc_jobs': {
    columns: [
      ['database_id', 'int', 'd.database_id'],
      ['job_type', 'desc', 'j.type'],
      ['pollinginterval', 'bigint', '5::bigint'],
      ['retention', 'bigint', "case j.type when 'cleanup' then d.cleanup_minutes else 0 end::bigint"],
      ['continuous', 'bit', "case j.type when 'capture' then 1 else 0 end"],
    ],
    from: "cat.databases d cross join (values ('capture'), ('cleanup')) as j (type) where d.cdc and $db = 4",
  },
};
