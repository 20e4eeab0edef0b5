-- Births, entered since 1998 in a program whose forms were in ABC fonts (.VnTime). Natural key of three parts.
-- For a database with a collation of code page 1252, such as Latin1_General_CI_AS.
IF SCHEMA_ID(N'HO_TICH') IS NULL EXEC(N'CREATE SCHEMA HO_TICH');
GO
CREATE TABLE HO_TICH.HT_KHAISINH (
  -- Commune. Codes of the list of 2004 and of 2025 side by side, and nothing says which
  MA_DVHC char(5) COLLATE Vietnamese_CI_AS NOT NULL,
  -- Volume of the register
  QUYEN_SO varchar(10) COLLATE Vietnamese_CI_AS NOT NULL,
  -- Number in the volume
  SO_DK decimal(7,0) NOT NULL,
  -- TCVN3 bytes, filled up with blanks
  HO_TEN char(60) COLLATE Latin1_General_BIN,
  -- Text dd/MM/yyyy; MM/yyyy or yyyy where no more is known
  NGAY_SINH char(10) COLLATE Vietnamese_CI_AS,
  -- 1 is male and 0 is female
  GIOI_TINH char(1) COLLATE Vietnamese_CI_AS,
  -- Name of the ethnic group, in whatever spelling; TCVN3 bytes
  DAN_TOC varchar(40) COLLATE Latin1_General_BIN,
  -- Personal number: as a number it lost its leading zeros
  SO_DDCN decimal(12,0),
  -- Name of the mother; empty text when not known
  HO_TEN_ME char(60) COLLATE Latin1_General_BIN,
  -- Old identity card of the mother
  CMND_ME char(15) COLLATE Vietnamese_CI_AS,
  -- Day of registration as a number, yyyyMMdd
  NGAY_DK decimal(8,0),
  -- Soft delete: X, otherwise blank
  XOA char(1) COLLATE Vietnamese_CI_AS,
  -- Remarks in Unicode, since 2009
  GHI_CHU nvarchar(max),
  -- Scan of the page
  BAN_SCAN varbinary(max),
  PRIMARY KEY (MA_DVHC, QUYEN_SO, SO_DK)
);
GO
