-- whether LogMiner may be used
select count(*) from v$logmnr_contents where 1 = 0;

-- privileges of LogMiner
select p.privilege from session_privs p where p.privilege in ('LOGMINING', 'SELECT ANY TRANSACTION');

-- tables that are logged
select g.owner, g.table_name, g.log_group_type from all_log_groups g where g.log_group_type in ('ALL COLUMN LOGGING', 'PRIMARY KEY LOGGING');

-- tables whose past may be read
select p.table_schema, p.table_name from all_tab_privs p where p.privilege = 'FLASHBACK' union select 'ANY', null from session_privs s where s.privilege = 'FLASHBACK ANY TABLE';

-- whether a view may be seen
select count(*) from v$log where 1 = 0;

-- how long undo is kept
select p.value from v$parameter p where p.name = 'undo_retention';

-- transactions that are open for long
select rawtohex(t.xid), to_char(t.start_date, 'YYYY-MM-DD HH24:MI:SS') from gv$transaction t where t.start_date < sysdate - 1 / 24 order by t.start_date;

-- character set
select n.value from nls_database_parameters n where n.parameter = 'NLS_CHARACTERSET';
