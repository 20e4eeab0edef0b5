import { char, column, type LegacyTable, number, varchar } from '../table.ts';

export const table: LegacyTable = {
  schema: 'BHXH',
  name: 'BHXH_THAMGIA',
  habit: 'Members, from a program of 1999 with VNI fonts, keyed in at 700 district offices.',
  key: ['MA_SO'],
  columns: [
    char('MA_SO', 10, 'ascii', 'Insurance code'),
    varchar('HO_TEN', 120, 'vni', 'VNI-Windows bytes, two for most letters with marks'),
    number('NGAY_SINH', 8, 0, 'Number yyyyMMdd, or yyyyMM, or yyyy'),
    varchar('GIOI_TINH', 6, 'vni', 'Nam and Nữ, in VNI bytes'),
    varchar('SO_CCCD', 20, 'ascii', 'Personal number as it was typed'),
    varchar('SO_THE', 25, 'ascii', 'Health card with blanks as printed'),
    char('MA_TINH', 2, 'ascii', 'Province, list of 63 provinces'),
    varchar('SDT', 30, 'ascii', 'Telephone as it was typed; numbers of eleven digits from before 2018 were never renumbered'),
    number('MUC_LUONG', 15, 0, 'Wage in đồng; 0 is not known'),
    char('TU_THANG', 7, 'ascii', 'First month, MM/yyyy'),
    varchar('MST_DV', 14, 'ascii', 'Tax code of the employer'),
    char('TT', 1, 'ascii', 'State: 1 pays, 2 reserved, 3 pension, D deleted'),
    column('NGAY_SUA', 'timestamp', 'Last change, without zone: Vietnamese time'),
    column('GHI_CHU', 'note', 'Remarks in Unicode'),
  ],
};
