-- Enterprises, from a client-server program of 1999: names in capitals of ABC fonts, days as Oracle wrote them then.
CREATE SCHEMA IF NOT EXISTS dang_ky_kd;
CREATE TABLE dang_ky_kd.dn_hoso (
  -- Enterprise code, in a column as wide as the code of a branch
  ma_dn char(14) NOT NULL,
  -- Name in capitals: TCVN3 has no toned capitals, so they are small letters that a font showed as capitals
  ten_dn varchar(200),
  -- Kind: TNHH, CP, DNTN, HD
  loai_hinh char(4),
  -- dd-MMM-yy, as NLS_DATE_FORMAT had it
  ngay_dk varchar(11),
  -- Charter capital in đồng
  von_dl numeric(18,0),
  -- Registering office, code of QCVN 102:2016, right to left
  ma_cq varchar(20),
  -- Province, list of 34 provinces, recoded in July 2025
  ma_tinh char(2),
  -- Representative in Unicode: the column was added in 2012
  nguoi_dd varchar(120),
  -- Personal number of the representative
  so_gt_ndd varchar(20),
  -- Telephone as it was typed
  dien_thoai varchar(40),
  -- E-mail as it was typed
  email varchar(80),
  -- State: 01 active, 02 suspended, 03 dissolved
  trang_thai char(2),
  -- Last change, without zone: Vietnamese time
  ngay_cn timestamp,
  -- Remarks
  ghi_chu text,
  PRIMARY KEY (ma_dn)
);
