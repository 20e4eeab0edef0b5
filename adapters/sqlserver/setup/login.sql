-- A login that may read one table and nothing else. As an administrator, once for each table; what is there already is left alone.
-- sqlcmd -S … -v database=ho_tich login=lienthong password=… schema=dbo table=khai_sinh -i login.sql
USE [$(database)];
GO
IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'$(login)')
  CREATE LOGIN [$(login)] WITH PASSWORD = N'$(password)';
GO
IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'$(login)')
  CREATE USER [$(login)] FOR LOGIN [$(login)];
GO
GRANT SELECT ON [$(schema)].[$(table)] TO [$(login)];
GO
-- Reads wait for nobody, and nobody for them.
ALTER DATABASE [$(database)] SET ALLOW_SNAPSHOT_ISOLATION ON;
GO
