-- For LogMiner in a pluggable database before 21c, whose log is read in the root: a common login, in front of login.sql. As SYSDBA in the
-- root, once; then logminer.sql there as well.
-- sqlplus sys@//host/ORCL as sysdba @root.sql C##LIENTHONG password
WHENEVER SQLERROR EXIT FAILURE
DEFINE login = '&1'
DEFINE password = '&2'
DECLARE
  known NUMBER;
BEGIN
  SELECT COUNT(*) INTO known FROM dba_users WHERE username = '&login';
  IF known = 0 THEN
    EXECUTE IMMEDIATE 'CREATE USER &login IDENTIFIED BY "&password" CONTAINER = ALL';
  END IF;
END;
/
GRANT CREATE SESSION TO &login;
