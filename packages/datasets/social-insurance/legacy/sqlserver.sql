-- Members, from a program of 1999 with VNI fonts, keyed in at 700 district offices.
-- For a database with a collation of code page 1252, such as Latin1_General_CI_AS.
IF SCHEMA_ID(N'BHXH') IS NULL EXEC(N'CREATE SCHEMA BHXH');
GO
CREATE TABLE BHXH.BHXH_THAMGIA (
  -- Insurance code
  MA_SO char(10) COLLATE Vietnamese_CI_AS NOT NULL,
  -- VNI-Windows bytes, two for most letters with marks
  HO_TEN varchar(120) COLLATE Latin1_General_BIN,
  -- Number yyyyMMdd, or yyyyMM, or yyyy
  NGAY_SINH decimal(8,0),
  -- Nam and Nữ, in VNI bytes
  GIOI_TINH varchar(6) COLLATE Latin1_General_BIN,
  -- Personal number as it was typed
  SO_CCCD varchar(20) COLLATE Vietnamese_CI_AS,
  -- Health card with blanks as printed
  SO_THE varchar(25) COLLATE Vietnamese_CI_AS,
  -- Province, list of 63 provinces
  MA_TINH char(2) COLLATE Vietnamese_CI_AS,
  -- Telephone as it was typed; numbers of eleven digits from before 2018 were never renumbered
  SDT varchar(30) COLLATE Vietnamese_CI_AS,
  -- Wage in đồng; 0 is not known
  MUC_LUONG decimal(15,0),
  -- First month, MM/yyyy
  TU_THANG char(7) COLLATE Vietnamese_CI_AS,
  -- Tax code of the employer
  MST_DV varchar(14) COLLATE Vietnamese_CI_AS,
  -- State: 1 pays, 2 reserved, 3 pension, D deleted
  TT char(1) COLLATE Vietnamese_CI_AS,
  -- Last change, without zone: Vietnamese time
  NGAY_SUA datetime,
  -- Remarks in Unicode
  GHI_CHU nvarchar(max),
  PRIMARY KEY (MA_SO)
);
GO
