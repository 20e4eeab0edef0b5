// Parcels, from the attribute tables of a mapping program of 2001 with VPS fonts.
// _id is { MA_XA, SO_TO, SO_THUA }; fields:
//   MA_XA: Commune as it was when the map was made
//   SO_TO: Map sheet
//   SO_THUA: Parcel on the sheet: its number is unique on the sheet only
//   DIEN_TICH: Area in m²
//   LOAI_DAT: Use, in the codes of the cadastral map; T (thổ cư) from maps of before 1999
//   CHU_SD: Holder, in VPS bytes, whose capitals are control characters
//   SO_GIAY_TO: Paper of the holder, mostly the old identity card
//   SERI_GCN: Letters of the certificate, apart from its number
//   SO_GCN: Number of the certificate
//   NGAY_CAP: Day of the certificate; the form wanted a day, so 01/01/1900 is not known
//   DIA_CHI: Address in decomposed Unicode: clients of 2006 typed with combining marks
//   MA_NHA: Electronic identifier of the house
//   THU_HOI: Soft delete: 1 where the certificate was withdrawn
//   BAN_VE: Drawing of the parcel
db.getSiblingDB("DAT_DAI").createCollection("TD_THUADAT");
