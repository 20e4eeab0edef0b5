-- whether it is on
select convert(int, d.is_cdc_enabled) from sys.databases as d where d.database_id = db_id();

-- head
select sys.fn_cdc_get_max_lsn(), convert(varchar(27), sysutcdatetime(), 126), (select top (1) datediff(second, m.tran_end_time, getdate()) from cdc.lsn_time_mapping as m order by m.start_lsn desc);

-- instances of two tables
-- @o0 int, @o1 int
select c.source_object_id, c.capture_instance, sys.fn_cdc_get_min_lsn(c.capture_instance), k.column_name
from cdc.change_tables as c join cdc.captured_columns as k on k.object_id = c.object_id
where c.source_object_id in (@o0, @o1) and k.is_computed = 0 order by c.source_object_id, c.start_lsn, k.column_ordinal;

-- changes: one number
-- @rows0 int, @from1 bytes, @to2 bytes
select top (@rows0) with ties ch.__$start_lsn, ch.__$seqval, ch.__$operation, convert(varchar(27), dateadd(minute, datediff(minute, getdate(), getutcdate()), m.tran_end_time), 126), ch.[id], ch.[Tên ]]lạ] from cdc.[fn_cdc_get_all_changes_dbo_t](@from1, @to2, N'all update old') as ch left join cdc.lsn_time_mapping as m on m.start_lsn = ch.__$start_lsn order by ch.__$start_lsn;

-- changes: legacy text
-- @rows0 int, @from1 bytes, @to2 bytes
select top (@rows0) with ties ch.__$start_lsn, ch.__$seqval, ch.__$operation, convert(varchar(27), dateadd(minute, datediff(minute, getdate(), getutcdate()), m.tran_end_time), 126), convert(varbinary(20), ch.[tcvn]), ch.[id] from cdc.[fn_cdc_get_all_changes_dbo_t](@from1, @to2, N'all update old') as ch left join cdc.lsn_time_mapping as m on m.start_lsn = ch.__$start_lsn order by ch.__$start_lsn;
