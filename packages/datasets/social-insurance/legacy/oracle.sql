-- Members, from a program of 1999 with VNI fonts, keyed in at 700 district offices.
CREATE TABLE BHXH.BHXH_THAMGIA (
  -- Insurance code
  MA_SO CHAR(10 BYTE) NOT NULL,
  -- VNI-Windows bytes, two for most letters with marks
  HO_TEN VARCHAR2(120 BYTE),
  -- Number yyyyMMdd, or yyyyMM, or yyyy
  NGAY_SINH NUMBER(8,0),
  -- Nam and Nữ, in VNI bytes
  GIOI_TINH VARCHAR2(6 BYTE),
  -- Personal number as it was typed
  SO_CCCD VARCHAR2(20 BYTE),
  -- Health card with blanks as printed
  SO_THE VARCHAR2(25 BYTE),
  -- Province, list of 63 provinces
  MA_TINH CHAR(2 BYTE),
  -- Telephone as it was typed; numbers of eleven digits from before 2018 were never renumbered
  SDT VARCHAR2(30 BYTE),
  -- Wage in đồng; 0 is not known
  MUC_LUONG NUMBER(15,0),
  -- First month, MM/yyyy
  TU_THANG CHAR(7 BYTE),
  -- Tax code of the employer
  MST_DV VARCHAR2(14 BYTE),
  -- State: 1 pays, 2 reserved, 3 pension, D deleted
  TT CHAR(1 BYTE),
  -- Last change, without zone: Vietnamese time
  NGAY_SUA TIMESTAMP(0),
  -- Remarks in Unicode
  GHI_CHU NCLOB,
  PRIMARY KEY (MA_SO)
);
