-- A login that may read one table and nothing else. As SYSDBA in the container of the table, once for each table; what is there already is
-- left alone. For LogMiner in a pluggable database before 21c run root.sql first, which makes the login in all containers.
-- sqlplus sys@//host/HTPDB as sysdba @login.sql LIENTHONG password HO_TICH KHAI_SINH
WHENEVER SQLERROR EXIT FAILURE
DEFINE login = '&1'
DEFINE password = '&2'
DEFINE schema = '&3'
DEFINE table = '&4'
DECLARE
  known NUMBER;
BEGIN
  SELECT COUNT(*) INTO known FROM dba_users WHERE username = '&login';
  IF known = 0 THEN
    EXECUTE IMMEDIATE 'CREATE USER &login IDENTIFIED BY "&password"';
  END IF;
END;
/
GRANT CREATE SESSION TO &login;
GRANT SELECT ON &schema..&table TO &login;
-- Passes by a number wait for transactions that may still bring lower ones.
GRANT SELECT ON SYS.GV_$LOCKED_OBJECT TO &login;
