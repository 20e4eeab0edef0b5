-- every type: first page
-- @rows0 int
select top (@rows0) [id], [bit], [int], convert(varchar(41), [decimal]), convert(varchar(30), [money], 2), convert(varchar(30), [smallmoney], 2), [float], [real], convert(varchar(10), [date], 23), convert(varchar(27), [datetime], 121), convert(varchar(27), [smalldatetime], 121), convert(varchar(27), [datetime2], 121), convert(varchar(33), [datetimeoffset], 126), convert(varchar(16), [time], 121), convert(nvarchar(5), [char]), convert(nvarchar(60), [varchar]), convert(nvarchar(max), [varchar 8000]), convert(nvarchar(max), [varchar max]), convert(nvarchar(max), [text]), convert(varbinary(5), [tcvn char]), convert(varbinary(max), [tcvn max]), convert(varbinary(max), convert(varchar(max), [tcvn text])), [nchar], [nvarchar], [nvarchar max], convert(nvarchar(max), [ntext]), [varbinary], convert(varbinary(max), [image]), convert(varchar(18), convert(binary(8), [timestamp]), 1), [uniqueidentifier], convert(nvarchar(max), [xml]), [hierarchyid].ToString(), convert(binary(4), [geography].STSrid) + [geography].AsBinaryZM(), convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) + N':' + case when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'money', N'smallmoney') then convert(nvarchar(30), convert(money, [sql_variant]), 2) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'float', N'real') then convert(nvarchar(30), convert(float, [sql_variant]), 3) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'date') then convert(nvarchar(10), convert(date, [sql_variant]), 23) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'time') then convert(nvarchar(16), convert(time(7), [sql_variant]), 121) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'datetime', N'smalldatetime') then convert(nvarchar(23), convert(datetime, [sql_variant]), 121) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'datetime2') then convert(nvarchar(27), convert(datetime2(7), [sql_variant]), 121) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'datetimeoffset') then convert(nvarchar(33), convert(datetimeoffset(7), [sql_variant]), 126) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'binary', N'varbinary') then convert(nvarchar(max), convert(varbinary(8000), [sql_variant]), 1) else convert(nvarchar(max), [sql_variant]) end from [dbo].[t] order by [id];

-- every type: later page
-- @rows0 int, @k1 ascii, @k2 ascii
select top (@rows0) [id], [bit], [int], convert(varchar(41), [decimal]), convert(varchar(30), [money], 2), convert(varchar(30), [smallmoney], 2), [float], [real], convert(varchar(10), [date], 23), convert(varchar(27), [datetime], 121), convert(varchar(27), [smalldatetime], 121), convert(varchar(27), [datetime2], 121), convert(varchar(33), [datetimeoffset], 126), convert(varchar(16), [time], 121), convert(nvarchar(5), [char]), convert(nvarchar(60), [varchar]), convert(nvarchar(max), [varchar 8000]), convert(nvarchar(max), [varchar max]), convert(nvarchar(max), [text]), convert(varbinary(5), [tcvn char]), convert(varbinary(max), [tcvn max]), convert(varbinary(max), convert(varchar(max), [tcvn text])), [nchar], [nvarchar], [nvarchar max], convert(nvarchar(max), [ntext]), [varbinary], convert(varbinary(max), [image]), convert(varchar(18), convert(binary(8), [timestamp]), 1), [uniqueidentifier], convert(nvarchar(max), [xml]), [hierarchyid].ToString(), convert(binary(4), [geography].STSrid) + [geography].AsBinaryZM(), convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) + N':' + case when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'money', N'smallmoney') then convert(nvarchar(30), convert(money, [sql_variant]), 2) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'float', N'real') then convert(nvarchar(30), convert(float, [sql_variant]), 3) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'date') then convert(nvarchar(10), convert(date, [sql_variant]), 23) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'time') then convert(nvarchar(16), convert(time(7), [sql_variant]), 121) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'datetime', N'smalldatetime') then convert(nvarchar(23), convert(datetime, [sql_variant]), 121) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'datetime2') then convert(nvarchar(27), convert(datetime2(7), [sql_variant]), 121) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'datetimeoffset') then convert(nvarchar(33), convert(datetimeoffset(7), [sql_variant]), 126) when convert(nvarchar(128), sql_variant_property([sql_variant], 'BaseType')) in (N'binary', N'varbinary') then convert(nvarchar(max), convert(varbinary(8000), [sql_variant]), 1) else convert(nvarchar(max), [sql_variant]) end from [dbo].[t] where [id] > convert(bigint, @k1) and [id] <= convert(bigint, @k2) order by [id];

-- every type: boundary
-- @k0 ascii, @skip1 int
select [id] from [dbo].[t] where [id] > convert(bigint, @k0) order by [id] offset @skip1 rows fetch next 1 rows only;

-- every type: lowest and highest
select min([id]), max([id]) from [dbo].[t];

-- one number: first page
-- @rows0 int
select top (@rows0) [id], [Tên ]]lạ] from [dbo].[t] order by [id];

-- one number: later page
-- @rows0 int, @k1 ascii, @k2 ascii
select top (@rows0) [id], [Tên ]]lạ] from [dbo].[t] where [id] > convert(bigint, @k1) and [id] <= convert(bigint, @k2) order by [id];

-- one number: boundary
-- @k0 ascii, @skip1 int
select [id] from [dbo].[t] where [id] > convert(bigint, @k0) order by [id] offset @skip1 rows fetch next 1 rows only;

-- one number: lowest and highest
select min([id]), max([id]) from [dbo].[t];

-- three columns: first page
-- @rows0 int
select top (@rows0) [a], [b], convert(varchar(27), [c], 121) from [dbo].[t] order by [a], [b], [c];

-- three columns: later page
-- @rows0 int, @k1 ascii, @k2 text, @k3 ascii, @k4 ascii, @k5 text, @k6 ascii
select top (@rows0) [a], [b], convert(varchar(27), [c], 121) from [dbo].[t] where [a] >= convert(int, @k1) and ([a] > convert(int, @k1) or ([a] = convert(int, @k1) and ([b] > @k2 or ([b] = @k2 and [c] > convert(datetime2(3), @k3, 121))))) and [a] <= convert(int, @k4) and ([a] < convert(int, @k4) or ([a] = convert(int, @k4) and ([b] < @k5 or ([b] = @k5 and [c] <= convert(datetime2(3), @k6, 121))))) order by [a], [b], [c];

-- three columns: boundary
-- @k0 ascii, @k1 text, @k2 ascii, @skip3 int
select [a], [b], convert(varchar(27), [c], 121) from [dbo].[t] where [a] >= convert(int, @k0) and ([a] > convert(int, @k0) or ([a] = convert(int, @k0) and ([b] > @k1 or ([b] = @k1 and [c] > convert(datetime2(3), @k2, 121))))) order by [a], [b], [c] offset @skip3 rows fetch next 1 rows only;

-- three columns: lowest and highest
select min([a]), max([a]) from [dbo].[t];

-- uniqueidentifier: first page
-- @rows0 int
select top (@rows0) [id] from [dbo].[t] order by [id];

-- uniqueidentifier: later page
-- @rows0 int, @k1 ascii, @k2 ascii
select top (@rows0) [id] from [dbo].[t] where [id] > convert(uniqueidentifier, @k1) and [id] <= convert(uniqueidentifier, @k2) order by [id];

-- uniqueidentifier: boundary
-- @k0 ascii, @skip1 int
select [id] from [dbo].[t] where [id] > convert(uniqueidentifier, @k0) order by [id] offset @skip1 rows fetch next 1 rows only;

-- legacy text: first page
-- @rows0 int
select top (@rows0) convert(varbinary(20), [tcvn]), [id], convert(nvarchar(20), [tcvn]) from [dbo].[t] order by [tcvn];

-- legacy text: later page
-- @rows0 int, @k1 text, @k2 text
select top (@rows0) convert(varbinary(20), [tcvn]), [id], convert(nvarchar(20), [tcvn]) from [dbo].[t] where [tcvn] > convert(varchar(20), @k1 collate SQL_Latin1_General_CP1_CI_AS) and [tcvn] <= convert(varchar(20), @k2 collate SQL_Latin1_General_CP1_CI_AS) order by [tcvn];

-- legacy text: boundary
-- @k0 text, @skip1 int
select convert(nvarchar(20), [tcvn]) from [dbo].[t] where [tcvn] > convert(varchar(20), @k0 collate SQL_Latin1_General_CP1_CI_AS) order by [tcvn] offset @skip1 rows fetch next 1 rows only;

-- nullable key: all
select convert(varchar(41), [a]), [b] from [dbo].[t] order by [a], [b];

-- nullable key: within bounds
-- @k0 bytes, @k1 ascii
select convert(varchar(41), [a]), [b] from [dbo].[t] where ([a] is not null or ([a] is null and [b] > @k0)) and ([a] <= convert(decimal(9,2), @k1) or [a] is null) and (([a] < convert(decimal(9,2), @k1) or [a] is null) or ([a] = convert(decimal(9,2), @k1) and [b] is null)) order by [a], [b];

-- nullable key: boundary
-- @k0 bytes, @skip1 int
select convert(varchar(41), [a]), [b] from [dbo].[t] where ([a] is not null or ([a] is null and [b] > @k0)) order by [a], [b] offset @skip1 rows fetch next 1 rows only;

-- a view: all
select [id], [x] from [dbo].[t] order by [x];

-- a view: within bounds
-- @k0 float, @k1 float
select [id], [x] from [dbo].[t] where [x] > @k0 and [x] <= @k1 order by [x];

-- a view: boundary
-- @k0 float, @skip1 int
select [x] from [dbo].[t] where [x] > @k0 order by [x] offset @skip1 rows fetch next 1 rows only;

-- watermarks: first page
-- @rows0 int
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] order by [id];

-- watermarks: later page
-- @rows0 int, @k1 ascii, @k2 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [id] > convert(bigint, @k1) and [id] <= convert(bigint, @k2) order by [id];

-- watermarks: boundary
-- @k0 ascii, @skip1 int
select [id] from [dbo].[t] where [id] > convert(bigint, @k0) order by [id] offset @skip1 rows fetch next 1 rows only;

-- watermarks: lowest and highest
select min([id]), max([id]) from [dbo].[t];
