#!/bin/sh
# LogMiner reads what the database archives, and only what it logs with the keys of rows.
sqlplus -s / as sysdba <<'SQL'
shutdown immediate
startup mount
alter database archivelog;
alter database open;
alter pluggable database all open;
alter database add supplemental log data;
SQL
