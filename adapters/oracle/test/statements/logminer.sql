-- oldest transaction
select min(t.start_scn) from gv$transaction t where t.start_scn > 0;

-- online logs
select l.thread#, l.sequence#, l.first_change#, l.next_change#, l.status, l.archived, min(f.member) from v$log l join v$logfile f on f.group# = l.group# group by l.thread#, l.sequence#, l.first_change#, l.next_change#, l.status, l.archived order by l.thread#, l.sequence#;

-- archived logs
-- :low0 text, :high1 text
select a.thread#, a.sequence#, a.first_change#, a.next_change#, a.deleted, a.name from v$archived_log a join v$database d on d.resetlogs_change# = a.resetlogs_change# where a.standby_dest = 'NO' and a.next_change# > to_number(:low0) and a.first_change# <= to_number(:high1) order by a.thread#, a.sequence#, a.deleted, a.dest_id;

-- which logs
-- :f0 text, :f1 text
begin dbms_logmnr.add_logfile(logfilename => :f0, options => dbms_logmnr.new); dbms_logmnr.add_logfile(logfilename => :f1, options => dbms_logmnr.addfile); end;;

-- start
-- :low0 text, :high1 text
begin dbms_logmnr.start_logmnr(startscn => to_number(:low0), endscn => to_number(:high1), options => dbms_logmnr.dict_from_online_catalog + dbms_logmnr.no_sql_delimiter + dbms_logmnr.no_rowid_in_stmt); end;;

-- what happened
-- :low0 text, :high1 text, :s2 text, :n3 text, :o4 number, :s5 text, :n6 text, :o7 number
select c.scn, c.operation_code, c.rollback, rawtohex(c.xid), c.row_id, c.seg_owner, c.table_name, c.csf, c.status, c.thread#, c.rs_id, c.ssn, to_char(c.timestamp, 'YYYY-MM-DD HH24:MI:SS'), c.sql_redo
from v$logmnr_contents c where c.scn >= to_number(:low0) and c.scn <= to_number(:high1) and (c.operation_code in (7, 34, 36) or c.operation_code in (1, 2, 3, 5, 9, 10, 11, 29, 68, 70, 71, 255) and (c.seg_owner = :s2 and c.table_name = :n3 or c.data_obj# = :o4 or c.seg_owner = :s5 and c.table_name = :n6 or c.data_obj# = :o7));

-- what happened, within a container
-- :low0 text, :high1 text, :s2 text, :n3 text, :o4 number, :c5 text
select c.scn, c.operation_code, c.rollback, rawtohex(c.xid), c.row_id, c.seg_owner, c.table_name, c.csf, c.status, c.thread#, c.rs_id, c.ssn, to_char(c.timestamp, 'YYYY-MM-DD HH24:MI:SS'), c.sql_redo
from v$logmnr_contents c where c.scn >= to_number(:low0) and c.scn <= to_number(:high1) and (c.operation_code in (7, 34, 36) or c.operation_code in (1, 2, 3, 5, 9, 10, 11, 29, 68, 70, 71, 255) and c.src_con_name = :c5 and (c.seg_owner = :s2 and c.table_name = :n3 or c.data_obj# = :o4));

-- end
begin dbms_logmnr.end_logmnr; end;;

-- log groups
-- :s0 text, :n1 text
select g.log_group_type from all_log_groups g where g.owner = :s0 and g.table_name = :n1;

-- one number
-- :k0 text, :k1 text
select "ID", "ID", "Tên lạ" from "HO_TICH"."T" where ("ID" = to_number(:k0)) or ("ID" = to_number(:k1));

-- three columns
-- :k0 text, :k1 national, :k2 text, :k3 text, :k4 national, :k5 text
select "ID", "B", to_char("C", 'SYYYY-MM-DD HH24:MI:SS.FF3'), "ID", "B", to_char("C", 'SYYYY-MM-DD HH24:MI:SS.FF3') from "HO_TICH"."T" where ("ID" = to_number(:k0) and "B" = :k1 and "C" = to_timestamp(:k2, 'SYYYY-MM-DD HH24:MI:SS.FF3')) or ("ID" = to_number(:k3) and "B" = :k4 and "C" = to_timestamp(:k5, 'SYYYY-MM-DD HH24:MI:SS.FF3'));
