-- Changes by flashback version queries, where LogMiner is not to be granted. As SYSDBA in the container of the table, behind login.sql, once
-- for each table.
-- sqlplus sys@//host/HTPDB as sysdba @flashback.sql LIENTHONG HO_TICH KHAI_SINH
WHENEVER SQLERROR EXIT FAILURE
DEFINE login = '&1'
DEFINE schema = '&2'
DEFINE table = '&3'
GRANT FLASHBACK ON &schema..&table TO &login;
GRANT SELECT ON SYS.V_$DATABASE TO &login;
GRANT SELECT ON SYS.V_$CONTAINERS TO &login;
GRANT SELECT ON SYS.V_$PARAMETER TO &login;
-- Seconds: longer than the longest outage. Let undo have the room for it, best with RETENTION GUARANTEE.
ALTER SYSTEM SET UNDO_RETENTION = 172800;
