// Pupils of a school year, loaded from spreadsheets of the schools: no key, no constraint, Unicode of several keyboards.
// _id is an ObjectId: no key was declared; fields:
//   MA_HS: Number of the pupil, with the blanks of the spreadsheet
//   NAM_HOC: School year, 2024-2025
//   LOP: Class
//   HO_DEM: Family and middle name, some of it in decomposed Unicode
//   TEN: Given name
//   NGAY_SINH: dd/MM/yy: two digits of a year
//   GIOI_TINH: 0 is male and 1 is female, as the file of the Ministry had it
//   SO_DDCN: Personal number, as the spreadsheet left it
//   DAN_TOC: Name of the ethnic group, in whatever spelling
//   TON_GIAO: Religion in words
//   QUOC_TICH: Nationality: a name, two letters or three
//   KT: Disabled: x, otherwise blank
//   EMAIL_PH: E-mail of the parents
//   DIEM_TB: Mean of marks from 0 to 10
//   GHI_CHU: What the class teacher remarked
db.getSiblingDB("GIAO_DUC").createCollection("GD_HOCSINH");
