-- Pupils of a school year, loaded from spreadsheets of the schools: no key, no constraint, Unicode of several keyboards.
CREATE SCHEMA IF NOT EXISTS giao_duc;
CREATE TABLE giao_duc.gd_hocsinh (
  -- Number of the pupil, with the blanks of the spreadsheet
  ma_hs varchar(20),
  -- School year, 2024-2025
  nam_hoc char(9),
  -- Class
  lop varchar(10),
  -- Family and middle name, some of it in decomposed Unicode
  ho_dem varchar(60),
  -- Given name
  ten varchar(30),
  -- dd/MM/yy: two digits of a year
  ngay_sinh char(8),
  -- 0 is male and 1 is female, as the file of the Ministry had it
  gioi_tinh numeric(1,0),
  -- Personal number, as the spreadsheet left it
  so_ddcn varchar(20),
  -- Name of the ethnic group, in whatever spelling
  dan_toc varchar(40),
  -- Religion in words
  ton_giao varchar(40),
  -- Nationality: a name, two letters or three
  quoc_tich varchar(30),
  -- Disabled: x, otherwise blank
  kt char(1),
  -- E-mail of the parents
  email_ph varchar(80),
  -- Mean of marks from 0 to 10
  diem_tb numeric(5,2),
  -- What the class teacher remarked
  ghi_chu text
);
