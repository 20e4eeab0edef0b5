-- start 1
alter session set time_zone = '+00:00' nls_calendar = 'GREGORIAN' nls_numeric_characters = '.,' nls_sort = BINARY nls_comp = BINARY;

-- start 2
alter session set nls_date_format = 'SYYYY-MM-DD HH24:MI:SS' nls_timestamp_format = 'SYYYY-MM-DD HH24:MI:SS.FF9' nls_timestamp_tz_format = 'SYYYY-MM-DD HH24:MI:SS.FF9TZH:TZM';

-- what answers
select sys_context('USERENV', 'DB_NAME'), sys_context('USERENV', 'CON_NAME'), sys_context('USERENV', 'CON_ID'), sys_context('USERENV', 'DATABASE_ROLE'), sys_context('USERENV', 'SESSION_USER') from dual;

-- what answers, before 12.1
select sys_context('USERENV', 'DB_NAME'), sys_context('USERENV', 'DB_NAME'), '0', sys_context('USERENV', 'DATABASE_ROLE'), sys_context('USERENV', 'SESSION_USER') from dual;

-- which database it is
select d.dbid, c.dbid from v$database d left join v$containers c on c.con_id = to_number(sys_context('USERENV', 'CON_ID'));

-- which database it is, before 12.1
select d.dbid, d.dbid from v$database d;

-- the state of the database
select d.dbid, d.resetlogs_change#, d.open_mode, d.log_mode, d.supplemental_log_data_min, d.supplemental_log_data_pk, d.supplemental_log_data_all, d.current_scn, to_char(sys_extract_utc(systimestamp), 'YYYY-MM-DD HH24:MI:SS.FF3'), to_char(systimestamp, 'TZH:TZM') from v$database d;
