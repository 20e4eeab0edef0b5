import { char, column, type LegacyTable, number, varchar } from '../table.ts';

export const table: LegacyTable = {
  schema: 'HO_TICH',
  name: 'HT_KHAISINH',
  habit: 'Births, entered since 1998 in a program whose forms were in ABC fonts (.VnTime). Natural key of three parts.',
  key: ['MA_DVHC', 'QUYEN_SO', 'SO_DK'],
  columns: [
    char('MA_DVHC', 5, 'ascii', 'Commune. Codes of the list of 2004 and of 2025 side by side, and nothing says which'),
    varchar('QUYEN_SO', 10, 'ascii', 'Volume of the register'),
    number('SO_DK', 7, 0, 'Number in the volume'),
    char('HO_TEN', 60, 'tcvn3', 'TCVN3 bytes, filled up with blanks'),
    char('NGAY_SINH', 10, 'ascii', 'Text dd/MM/yyyy; MM/yyyy or yyyy where no more is known'),
    char('GIOI_TINH', 1, 'ascii', '1 is male and 0 is female'),
    varchar('DAN_TOC', 40, 'tcvn3', 'Name of the ethnic group, in whatever spelling; TCVN3 bytes'),
    number('SO_DDCN', 12, 0, 'Personal number: as a number it lost its leading zeros'),
    char('HO_TEN_ME', 60, 'tcvn3', 'Name of the mother; empty text when not known'),
    char('CMND_ME', 15, 'ascii', 'Old identity card of the mother'),
    number('NGAY_DK', 8, 0, 'Day of registration as a number, yyyyMMdd'),
    char('XOA', 1, 'ascii', 'Soft delete: X, otherwise blank'),
    column('GHI_CHU', 'note', 'Remarks in Unicode, since 2009'),
    column('BAN_SCAN', 'file', 'Scan of the page'),
  ],
};
