-- Pupils of a school year, loaded from spreadsheets of the schools: no key, no constraint, Unicode of several keyboards.
-- For a database with a collation of code page 1252, such as Latin1_General_CI_AS.
IF SCHEMA_ID(N'GIAO_DUC') IS NULL EXEC(N'CREATE SCHEMA GIAO_DUC');
GO
CREATE TABLE GIAO_DUC.GD_HOCSINH (
  -- Number of the pupil, with the blanks of the spreadsheet
  MA_HS nvarchar(20),
  -- School year, 2024-2025
  NAM_HOC char(9) COLLATE Vietnamese_CI_AS,
  -- Class
  LOP nvarchar(10),
  -- Family and middle name, some of it in decomposed Unicode
  HO_DEM nvarchar(60),
  -- Given name
  TEN nvarchar(30),
  -- dd/MM/yy: two digits of a year
  NGAY_SINH char(8) COLLATE Vietnamese_CI_AS,
  -- 0 is male and 1 is female, as the file of the Ministry had it
  GIOI_TINH decimal(1,0),
  -- Personal number, as the spreadsheet left it
  SO_DDCN nvarchar(20),
  -- Name of the ethnic group, in whatever spelling
  DAN_TOC nvarchar(40),
  -- Religion in words
  TON_GIAO nvarchar(40),
  -- Nationality: a name, two letters or three
  QUOC_TICH nvarchar(30),
  -- Disabled: x, otherwise blank
  KT char(1) COLLATE Vietnamese_CI_AS,
  -- E-mail of the parents
  EMAIL_PH nvarchar(80),
  -- Mean of marks from 0 to 10
  DIEM_TB decimal(5,2),
  -- What the class teacher remarked
  GHI_CHU nvarchar(max)
);
GO
