import { char, column, type LegacyTable, number, varchar } from '../table.ts';

export const table: LegacyTable = {
  schema: 'DAT_DAI',
  name: 'TD_THUADAT',
  habit: 'Parcels, from the attribute tables of a mapping program of 2001 with VPS fonts.',
  key: ['MA_XA', 'SO_TO', 'SO_THUA'],
  columns: [
    char('MA_XA', 5, 'ascii', 'Commune as it was when the map was made'),
    number('SO_TO', 5, 0, 'Map sheet'),
    number('SO_THUA', 6, 0, 'Parcel on the sheet: its number is unique on the sheet only'),
    number('DIEN_TICH', 12, 1, 'Area in m²'),
    char('LOAI_DAT', 6, 'ascii', 'Use, in the codes of the cadastral map; T (thổ cư) from maps of before 1999'),
    varchar('CHU_SD', 100, 'vps', 'Holder, in VPS bytes, whose capitals are control characters'),
    varchar('SO_GIAY_TO', 20, 'ascii', 'Paper of the holder, mostly the old identity card'),
    varchar('SERI_GCN', 4, 'ascii', 'Letters of the certificate, apart from its number'),
    varchar('SO_GCN', 10, 'ascii', 'Number of the certificate'),
    column('NGAY_CAP', 'date', 'Day of the certificate; the form wanted a day, so 01/01/1900 is not known'),
    varchar('DIA_CHI', 300, 'unicode', 'Address in decomposed Unicode: clients of 2006 typed with combining marks'),
    varchar('MA_NHA', 40, 'ascii', 'Electronic identifier of the house'),
    number('THU_HOI', 1, 0, 'Soft delete: 1 where the certificate was withdrawn'),
    column('BAN_VE', 'file', 'Drawing of the parcel'),
  ],
};
