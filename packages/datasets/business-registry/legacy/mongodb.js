// Enterprises, from a client-server program of 1999: names in capitals of ABC fonts, days as Oracle wrote them then.
// _id is { MA_DN }; fields:
//   MA_DN: Enterprise code, in a column as wide as the code of a branch
//   TEN_DN: Name in capitals: TCVN3 has no toned capitals, so they are small letters that a font showed as capitals
//   LOAI_HINH: Kind: TNHH, CP, DNTN, HD
//   NGAY_DK: dd-MMM-yy, as NLS_DATE_FORMAT had it
//   VON_DL: Charter capital in đồng
//   MA_CQ: Registering office, code of QCVN 102:2016, right to left
//   MA_TINH: Province, list of 34 provinces, recoded in July 2025
//   NGUOI_DD: Representative in Unicode: the column was added in 2012
//   SO_GT_NDD: Personal number of the representative
//   DIEN_THOAI: Telephone as it was typed
//   EMAIL: E-mail as it was typed
//   TRANG_THAI: State: 01 active, 02 suspended, 03 dissolved
//   NGAY_CN: Last change, without zone: Vietnamese time
//   GHI_CHU: Remarks
db.getSiblingDB("DANG_KY_KD").createCollection("DN_HOSO");
