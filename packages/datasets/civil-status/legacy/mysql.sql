-- Births, entered since 1998 in a program whose forms were in ABC fonts (.VnTime). Natural key of three parts.
CREATE DATABASE IF NOT EXISTS HO_TICH;
CREATE TABLE HO_TICH.HT_KHAISINH (
  -- Commune. Codes of the list of 2004 and of 2025 side by side, and nothing says which
  MA_DVHC char(5) CHARACTER SET latin1 NOT NULL,
  -- Volume of the register
  QUYEN_SO varchar(10) CHARACTER SET latin1 NOT NULL,
  -- Number in the volume
  SO_DK decimal(7,0) NOT NULL,
  -- TCVN3 bytes, filled up with blanks
  HO_TEN char(60) CHARACTER SET latin1,
  -- Text dd/MM/yyyy; MM/yyyy or yyyy where no more is known
  NGAY_SINH char(10) CHARACTER SET latin1,
  -- 1 is male and 0 is female
  GIOI_TINH char(1) CHARACTER SET latin1,
  -- Name of the ethnic group, in whatever spelling; TCVN3 bytes
  DAN_TOC varchar(40) CHARACTER SET latin1,
  -- Personal number: as a number it lost its leading zeros
  SO_DDCN decimal(12,0),
  -- Name of the mother; empty text when not known
  HO_TEN_ME char(60) CHARACTER SET latin1,
  -- Old identity card of the mother
  CMND_ME char(15) CHARACTER SET latin1,
  -- Day of registration as a number, yyyyMMdd
  NGAY_DK decimal(8,0),
  -- Soft delete: X, otherwise blank
  XOA char(1) CHARACTER SET latin1,
  -- Remarks in Unicode, since 2009
  GHI_CHU text,
  -- Scan of the page
  BAN_SCAN blob,
  PRIMARY KEY (MA_DVHC, QUYEN_SO, SO_DK)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
