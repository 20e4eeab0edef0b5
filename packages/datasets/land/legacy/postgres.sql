-- Parcels, from the attribute tables of a mapping program of 2001 with VPS fonts.
CREATE SCHEMA IF NOT EXISTS dat_dai;
CREATE TABLE dat_dai.td_thuadat (
  -- Commune as it was when the map was made
  ma_xa char(5) NOT NULL,
  -- Map sheet
  so_to numeric(5,0) NOT NULL,
  -- Parcel on the sheet: its number is unique on the sheet only
  so_thua numeric(6,0) NOT NULL,
  -- Area in m²
  dien_tich numeric(12,1),
  -- Use, in the codes of the cadastral map; T (thổ cư) from maps of before 1999
  loai_dat char(6),
  -- Holder, in VPS bytes, whose capitals are control characters
  chu_sd varchar(100),
  -- Paper of the holder, mostly the old identity card
  so_giay_to varchar(20),
  -- Letters of the certificate, apart from its number
  seri_gcn varchar(4),
  -- Number of the certificate
  so_gcn varchar(10),
  -- Day of the certificate; the form wanted a day, so 01/01/1900 is not known
  ngay_cap date,
  -- Address in decomposed Unicode: clients of 2006 typed with combining marks
  dia_chi varchar(300),
  -- Electronic identifier of the house
  ma_nha varchar(40),
  -- Soft delete: 1 where the certificate was withdrawn
  thu_hoi numeric(1,0),
  -- Drawing of the parcel
  ban_ve bytea,
  PRIMARY KEY (ma_xa, so_to, so_thua)
);
