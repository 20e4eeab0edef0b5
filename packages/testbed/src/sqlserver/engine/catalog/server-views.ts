import type { SystemView } from './view.ts';

/** Databases, sessions, change tracking. */
export const serverViews: Readonly<Record<string, SystemView>> = {
  'sys.databases': {
    columns: [
      ['name', 'name', 'd.name'],
      ['database_id', 'int', 'd.database_id'],
      ['create_date', 'moment', 'd.created'],
      ['compatibility_level', 'tinyint', '$major * 10'],
      ['collation_name', 'name', 'd.collation_name'],
      ['state', 'tinyint', '0'],
      ['state_desc', 'desc', "'ONLINE'"],
      ['snapshot_isolation_state', 'tinyint', 'd.snapshot_state'],
      ['snapshot_isolation_state_desc', 'desc', "case d.snapshot_state when 1 then 'ON' else 'OFF' end"],
      ['is_read_committed_snapshot_on', 'bit', 'd.read_committed_snapshot::int'],
      ['recovery_model_desc', 'desc', "'FULL'"],
      ['is_read_only', 'bit', '0'],
      ['is_cdc_enabled', 'bit', 'd.cdc::int'],
      ['is_published', 'bit', '0'],
      ['service_broker_guid', 'guid', 'd.broker'],
      ['is_broker_enabled', 'bit', '1'],
      ['log_reuse_wait_desc', 'desc', "'NOTHING'"],
    ],
    from: 'cat.databases d',
  },
  'sys.change_tracking_databases': {
    columns: [
      ['database_id', 'int', 'd.database_id'],
      ['is_auto_cleanup_on', 'bit', 'd.auto_cleanup::int'],
      ['retention_period', 'int', 'd.retention'],
      ['retention_period_units', 'tinyint', 'd.retention_units'],
      ['retention_period_units_desc', 'desc', "case d.retention_units when 1 then 'MINUTES' when 2 then 'HOURS' else 'DAYS' end"],
      ['max_cleanup_version', 'bigint', 'null::bigint'],
    ],
    from: 'cat.databases d where d.tracking',
  },
  'sys.change_tracking_tables': {
    columns: [
      ['object_id', 'int', 't.object_id'],
      ['is_track_columns_updated_on', 'bit', 't.track_columns::int'],
      ['begin_version', 'bigint', 't.begin_version'],
      ['cleanup_version', 'bigint', 't.cleaned_version'],
      ['min_valid_version', 'bigint', 't.min_valid_version'],
    ],
    from: "cat.tracked t join cat.objects o on o.object_id = t.object_id where o.database_id = $db and tsql.may($db, $user, 'VIEW DEFINITION', o.object_id)",
  },
  'sys.dm_exec_sessions': {
    columns: [
      ['session_id', 'smallint', 's.spid'],
      ['login_time', 'moment', 's.login_time'],
      ['host_name', 'name', 's.host'],
      ['program_name', 'name', 's.program'],
      ['login_name', 'name', 's.login'],
      ['database_id', 'smallint', 's.database_id'],
      ['status', 'desc', "case a.state when 'active' then 'running' else 'sleeping' end"],
      ['is_user_process', 'bit', '1'],
      ['transaction_isolation_level', 'smallint', 's.isolation'],
      ['open_transaction_count', 'int', "case when a.state like 'idle in%' then 1 else 0 end"],
    ],
    from: "cat.sessions s join pg_stat_activity a on a.pid = s.pid where tsql.may($db, $user, 'VIEW SERVER STATE', 0) or s.spid = $spid",
  },
  'sys.dm_exec_requests': {
    columns: [
      ['session_id', 'smallint', 's.spid'],
      ['status', 'desc', "case when a.wait_event_type = 'Lock' then 'suspended' else 'running' end"],
      ['command', 'desc', "'SELECT'"],
      ['wait_type', 'desc', "case when a.wait_event_type = 'Lock' then 'LCK_M_S' end"],
      ['blocking_session_id', 'smallint', '(select b.spid from cat.sessions b where b.pid = any (pg_blocking_pids(a.pid)) limit 1)'],
    ],
    from: "cat.sessions s join pg_stat_activity a on a.pid = s.pid where a.state = 'active' and (tsql.may($db, $user, 'VIEW SERVER STATE', 0) or s.spid = $spid)",
  },
  'sys.dm_tran_session_transactions': {
    columns: [
      ['session_id', 'int', 's.spid'],
      ['transaction_id', 'bigint', 's.pid::bigint'],
      ['is_user_transaction', 'bit', '1'],
    ],
    from: "cat.sessions s join pg_stat_activity a on a.pid = s.pid where a.xact_start is not null and tsql.may($db, $user, 'VIEW SERVER STATE', 0)",
  },
  'sys.dm_server_services': {
    columns: [
      ['servicename', 'name', "'SQL Server Agent (MSSQLSERVER)'"],
      ['status_desc', 'name', '$agent'],
    ],
    // The server refuses whoever may not see its state (300); here he sees no service.
    from: "(select 1) as service where tsql.may($db, $user, 'VIEW SERVER STATE', 0)",
  },
  'sys.server_principals': {
    columns: [
      ['name', 'name', 'l.name'],
      ['type', 'desc', "'S'"],
      ['type_desc', 'desc', "'SQL_LOGIN'"],
    ],
    from: 'cat.logins l',
  },
  'sys.database_principals': {
    columns: [
      ['name', 'name', 'p.name'],
      ['principal_id', 'int', 'p.principal_id'],
      ['type', 'code', 'rpad(p.type, 2)'],
    ],
    from: 'cat.principals p where p.database_id = $db',
  },
  'sys.database_permissions': {
    columns: [
      ['class', 'tinyint', 'p.class'],
      ['major_id', 'int', 'p.major_id'],
      ['minor_id', 'int', 'p.minor_id'],
      ['grantee_principal_id', 'int', '(select g.principal_id from cat.principals g where g.database_id = $db and g.name = p.grantee)'],
      ['permission_name', 'name', 'p.permission'],
      ['state_desc', 'desc', 'upper(p.state)'],
    ],
    from: 'cat.permissions p where p.database_id = $db',
  },
};
