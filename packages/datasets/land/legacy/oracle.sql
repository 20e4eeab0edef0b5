-- Parcels, from the attribute tables of a mapping program of 2001 with VPS fonts.
CREATE TABLE DAT_DAI.TD_THUADAT (
  -- Commune as it was when the map was made
  MA_XA CHAR(5 BYTE) NOT NULL,
  -- Map sheet
  SO_TO NUMBER(5,0) NOT NULL,
  -- Parcel on the sheet: its number is unique on the sheet only
  SO_THUA NUMBER(6,0) NOT NULL,
  -- Area in m²
  DIEN_TICH NUMBER(12,1),
  -- Use, in the codes of the cadastral map; T (thổ cư) from maps of before 1999
  LOAI_DAT CHAR(6 BYTE),
  -- Holder, in VPS bytes, whose capitals are control characters
  CHU_SD VARCHAR2(100 BYTE),
  -- Paper of the holder, mostly the old identity card
  SO_GIAY_TO VARCHAR2(20 BYTE),
  -- Letters of the certificate, apart from its number
  SERI_GCN VARCHAR2(4 BYTE),
  -- Number of the certificate
  SO_GCN VARCHAR2(10 BYTE),
  -- Day of the certificate; the form wanted a day, so 01/01/1900 is not known
  NGAY_CAP DATE,
  -- Address in decomposed Unicode: clients of 2006 typed with combining marks
  DIA_CHI NVARCHAR2(300),
  -- Electronic identifier of the house
  MA_NHA VARCHAR2(40 BYTE),
  -- Soft delete: 1 where the certificate was withdrawn
  THU_HOI NUMBER(1,0),
  -- Drawing of the parcel
  BAN_VE BLOB,
  PRIMARY KEY (MA_XA, SO_TO, SO_THUA)
);
