-- Pupils of a school year, loaded from spreadsheets of the schools: no key, no constraint, Unicode of several keyboards.
CREATE TABLE GIAO_DUC.GD_HOCSINH (
  -- Number of the pupil, with the blanks of the spreadsheet
  MA_HS NVARCHAR2(20),
  -- School year, 2024-2025
  NAM_HOC CHAR(9 BYTE),
  -- Class
  LOP NVARCHAR2(10),
  -- Family and middle name, some of it in decomposed Unicode
  HO_DEM NVARCHAR2(60),
  -- Given name
  TEN NVARCHAR2(30),
  -- dd/MM/yy: two digits of a year
  NGAY_SINH CHAR(8 BYTE),
  -- 0 is male and 1 is female, as the file of the Ministry had it
  GIOI_TINH NUMBER(1,0),
  -- Personal number, as the spreadsheet left it
  SO_DDCN NVARCHAR2(20),
  -- Name of the ethnic group, in whatever spelling
  DAN_TOC NVARCHAR2(40),
  -- Religion in words
  TON_GIAO NVARCHAR2(40),
  -- Nationality: a name, two letters or three
  QUOC_TICH NVARCHAR2(30),
  -- Disabled: x, otherwise blank
  KT CHAR(1 BYTE),
  -- E-mail of the parents
  EMAIL_PH NVARCHAR2(80),
  -- Mean of marks from 0 to 10
  DIEM_TB NUMBER(5,2),
  -- What the class teacher remarked
  GHI_CHU NCLOB
);
