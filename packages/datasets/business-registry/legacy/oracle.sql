-- Enterprises, from a client-server program of 1999: names in capitals of ABC fonts, days as Oracle wrote them then.
CREATE TABLE DANG_KY_KD.DN_HOSO (
  -- Enterprise code, in a column as wide as the code of a branch
  MA_DN CHAR(14 BYTE) NOT NULL,
  -- Name in capitals: TCVN3 has no toned capitals, so they are small letters that a font showed as capitals
  TEN_DN VARCHAR2(200 BYTE),
  -- Kind: TNHH, CP, DNTN, HD
  LOAI_HINH CHAR(4 BYTE),
  -- dd-MMM-yy, as NLS_DATE_FORMAT had it
  NGAY_DK VARCHAR2(11 BYTE),
  -- Charter capital in đồng
  VON_DL NUMBER(18,0),
  -- Registering office, code of QCVN 102:2016, right to left
  MA_CQ VARCHAR2(20 BYTE),
  -- Province, list of 34 provinces, recoded in July 2025
  MA_TINH CHAR(2 BYTE),
  -- Representative in Unicode: the column was added in 2012
  NGUOI_DD NVARCHAR2(120),
  -- Personal number of the representative
  SO_GT_NDD VARCHAR2(20 BYTE),
  -- Telephone as it was typed
  DIEN_THOAI VARCHAR2(40 BYTE),
  -- E-mail as it was typed
  EMAIL VARCHAR2(80 BYTE),
  -- State: 01 active, 02 suspended, 03 dissolved
  TRANG_THAI CHAR(2 BYTE),
  -- Last change, without zone: Vietnamese time
  NGAY_CN TIMESTAMP(0),
  -- Remarks
  GHI_CHU NCLOB,
  PRIMARY KEY (MA_DN)
);
