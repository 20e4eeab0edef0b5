-- Pupils of a school year, loaded from spreadsheets of the schools: no key, no constraint, Unicode of several keyboards.
CREATE DATABASE IF NOT EXISTS GIAO_DUC;
CREATE TABLE GIAO_DUC.GD_HOCSINH (
  -- Number of the pupil, with the blanks of the spreadsheet
  MA_HS varchar(20),
  -- School year, 2024-2025
  NAM_HOC char(9) CHARACTER SET latin1,
  -- Class
  LOP varchar(10),
  -- Family and middle name, some of it in decomposed Unicode
  HO_DEM varchar(60),
  -- Given name
  TEN varchar(30),
  -- dd/MM/yy: two digits of a year
  NGAY_SINH char(8) CHARACTER SET latin1,
  -- 0 is male and 1 is female, as the file of the Ministry had it
  GIOI_TINH decimal(1,0),
  -- Personal number, as the spreadsheet left it
  SO_DDCN varchar(20),
  -- Name of the ethnic group, in whatever spelling
  DAN_TOC varchar(40),
  -- Religion in words
  TON_GIAO varchar(40),
  -- Nationality: a name, two letters or three
  QUOC_TICH varchar(30),
  -- Disabled: x, otherwise blank
  KT char(1) CHARACTER SET latin1,
  -- E-mail of the parents
  EMAIL_PH varchar(80),
  -- Mean of marks from 0 to 10
  DIEM_TB decimal(5,2),
  -- What the class teacher remarked
  GHI_CHU text
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
