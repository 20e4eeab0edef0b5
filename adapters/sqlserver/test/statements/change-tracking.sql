-- head
select change_tracking_current_version(), convert(varchar(27), sysutcdatetime(), 126);

-- states of two tables
-- @o0 int, @o1 int
select o.object_id, convert(varchar(23), o.modify_date, 121), change_tracking_min_valid_version(o.object_id) from sys.objects as o where o.object_id in (@o0, @o1);

-- changes: one number
-- @rows0 int, @since1 bigint, @to2 bigint
select top (@rows0) with ties ct.SYS_CHANGE_VERSION, ct.SYS_CHANGE_OPERATION, ct.[id], t.[id], t.[Tên ]]lạ] from changetable(changes [dbo].[t], @since1) as ct left join [dbo].[t] as t on t.[id] = ct.[id] where ct.SYS_CHANGE_VERSION <= @to2 order by ct.SYS_CHANGE_VERSION;

-- changes: three columns
-- @rows0 int, @since1 bigint, @to2 bigint
select top (@rows0) with ties ct.SYS_CHANGE_VERSION, ct.SYS_CHANGE_OPERATION, ct.[a], ct.[b], convert(varchar(27), ct.[c], 121), t.[a], t.[b], convert(varchar(27), t.[c], 121) from changetable(changes [dbo].[t], @since1) as ct left join [dbo].[t] as t on t.[a] = ct.[a] and t.[b] = ct.[b] and t.[c] = ct.[c] where ct.SYS_CHANGE_VERSION <= @to2 order by ct.SYS_CHANGE_VERSION;

-- changes: uniqueidentifier
-- @rows0 int, @since1 bigint, @to2 bigint
select top (@rows0) with ties ct.SYS_CHANGE_VERSION, ct.SYS_CHANGE_OPERATION, ct.[id], t.[id] from changetable(changes [dbo].[t], @since1) as ct left join [dbo].[t] as t on t.[id] = ct.[id] where ct.SYS_CHANGE_VERSION <= @to2 order by ct.SYS_CHANGE_VERSION;

-- changes: legacy text
-- @rows0 int, @since1 bigint, @to2 bigint
select top (@rows0) with ties ct.SYS_CHANGE_VERSION, ct.SYS_CHANGE_OPERATION, convert(varbinary(20), ct.[tcvn]), convert(varbinary(20), t.[tcvn]), t.[id] from changetable(changes [dbo].[t], @since1) as ct left join [dbo].[t] as t on t.[tcvn] = ct.[tcvn] where ct.SYS_CHANGE_VERSION <= @to2 order by ct.SYS_CHANGE_VERSION;
