-- active rowversions
select min_active_rowversion();

-- bigint: first page
-- @rows0 int, @bound1 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w1] <= convert(bigint, @bound1) order by [w1], [id];

-- bigint: later page
-- @rows0 int, @bound1 ascii, @k2 ascii, @k3 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w1] <= convert(bigint, @bound1) and [w1] >= convert(bigint, @k2) and ([w1] > convert(bigint, @k2) or ([w1] = convert(bigint, @k2) and [id] > convert(bigint, @k3))) order by [w1], [id];

-- bigint: boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @skip3 int
select [w1], [id] from [dbo].[t] where [w1] <= convert(bigint, @bound0) and [w1] >= convert(bigint, @k1) and ([w1] > convert(bigint, @k1) or ([w1] = convert(bigint, @k1) and [id] > convert(bigint, @k2))) order by [w1], [id] offset @skip3 rows fetch next 1 rows only;

-- bigint: up to the boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @k3 ascii, @k4 ascii
select [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w1] <= convert(bigint, @bound0) and [w1] >= convert(bigint, @k1) and ([w1] > convert(bigint, @k1) or ([w1] = convert(bigint, @k1) and [id] > convert(bigint, @k2))) and ([w1] <= convert(bigint, @k3) or [w1] is null) and (([w1] < convert(bigint, @k3) or [w1] is null) or ([w1] = convert(bigint, @k3) and [id] <= convert(bigint, @k4))) order by [w1], [id];

-- bigint: highest
select max([w1]) from [dbo].[t];

-- bigint: none is NULL
select top (1) 1 from [dbo].[t] where [w1] is null;

-- timestamp: first page
-- @rows0 int, @bound1 bytes
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23), convert(binary(8), [w2]) from [dbo].[t] where [w2] < @bound1 order by [w2], [id];

-- timestamp: later page
-- @rows0 int, @bound1 bytes, @k2 bytes, @k3 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23), convert(binary(8), [w2]) from [dbo].[t] where [w2] < @bound1 and [w2] >= @k2 and ([w2] > @k2 or ([w2] = @k2 and [id] > convert(bigint, @k3))) order by [w2], [id];

-- timestamp: boundary
-- @bound0 bytes, @k1 bytes, @k2 ascii, @skip3 int
select convert(binary(8), [w2]), [id] from [dbo].[t] where [w2] < @bound0 and [w2] >= @k1 and ([w2] > @k1 or ([w2] = @k1 and [id] > convert(bigint, @k2))) order by [w2], [id] offset @skip3 rows fetch next 1 rows only;

-- timestamp: up to the boundary
-- @bound0 bytes, @k1 bytes, @k2 ascii, @k3 bytes, @k4 ascii
select [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23), convert(binary(8), [w2]) from [dbo].[t] where [w2] < @bound0 and [w2] >= @k1 and ([w2] > @k1 or ([w2] = @k1 and [id] > convert(bigint, @k2))) and [w2] <= @k3 and ([w2] < @k3 or ([w2] = @k3 and [id] <= convert(bigint, @k4))) order by [w2], [id];

-- datetime: first page
-- @rows0 int, @bound1 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w3] <= convert(datetime, @bound1, 121) order by [w3], [id];

-- datetime: later page
-- @rows0 int, @bound1 ascii, @k2 ascii, @k3 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w3] <= convert(datetime, @bound1, 121) and [w3] >= convert(datetime, @k2, 121) and ([w3] > convert(datetime, @k2, 121) or ([w3] = convert(datetime, @k2, 121) and [id] > convert(bigint, @k3))) order by [w3], [id];

-- datetime: boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @skip3 int
select convert(varchar(27), [w3], 121), [id] from [dbo].[t] where [w3] <= convert(datetime, @bound0, 121) and [w3] >= convert(datetime, @k1, 121) and ([w3] > convert(datetime, @k1, 121) or ([w3] = convert(datetime, @k1, 121) and [id] > convert(bigint, @k2))) order by [w3], [id] offset @skip3 rows fetch next 1 rows only;

-- datetime: up to the boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @k3 ascii, @k4 ascii
select [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w3] <= convert(datetime, @bound0, 121) and [w3] >= convert(datetime, @k1, 121) and ([w3] > convert(datetime, @k1, 121) or ([w3] = convert(datetime, @k1, 121) and [id] > convert(bigint, @k2))) and [w3] <= convert(datetime, @k3, 121) and ([w3] < convert(datetime, @k3, 121) or ([w3] = convert(datetime, @k3, 121) and [id] <= convert(bigint, @k4))) order by [w3], [id];

-- datetime: settled
-- @ms0 int
select convert(varchar(27), convert(datetime, dateadd(millisecond, @ms0, sysdatetime())), 121);

-- smalldatetime: first page
-- @rows0 int, @bound1 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w4] <= convert(smalldatetime, @bound1, 121) order by [w4], [id];

-- smalldatetime: later page
-- @rows0 int, @bound1 ascii, @k2 ascii, @k3 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w4] <= convert(smalldatetime, @bound1, 121) and [w4] >= convert(smalldatetime, @k2, 121) and ([w4] > convert(smalldatetime, @k2, 121) or ([w4] = convert(smalldatetime, @k2, 121) and [id] > convert(bigint, @k3))) order by [w4], [id];

-- smalldatetime: boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @skip3 int
select convert(varchar(27), [w4], 121), [id] from [dbo].[t] where [w4] <= convert(smalldatetime, @bound0, 121) and [w4] >= convert(smalldatetime, @k1, 121) and ([w4] > convert(smalldatetime, @k1, 121) or ([w4] = convert(smalldatetime, @k1, 121) and [id] > convert(bigint, @k2))) order by [w4], [id] offset @skip3 rows fetch next 1 rows only;

-- smalldatetime: up to the boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @k3 ascii, @k4 ascii
select [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w4] <= convert(smalldatetime, @bound0, 121) and [w4] >= convert(smalldatetime, @k1, 121) and ([w4] > convert(smalldatetime, @k1, 121) or ([w4] = convert(smalldatetime, @k1, 121) and [id] > convert(bigint, @k2))) and ([w4] <= convert(smalldatetime, @k3, 121) or [w4] is null) and (([w4] < convert(smalldatetime, @k3, 121) or [w4] is null) or ([w4] = convert(smalldatetime, @k3, 121) and [id] <= convert(bigint, @k4))) order by [w4], [id];

-- smalldatetime: settled
-- @ms0 int
select convert(varchar(27), convert(smalldatetime, dateadd(millisecond, @ms0, sysdatetime())), 121);

-- smalldatetime: none is NULL
select top (1) 1 from [dbo].[t] where [w4] is null;

-- datetime2: first page
-- @rows0 int, @bound1 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w5] <= convert(datetime2(7), @bound1, 121) order by [w5], [id];

-- datetime2: later page
-- @rows0 int, @bound1 ascii, @k2 ascii, @k3 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w5] <= convert(datetime2(7), @bound1, 121) and [w5] >= convert(datetime2(7), @k2, 121) and ([w5] > convert(datetime2(7), @k2, 121) or ([w5] = convert(datetime2(7), @k2, 121) and [id] > convert(bigint, @k3))) order by [w5], [id];

-- datetime2: boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @skip3 int
select convert(varchar(27), [w5], 121), [id] from [dbo].[t] where [w5] <= convert(datetime2(7), @bound0, 121) and [w5] >= convert(datetime2(7), @k1, 121) and ([w5] > convert(datetime2(7), @k1, 121) or ([w5] = convert(datetime2(7), @k1, 121) and [id] > convert(bigint, @k2))) order by [w5], [id] offset @skip3 rows fetch next 1 rows only;

-- datetime2: up to the boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @k3 ascii, @k4 ascii
select [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w5] <= convert(datetime2(7), @bound0, 121) and [w5] >= convert(datetime2(7), @k1, 121) and ([w5] > convert(datetime2(7), @k1, 121) or ([w5] = convert(datetime2(7), @k1, 121) and [id] > convert(bigint, @k2))) and [w5] <= convert(datetime2(7), @k3, 121) and ([w5] < convert(datetime2(7), @k3, 121) or ([w5] = convert(datetime2(7), @k3, 121) and [id] <= convert(bigint, @k4))) order by [w5], [id];

-- datetime2: settled
-- @ms0 int
select convert(varchar(27), convert(datetime2(7), dateadd(millisecond, @ms0, sysdatetime())), 121);

-- datetimeoffset: first page
-- @rows0 int, @bound1 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w6] <= convert(datetimeoffset(3), @bound1, 126) order by [w6], [id];

-- datetimeoffset: later page
-- @rows0 int, @bound1 ascii, @k2 ascii, @k3 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w6] <= convert(datetimeoffset(3), @bound1, 126) and [w6] >= convert(datetimeoffset(3), @k2, 126) and ([w6] > convert(datetimeoffset(3), @k2, 126) or ([w6] = convert(datetimeoffset(3), @k2, 126) and [id] > convert(bigint, @k3))) order by [w6], [id];

-- datetimeoffset: boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @skip3 int
select convert(varchar(33), [w6], 126), [id] from [dbo].[t] where [w6] <= convert(datetimeoffset(3), @bound0, 126) and [w6] >= convert(datetimeoffset(3), @k1, 126) and ([w6] > convert(datetimeoffset(3), @k1, 126) or ([w6] = convert(datetimeoffset(3), @k1, 126) and [id] > convert(bigint, @k2))) order by [w6], [id] offset @skip3 rows fetch next 1 rows only;

-- datetimeoffset: up to the boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @k3 ascii, @k4 ascii
select [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w6] <= convert(datetimeoffset(3), @bound0, 126) and [w6] >= convert(datetimeoffset(3), @k1, 126) and ([w6] > convert(datetimeoffset(3), @k1, 126) or ([w6] = convert(datetimeoffset(3), @k1, 126) and [id] > convert(bigint, @k2))) and [w6] <= convert(datetimeoffset(3), @k3, 126) and ([w6] < convert(datetimeoffset(3), @k3, 126) or ([w6] = convert(datetimeoffset(3), @k3, 126) and [id] <= convert(bigint, @k4))) order by [w6], [id];

-- datetimeoffset: settled
-- @ms0 int
select convert(varchar(33), convert(datetimeoffset(3), dateadd(millisecond, @ms0, sysdatetimeoffset())), 126);

-- date: first page
-- @rows0 int, @bound1 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w7] <= convert(date, @bound1, 23) order by [w7], [id];

-- date: later page
-- @rows0 int, @bound1 ascii, @k2 ascii, @k3 ascii
select top (@rows0) [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w7] <= convert(date, @bound1, 23) and [w7] >= convert(date, @k2, 23) and ([w7] > convert(date, @k2, 23) or ([w7] = convert(date, @k2, 23) and [id] > convert(bigint, @k3))) order by [w7], [id];

-- date: boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @skip3 int
select convert(varchar(10), [w7], 23), [id] from [dbo].[t] where [w7] <= convert(date, @bound0, 23) and [w7] >= convert(date, @k1, 23) and ([w7] > convert(date, @k1, 23) or ([w7] = convert(date, @k1, 23) and [id] > convert(bigint, @k2))) order by [w7], [id] offset @skip3 rows fetch next 1 rows only;

-- date: up to the boundary
-- @bound0 ascii, @k1 ascii, @k2 ascii, @k3 ascii, @k4 ascii
select [id], [w1], convert(varchar(18), convert(binary(8), [w2]), 1), convert(varchar(27), [w3], 121), convert(varchar(27), [w4], 121), convert(varchar(27), [w5], 121), convert(varchar(33), [w6], 126), convert(varchar(10), [w7], 23) from [dbo].[t] where [w7] <= convert(date, @bound0, 23) and [w7] >= convert(date, @k1, 23) and ([w7] > convert(date, @k1, 23) or ([w7] = convert(date, @k1, 23) and [id] > convert(bigint, @k2))) and [w7] <= convert(date, @k3, 23) and ([w7] < convert(date, @k3, 23) or ([w7] = convert(date, @k3, 23) and [id] <= convert(bigint, @k4))) order by [w7], [id];

-- date: settled
-- @ms0 int
select convert(varchar(10), convert(date, dateadd(millisecond, @ms0, sysdatetime())), 23);
