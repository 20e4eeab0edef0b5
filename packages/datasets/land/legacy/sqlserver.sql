-- Parcels, from the attribute tables of a mapping program of 2001 with VPS fonts.
-- For a database with a collation of code page 1252, such as Latin1_General_CI_AS.
IF SCHEMA_ID(N'DAT_DAI') IS NULL EXEC(N'CREATE SCHEMA DAT_DAI');
GO
CREATE TABLE DAT_DAI.TD_THUADAT (
  -- Commune as it was when the map was made
  MA_XA char(5) COLLATE Vietnamese_CI_AS NOT NULL,
  -- Map sheet
  SO_TO decimal(5,0) NOT NULL,
  -- Parcel on the sheet: its number is unique on the sheet only
  SO_THUA decimal(6,0) NOT NULL,
  -- Area in m²
  DIEN_TICH decimal(12,1),
  -- Use, in the codes of the cadastral map; T (thổ cư) from maps of before 1999
  LOAI_DAT char(6) COLLATE Vietnamese_CI_AS,
  -- Holder, in VPS bytes, whose capitals are control characters
  CHU_SD varchar(100) COLLATE Latin1_General_BIN,
  -- Paper of the holder, mostly the old identity card
  SO_GIAY_TO varchar(20) COLLATE Vietnamese_CI_AS,
  -- Letters of the certificate, apart from its number
  SERI_GCN varchar(4) COLLATE Vietnamese_CI_AS,
  -- Number of the certificate
  SO_GCN varchar(10) COLLATE Vietnamese_CI_AS,
  -- Day of the certificate; the form wanted a day, so 01/01/1900 is not known
  NGAY_CAP datetime,
  -- Address in decomposed Unicode: clients of 2006 typed with combining marks
  DIA_CHI nvarchar(300),
  -- Electronic identifier of the house
  MA_NHA varchar(40) COLLATE Vietnamese_CI_AS,
  -- Soft delete: 1 where the certificate was withdrawn
  THU_HOI decimal(1,0),
  -- Drawing of the parcel
  BAN_VE varbinary(max),
  PRIMARY KEY (MA_XA, SO_TO, SO_THUA)
);
GO
