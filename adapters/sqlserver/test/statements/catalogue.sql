-- all tables
select s.name, o.name, o.type, o.object_id, convert(varchar(23), o.modify_date, 121), (select sum(p.rows) from sys.partitions as p where p.object_id = o.object_id and p.index_id in (0, 1)), convert(nvarchar(4000), e.value)
from sys.objects as o join sys.schemas as s on s.schema_id = o.schema_id
left join sys.extended_properties as e on e.class = 1 and e.major_id = o.object_id and e.minor_id = 0 and e.name = N'MS_Description'
where o.type in ('U', 'V') and o.is_ms_shipped = 0 order by s.name, o.name;

-- all columns
select s.name, o.name, c.name, coalesce(b.name, t.name), convert(int, c.max_length), convert(int, c.precision), convert(int, c.scale), c.is_nullable, c.is_computed, c.collation_name, convert(int, collationproperty(c.collation_name, 'CodePage')), convert(nvarchar(4000), e.value)
from sys.columns as c join sys.objects as o on o.object_id = c.object_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.types as t on t.user_type_id = c.user_type_id left join sys.types as b on b.user_type_id = c.system_type_id
left join sys.extended_properties as e on e.class = 1 and e.major_id = c.object_id and e.minor_id = c.column_id and e.name = N'MS_Description'
where o.type in ('U', 'V') and o.is_ms_shipped = 0 and has_perms_by_name(quotename(s.name) + N'.' + quotename(o.name), N'OBJECT', N'SELECT', c.name, N'COLUMN') = 1
order by s.name, o.name, c.column_id;

-- all keys
select s.name, o.name, i.name, i.is_primary_key, i.is_unique, c.name
from sys.indexes as i join sys.objects as o on o.object_id = i.object_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.index_columns as k on k.object_id = i.object_id and k.index_id = i.index_id join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
where o.type = 'U' and o.is_ms_shipped = 0 and i.type in (1, 2) and i.is_disabled = 0 and i.is_hypothetical = 0 and i.has_filter = 0 and k.is_included_column = 0
order by s.name, o.name, i.is_primary_key desc, i.is_unique desc, i.index_id, k.key_ordinal;

-- one table
-- @s0 text, @n1 text
select s.name, o.name, o.type, o.object_id, convert(varchar(23), o.modify_date, 121), (select sum(p.rows) from sys.partitions as p where p.object_id = o.object_id and p.index_id in (0, 1)), convert(nvarchar(4000), e.value)
from sys.objects as o join sys.schemas as s on s.schema_id = o.schema_id
left join sys.extended_properties as e on e.class = 1 and e.major_id = o.object_id and e.minor_id = 0 and e.name = N'MS_Description'
where o.type in ('U', 'V') and o.is_ms_shipped = 0 and ((s.name = @s0 and o.name = @n1)) order by s.name, o.name;

-- columns of two tables
-- @s0 text, @n1 text, @s2 text, @n3 text
select s.name, o.name, c.name, coalesce(b.name, t.name), convert(int, c.max_length), convert(int, c.precision), convert(int, c.scale), c.is_nullable, c.is_computed, c.collation_name, convert(int, collationproperty(c.collation_name, 'CodePage')), convert(nvarchar(4000), e.value)
from sys.columns as c join sys.objects as o on o.object_id = c.object_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.types as t on t.user_type_id = c.user_type_id left join sys.types as b on b.user_type_id = c.system_type_id
left join sys.extended_properties as e on e.class = 1 and e.major_id = c.object_id and e.minor_id = c.column_id and e.name = N'MS_Description'
where o.type in ('U', 'V') and o.is_ms_shipped = 0 and ((s.name = @s0 and o.name = @n1) or (s.name = @s2 and o.name = @n3)) and has_perms_by_name(quotename(s.name) + N'.' + quotename(o.name), N'OBJECT', N'SELECT', c.name, N'COLUMN') = 1
order by s.name, o.name, c.column_id;

-- keys of one table
-- @s0 text, @n1 text
select s.name, o.name, i.name, i.is_primary_key, i.is_unique, c.name
from sys.indexes as i join sys.objects as o on o.object_id = i.object_id join sys.schemas as s on s.schema_id = o.schema_id
join sys.index_columns as k on k.object_id = i.object_id and k.index_id = i.index_id join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
where o.type = 'U' and o.is_ms_shipped = 0 and ((s.name = @s0 and o.name = @n1)) and i.type in (1, 2) and i.is_disabled = 0 and i.is_hypothetical = 0 and i.has_filter = 0 and k.is_included_column = 0
order by s.name, o.name, i.is_primary_key desc, i.is_unique desc, i.index_id, k.key_ordinal;
