-- Members, from a program of 1999 with VNI fonts, keyed in at 700 district offices.
CREATE DATABASE IF NOT EXISTS BHXH;
CREATE TABLE BHXH.BHXH_THAMGIA (
  -- Insurance code
  MA_SO char(10) CHARACTER SET latin1 NOT NULL,
  -- VNI-Windows bytes, two for most letters with marks
  HO_TEN varchar(120) CHARACTER SET latin1,
  -- Number yyyyMMdd, or yyyyMM, or yyyy
  NGAY_SINH decimal(8,0),
  -- Nam and Nữ, in VNI bytes
  GIOI_TINH varchar(6) CHARACTER SET latin1,
  -- Personal number as it was typed
  SO_CCCD varchar(20) CHARACTER SET latin1,
  -- Health card with blanks as printed
  SO_THE varchar(25) CHARACTER SET latin1,
  -- Province, list of 63 provinces
  MA_TINH char(2) CHARACTER SET latin1,
  -- Telephone as it was typed; numbers of eleven digits from before 2018 were never renumbered
  SDT varchar(30) CHARACTER SET latin1,
  -- Wage in đồng; 0 is not known
  MUC_LUONG decimal(15,0),
  -- First month, MM/yyyy
  TU_THANG char(7) CHARACTER SET latin1,
  -- Tax code of the employer
  MST_DV varchar(14) CHARACTER SET latin1,
  -- State: 1 pays, 2 reserved, 3 pension, D deleted
  TT char(1) CHARACTER SET latin1,
  -- Last change, without zone: Vietnamese time
  NGAY_SUA datetime,
  -- Remarks in Unicode
  GHI_CHU text,
  PRIMARY KEY (MA_SO)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
