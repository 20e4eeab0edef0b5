-- Changes by change data capture. SQL Server Agent must run; on Azure SQL Database none is needed. Behind login.sql, as an administrator,
-- once for each table.
-- sqlcmd -S … -v database=ho_tich login=lienthong schema=dbo table=khai_sinh -i cdc.sql
USE [$(database)];
GO
IF NOT EXISTS (SELECT 1 FROM sys.databases WHERE database_id = DB_ID() AND is_cdc_enabled = 1) EXEC sys.sp_cdc_enable_db;
GO
EXEC sys.sp_cdc_enable_table @source_schema = N'$(schema)', @source_name = N'$(table)', @role_name = NULL;
GO
-- Minutes: kept for longer than the longest outage.
EXEC sys.sp_cdc_change_job @job_type = N'cleanup', @retention = 10080;
GO
GRANT SELECT ON SCHEMA::cdc TO [$(login)];
GO
