// Members, from a program of 1999 with VNI fonts, keyed in at 700 district offices.
// _id is { MA_SO }; fields:
//   MA_SO: Insurance code
//   HO_TEN: VNI-Windows bytes, two for most letters with marks
//   NGAY_SINH: Number yyyyMMdd, or yyyyMM, or yyyy
//   GIOI_TINH: Nam and Nữ, in VNI bytes
//   SO_CCCD: Personal number as it was typed
//   SO_THE: Health card with blanks as printed
//   MA_TINH: Province, list of 63 provinces
//   SDT: Telephone as it was typed; numbers of eleven digits from before 2018 were never renumbered
//   MUC_LUONG: Wage in đồng; 0 is not known
//   TU_THANG: First month, MM/yyyy
//   MST_DV: Tax code of the employer
//   TT: State: 1 pays, 2 reserved, 3 pension, D deleted
//   NGAY_SUA: Last change, without zone: Vietnamese time
//   GHI_CHU: Remarks in Unicode
db.getSiblingDB("BHXH").createCollection("BHXH_THAMGIA");
