-- whether the Agent runs
select s.status_desc from sys.dm_server_services as s where s.servicename like N'SQL Server Agent%';

-- tables that are not captured
select s.name, t.name from sys.tables as t join sys.schemas as s on s.schema_id = t.schema_id
where t.is_ms_shipped = 0 and t.is_tracked_by_cdc = 0 and has_perms_by_name(quotename(s.name) + N'.' + quotename(t.name), N'OBJECT', N'SELECT') = 1 order by s.name, t.name;

-- change tracking
select convert(int, d.is_auto_cleanup_on), convert(int, d.retention_period), d.retention_period_units_desc from sys.change_tracking_databases as d where d.database_id = db_id();

-- tracked tables
select s.name, o.name, convert(int, case when t.object_id is null then 0 else 1 end), convert(int, has_perms_by_name(quotename(s.name) + N'.' + quotename(o.name), N'OBJECT', N'VIEW CHANGE TRACKING'))
from sys.objects as o join sys.schemas as s on s.schema_id = o.schema_id left join sys.change_tracking_tables as t on t.object_id = o.object_id
where o.type = 'U' and o.is_ms_shipped = 0 and has_perms_by_name(quotename(s.name) + N'.' + quotename(o.name), N'OBJECT', N'SELECT') = 1 order by s.name, o.name;
