-- Enterprises, from a client-server program of 1999: names in capitals of ABC fonts, days as Oracle wrote them then.
-- For a database with a collation of code page 1252, such as Latin1_General_CI_AS.
IF SCHEMA_ID(N'DANG_KY_KD') IS NULL EXEC(N'CREATE SCHEMA DANG_KY_KD');
GO
CREATE TABLE DANG_KY_KD.DN_HOSO (
  -- Enterprise code, in a column as wide as the code of a branch
  MA_DN char(14) COLLATE Vietnamese_CI_AS NOT NULL,
  -- Name in capitals: TCVN3 has no toned capitals, so they are small letters that a font showed as capitals
  TEN_DN varchar(200) COLLATE Latin1_General_BIN,
  -- Kind: TNHH, CP, DNTN, HD
  LOAI_HINH char(4) COLLATE Vietnamese_CI_AS,
  -- dd-MMM-yy, as NLS_DATE_FORMAT had it
  NGAY_DK varchar(11) COLLATE Vietnamese_CI_AS,
  -- Charter capital in đồng
  VON_DL decimal(18,0),
  -- Registering office, code of QCVN 102:2016, right to left
  MA_CQ varchar(20) COLLATE Vietnamese_CI_AS,
  -- Province, list of 34 provinces, recoded in July 2025
  MA_TINH char(2) COLLATE Vietnamese_CI_AS,
  -- Representative in Unicode: the column was added in 2012
  NGUOI_DD nvarchar(120),
  -- Personal number of the representative
  SO_GT_NDD varchar(20) COLLATE Vietnamese_CI_AS,
  -- Telephone as it was typed
  DIEN_THOAI varchar(40) COLLATE Vietnamese_CI_AS,
  -- E-mail as it was typed
  EMAIL varchar(80) COLLATE Vietnamese_CI_AS,
  -- State: 01 active, 02 suspended, 03 dissolved
  TRANG_THAI char(2) COLLATE Vietnamese_CI_AS,
  -- Last change, without zone: Vietnamese time
  NGAY_CN datetime,
  -- Remarks
  GHI_CHU nvarchar(max),
  PRIMARY KEY (MA_DN)
);
GO
