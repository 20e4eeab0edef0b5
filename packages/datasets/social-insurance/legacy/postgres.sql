-- Members, from a program of 1999 with VNI fonts, keyed in at 700 district offices.
CREATE SCHEMA IF NOT EXISTS bhxh;
CREATE TABLE bhxh.bhxh_thamgia (
  -- Insurance code
  ma_so char(10) NOT NULL,
  -- VNI-Windows bytes, two for most letters with marks
  ho_ten varchar(120),
  -- Number yyyyMMdd, or yyyyMM, or yyyy
  ngay_sinh numeric(8,0),
  -- Nam and Nữ, in VNI bytes
  gioi_tinh varchar(6),
  -- Personal number as it was typed
  so_cccd varchar(20),
  -- Health card with blanks as printed
  so_the varchar(25),
  -- Province, list of 63 provinces
  ma_tinh char(2),
  -- Telephone as it was typed; numbers of eleven digits from before 2018 were never renumbered
  sdt varchar(30),
  -- Wage in đồng; 0 is not known
  muc_luong numeric(15,0),
  -- First month, MM/yyyy
  tu_thang char(7),
  -- Tax code of the employer
  mst_dv varchar(14),
  -- State: 1 pays, 2 reserved, 3 pension, D deleted
  tt char(1),
  -- Last change, without zone: Vietnamese time
  ngay_sua timestamp,
  -- Remarks in Unicode
  ghi_chu text,
  PRIMARY KEY (ma_so)
);
