-- start 1
set lock_timeout 10000;

-- start 2
set deadlock_priority low;

-- without waiting
set transaction isolation level snapshot;

-- waiting for writers
set transaction isolation level repeatable read;

-- as it began
set transaction isolation level read committed;

-- what answers
select convert(varchar(128), serverproperty('ProductVersion')), convert(nvarchar(128), serverproperty('Edition')), convert(int, serverproperty('EngineEdition')), convert(int, d.snapshot_isolation_state), convert(int, d.is_read_committed_snapshot_on), convert(varchar(36), d.service_broker_guid), d.name from sys.databases as d where d.database_id = db_id();

-- whom grants are for
select user_name();

-- what keeps changes
select case when exists (select 1 from sys.change_tracking_databases as t where t.database_id = d.database_id) then 1 else 0 end, convert(int, d.is_cdc_enabled) from sys.databases as d where d.database_id = db_id();
