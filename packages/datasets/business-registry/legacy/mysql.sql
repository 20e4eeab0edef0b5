-- Enterprises, from a client-server program of 1999: names in capitals of ABC fonts, days as Oracle wrote them then.
CREATE DATABASE IF NOT EXISTS DANG_KY_KD;
CREATE TABLE DANG_KY_KD.DN_HOSO (
  -- Enterprise code, in a column as wide as the code of a branch
  MA_DN char(14) CHARACTER SET latin1 NOT NULL,
  -- Name in capitals: TCVN3 has no toned capitals, so they are small letters that a font showed as capitals
  TEN_DN varchar(200) CHARACTER SET latin1,
  -- Kind: TNHH, CP, DNTN, HD
  LOAI_HINH char(4) CHARACTER SET latin1,
  -- dd-MMM-yy, as NLS_DATE_FORMAT had it
  NGAY_DK varchar(11) CHARACTER SET latin1,
  -- Charter capital in đồng
  VON_DL decimal(18,0),
  -- Registering office, code of QCVN 102:2016, right to left
  MA_CQ varchar(20) CHARACTER SET latin1,
  -- Province, list of 34 provinces, recoded in July 2025
  MA_TINH char(2) CHARACTER SET latin1,
  -- Representative in Unicode: the column was added in 2012
  NGUOI_DD varchar(120),
  -- Personal number of the representative
  SO_GT_NDD varchar(20) CHARACTER SET latin1,
  -- Telephone as it was typed
  DIEN_THOAI varchar(40) CHARACTER SET latin1,
  -- E-mail as it was typed
  EMAIL varchar(80) CHARACTER SET latin1,
  -- State: 01 active, 02 suspended, 03 dissolved
  TRANG_THAI char(2) CHARACTER SET latin1,
  -- Last change, without zone: Vietnamese time
  NGAY_CN datetime,
  -- Remarks
  GHI_CHU text,
  PRIMARY KEY (MA_DN)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
