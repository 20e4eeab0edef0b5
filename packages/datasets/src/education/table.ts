import { char, column, type LegacyTable, number, varchar } from '../table.ts';

export const table: LegacyTable = {
  schema: 'GIAO_DUC',
  name: 'GD_HOCSINH',
  habit: 'Pupils of a school year, loaded from spreadsheets of the schools: no key, no constraint, Unicode of several keyboards.',
  key: [],
  columns: [
    varchar('MA_HS', 20, 'unicode', 'Number of the pupil, with the blanks of the spreadsheet'),
    char('NAM_HOC', 9, 'ascii', 'School year, 2024-2025'),
    varchar('LOP', 10, 'unicode', 'Class'),
    varchar('HO_DEM', 60, 'unicode', 'Family and middle name, some of it in decomposed Unicode'),
    varchar('TEN', 30, 'unicode', 'Given name'),
    char('NGAY_SINH', 8, 'ascii', 'dd/MM/yy: two digits of a year'),
    number('GIOI_TINH', 1, 0, '0 is male and 1 is female, as the file of the Ministry had it'),
    varchar('SO_DDCN', 20, 'unicode', 'Personal number, as the spreadsheet left it'),
    varchar('DAN_TOC', 40, 'unicode', 'Name of the ethnic group, in whatever spelling'),
    varchar('TON_GIAO', 40, 'unicode', 'Religion in words'),
    varchar('QUOC_TICH', 30, 'unicode', 'Nationality: a name, two letters or three'),
    char('KT', 1, 'ascii', 'Disabled: x, otherwise blank'),
    varchar('EMAIL_PH', 80, 'unicode', 'E-mail of the parents'),
    number('DIEM_TB', 5, 2, 'Mean of marks from 0 to 10'),
    column('GHI_CHU', 'note', 'What the class teacher remarked'),
  ],
};
