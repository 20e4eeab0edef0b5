-- all tables
select o.owner, o.object_name, o.object_type, o.object_id, to_char(o.last_ddl_time, 'YYYY-MM-DD HH24:MI:SS'), t.num_rows, t.partitioned, t.iot_type, t.temporary, m.mview_name, c.comments
from all_objects o
left join all_tables t on t.owner = o.owner and t.table_name = o.object_name and o.object_type = 'TABLE'
left join all_mviews m on m.owner = o.owner and m.mview_name = o.object_name
left join all_tab_comments c on c.owner = o.owner and c.table_name = o.object_name and c.table_type = o.object_type
where o.object_type in ('TABLE', 'VIEW') and o.secondary = 'N' and o.owner in (select u.username from all_users u where u.oracle_maintained = 'N') and (o.object_type = 'VIEW' or t.nested = 'NO' and (t.iot_type is null or t.iot_type = 'IOT'))
order by o.owner, o.object_name;

-- all tables, before 12.1
select o.owner, o.object_name, o.object_type, o.object_id, to_char(o.last_ddl_time, 'YYYY-MM-DD HH24:MI:SS'), t.num_rows, t.partitioned, t.iot_type, t.temporary, m.mview_name, c.comments
from all_objects o
left join all_tables t on t.owner = o.owner and t.table_name = o.object_name and o.object_type = 'TABLE'
left join all_mviews m on m.owner = o.owner and m.mview_name = o.object_name
left join all_tab_comments c on c.owner = o.owner and c.table_name = o.object_name and c.table_type = o.object_type
where o.object_type in ('TABLE', 'VIEW') and o.secondary = 'N' and o.owner not in ('SYS', 'SYSTEM', 'OUTLN', 'DBSNMP', 'XDB', 'CTXSYS', 'MDSYS', 'ORDSYS', 'ORDDATA', 'ORDPLUGINS', 'WMSYS', 'EXFSYS', 'OLAPSYS', 'SYSMAN', 'APEX_030200', 'FLOWS_FILES') and (o.object_type = 'VIEW' or t.nested = 'NO' and (t.iot_type is null or t.iot_type = 'IOT'))
order by o.owner, o.object_name;

-- all columns
select c.owner, c.table_name, c.column_name, c.data_type, c.data_length, c.char_length, c.char_used, c.data_precision, c.data_scale, c.nullable, c.virtual_column, m.comments
from all_tab_cols c
left join all_col_comments m on m.owner = c.owner and m.table_name = c.table_name and m.column_name = c.column_name
where c.hidden_column = 'NO' and c.owner in (select u.username from all_users u where u.oracle_maintained = 'N')
order by c.owner, c.table_name, c.column_id;

-- all keys
select c.owner, c.table_name, c.constraint_name, c.constraint_type, k.column_name
from all_constraints c join all_cons_columns k on k.owner = c.owner and k.constraint_name = c.constraint_name and k.table_name = c.table_name
where c.constraint_type in ('P', 'U') and c.status = 'ENABLED' and c.validated = 'VALIDATED' and c.owner in (select u.username from all_users u where u.oracle_maintained = 'N')
order by c.owner, c.table_name, c.constraint_type, c.constraint_name, k.position;

-- all indexes
select i.table_owner, i.table_name, i.index_name, 'U', k.column_name
from all_indexes i join all_ind_columns k on k.index_owner = i.owner and k.index_name = i.index_name
where i.uniqueness = 'UNIQUE' and i.index_type = 'NORMAL' and i.status in ('VALID', 'N/A') and i.table_owner in (select u.username from all_users u where u.oracle_maintained = 'N')
order by i.table_owner, i.table_name, i.index_name, k.column_position;

-- one table
-- :s0 text, :n1 text
select o.owner, o.object_name, o.object_type, o.object_id, to_char(o.last_ddl_time, 'YYYY-MM-DD HH24:MI:SS'), t.num_rows, t.partitioned, t.iot_type, t.temporary, m.mview_name, c.comments
from all_objects o
left join all_tables t on t.owner = o.owner and t.table_name = o.object_name and o.object_type = 'TABLE'
left join all_mviews m on m.owner = o.owner and m.mview_name = o.object_name
left join all_tab_comments c on c.owner = o.owner and c.table_name = o.object_name and c.table_type = o.object_type
where o.object_type in ('TABLE', 'VIEW') and o.secondary = 'N' and o.owner in (select u.username from all_users u where u.oracle_maintained = 'N') and (o.object_type = 'VIEW' or t.nested = 'NO' and (t.iot_type is null or t.iot_type = 'IOT')) and ((o.owner = :s0 and o.object_name = :n1))
order by o.owner, o.object_name;

-- columns of two tables
-- :s0 text, :n1 text, :s2 text, :n3 text
select c.owner, c.table_name, c.column_name, c.data_type, c.data_length, c.char_length, c.char_used, c.data_precision, c.data_scale, c.nullable, c.virtual_column, m.comments
from all_tab_cols c
left join all_col_comments m on m.owner = c.owner and m.table_name = c.table_name and m.column_name = c.column_name
where c.hidden_column = 'NO' and c.owner in (select u.username from all_users u where u.oracle_maintained = 'N') and ((c.owner = :s0 and c.table_name = :n1) or (c.owner = :s2 and c.table_name = :n3))
order by c.owner, c.table_name, c.column_id;

-- keys of one table
-- :s0 text, :n1 text
select c.owner, c.table_name, c.constraint_name, c.constraint_type, k.column_name
from all_constraints c join all_cons_columns k on k.owner = c.owner and k.constraint_name = c.constraint_name and k.table_name = c.table_name
where c.constraint_type in ('P', 'U') and c.status = 'ENABLED' and c.validated = 'VALIDATED' and c.owner in (select u.username from all_users u where u.oracle_maintained = 'N') and ((c.owner = :s0 and c.table_name = :n1))
order by c.owner, c.table_name, c.constraint_type, c.constraint_name, k.position;

-- indexes of one table
-- :s0 text, :n1 text
select i.table_owner, i.table_name, i.index_name, 'U', k.column_name
from all_indexes i join all_ind_columns k on k.index_owner = i.owner and k.index_name = i.index_name
where i.uniqueness = 'UNIQUE' and i.index_type = 'NORMAL' and i.status in ('VALID', 'N/A') and i.table_owner in (select u.username from all_users u where u.oracle_maintained = 'N') and ((i.table_owner = :s0 and i.table_name = :n1))
order by i.table_owner, i.table_name, i.index_name, k.column_position;
