-- Births, entered since 1998 in a program whose forms were in ABC fonts (.VnTime). Natural key of three parts.
CREATE SCHEMA IF NOT EXISTS ho_tich;
CREATE TABLE ho_tich.ht_khaisinh (
  -- Commune. Codes of the list of 2004 and of 2025 side by side, and nothing says which
  ma_dvhc char(5) NOT NULL,
  -- Volume of the register
  quyen_so varchar(10) NOT NULL,
  -- Number in the volume
  so_dk numeric(7,0) NOT NULL,
  -- TCVN3 bytes, filled up with blanks
  ho_ten char(60),
  -- Text dd/MM/yyyy; MM/yyyy or yyyy where no more is known
  ngay_sinh char(10),
  -- 1 is male and 0 is female
  gioi_tinh char(1),
  -- Name of the ethnic group, in whatever spelling; TCVN3 bytes
  dan_toc varchar(40),
  -- Personal number: as a number it lost its leading zeros
  so_ddcn numeric(12,0),
  -- Name of the mother; empty text when not known
  ho_ten_me char(60),
  -- Old identity card of the mother
  cmnd_me char(15),
  -- Day of registration as a number, yyyyMMdd
  ngay_dk numeric(8,0),
  -- Soft delete: X, otherwise blank
  xoa char(1),
  -- Remarks in Unicode, since 2009
  ghi_chu text,
  -- Scan of the page
  ban_scan bytea,
  PRIMARY KEY (ma_dvhc, quyen_so, so_dk)
);
