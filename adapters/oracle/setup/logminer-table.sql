-- What the log must hold of a table, and which database it is in. As SYSDBA in the container of the table, behind login.sql, once for each
-- table.
-- sqlplus sys@//host/HTPDB as sysdba @logminer-table.sql LIENTHONG HO_TICH KHAI_SINH
WHENEVER SQLERROR EXIT FAILURE
DEFINE login = '&1'
DEFINE schema = '&2'
DEFINE table = '&3'
GRANT SELECT ON SYS.V_$DATABASE TO &login;
GRANT SELECT ON SYS.V_$CONTAINERS TO &login;
-- (PRIMARY KEY) holds less of the log, and each changed row is read again at the source.
DECLARE
  known NUMBER;
BEGIN
  SELECT COUNT(*) INTO known FROM dba_log_groups WHERE owner = '&schema' AND table_name = '&table' AND log_group_type = 'ALL COLUMN LOGGING';
  IF known = 0 THEN
    EXECUTE IMMEDIATE 'ALTER TABLE &schema..&table ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS';
  END IF;
END;
/
