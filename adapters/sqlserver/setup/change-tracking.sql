-- Changes by Change Tracking: every edition has it, and it needs no Agent. Behind login.sql, as an administrator, once for each table.
-- sqlcmd -S … -v database=ho_tich login=lienthong schema=dbo table=khai_sinh -i change-tracking.sql
USE [$(database)];
GO
-- Kept for longer than the longest outage.
IF NOT EXISTS (SELECT 1 FROM sys.change_tracking_databases WHERE database_id = DB_ID())
  ALTER DATABASE [$(database)] SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 7 DAYS, AUTO_CLEANUP = ON);
GO
ALTER TABLE [$(schema)].[$(table)] ENABLE CHANGE_TRACKING;
GO
GRANT VIEW CHANGE TRACKING ON [$(schema)].[$(table)] TO [$(login)];
GO
