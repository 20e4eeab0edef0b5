-- The database keeps its log, which LogMiner needs. As SYSDBA at the instance itself: it is restarted. On a cluster with srvctl.
-- sqlplus / as sysdba @archivelog.sql
WHENEVER SQLERROR EXIT FAILURE
SHUTDOWN IMMEDIATE
STARTUP MOUNT
ALTER DATABASE ARCHIVELOG;
ALTER DATABASE OPEN;
