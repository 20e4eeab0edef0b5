-- Births, entered since 1998 in a program whose forms were in ABC fonts (.VnTime). Natural key of three parts.
CREATE TABLE HO_TICH.HT_KHAISINH (
  -- Commune. Codes of the list of 2004 and of 2025 side by side, and nothing says which
  MA_DVHC CHAR(5 BYTE) NOT NULL,
  -- Volume of the register
  QUYEN_SO VARCHAR2(10 BYTE) NOT NULL,
  -- Number in the volume
  SO_DK NUMBER(7,0) NOT NULL,
  -- TCVN3 bytes, filled up with blanks
  HO_TEN CHAR(60 BYTE),
  -- Text dd/MM/yyyy; MM/yyyy or yyyy where no more is known
  NGAY_SINH CHAR(10 BYTE),
  -- 1 is male and 0 is female
  GIOI_TINH CHAR(1 BYTE),
  -- Name of the ethnic group, in whatever spelling; TCVN3 bytes
  DAN_TOC VARCHAR2(40 BYTE),
  -- Personal number: as a number it lost its leading zeros
  SO_DDCN NUMBER(12,0),
  -- Name of the mother; empty text when not known
  HO_TEN_ME CHAR(60 BYTE),
  -- Old identity card of the mother
  CMND_ME CHAR(15 BYTE),
  -- Day of registration as a number, yyyyMMdd
  NGAY_DK NUMBER(8,0),
  -- Soft delete: X, otherwise blank
  XOA CHAR(1 BYTE),
  -- Remarks in Unicode, since 2009
  GHI_CHU NCLOB,
  -- Scan of the page
  BAN_SCAN BLOB,
  PRIMARY KEY (MA_DVHC, QUYEN_SO, SO_DK)
);
