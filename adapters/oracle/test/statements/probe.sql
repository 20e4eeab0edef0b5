-- whether LogMiner may be used
select count(*) from v$logmnr_contents where 1 = 0;

-- how long undo is kept
select p.value from v$parameter p where p.name = 'undo_retention';

-- transactions that are open for long
select rawtohex(t.xid), to_char(t.start_date, 'YYYY-MM-DD HH24:MI:SS') from gv$transaction t where t.start_date < sysdate - 1 / 24 order by t.start_date;

-- character set
select n.value from nls_database_parameters n where n.parameter = 'NLS_CHARACTERSET';
