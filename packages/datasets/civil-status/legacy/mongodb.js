// Births, entered since 1998 in a program whose forms were in ABC fonts (.VnTime). Natural key of three parts.
// _id is { MA_DVHC, QUYEN_SO, SO_DK }; fields:
//   MA_DVHC: Commune. Codes of the list of 2004 and of 2025 side by side, and nothing says which
//   QUYEN_SO: Volume of the register
//   SO_DK: Number in the volume
//   HO_TEN: TCVN3 bytes, filled up with blanks
//   NGAY_SINH: Text dd/MM/yyyy; MM/yyyy or yyyy where no more is known
//   GIOI_TINH: 1 is male and 0 is female
//   DAN_TOC: Name of the ethnic group, in whatever spelling; TCVN3 bytes
//   SO_DDCN: Personal number: as a number it lost its leading zeros
//   HO_TEN_ME: Name of the mother; empty text when not known
//   CMND_ME: Old identity card of the mother
//   NGAY_DK: Day of registration as a number, yyyyMMdd
//   XOA: Soft delete: X, otherwise blank
//   GHI_CHU: Remarks in Unicode, since 2009
//   BAN_SCAN: Scan of the page
db.getSiblingDB("HO_TICH").createCollection("HT_KHAISINH");
