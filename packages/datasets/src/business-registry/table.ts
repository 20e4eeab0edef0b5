import { char, column, type LegacyTable, number, varchar } from '../table.ts';

export const table: LegacyTable = {
  schema: 'DANG_KY_KD',
  name: 'DN_HOSO',
  habit: 'Enterprises, from a client-server program of 1999: names in capitals of ABC fonts, days as Oracle wrote them then.',
  key: ['MA_DN'],
  columns: [
    char('MA_DN', 14, 'ascii', 'Enterprise code, in a column as wide as the code of a branch'),
    varchar(
      'TEN_DN',
      200,
      'tcvn3',
      'Name in capitals: TCVN3 has no toned capitals, so they are small letters that a font showed as capitals',
    ),
    char('LOAI_HINH', 4, 'ascii', 'Kind: TNHH, CP, DNTN, HD'),
    varchar('NGAY_DK', 11, 'ascii', 'dd-MMM-yy, as NLS_DATE_FORMAT had it'),
    number('VON_DL', 18, 0, 'Charter capital in đồng'),
    varchar('MA_CQ', 20, 'ascii', 'Registering office, code of QCVN 102:2016, right to left'),
    char('MA_TINH', 2, 'ascii', 'Province, list of 34 provinces, recoded in July 2025'),
    varchar('NGUOI_DD', 120, 'unicode', 'Representative in Unicode: the column was added in 2012'),
    varchar('SO_GT_NDD', 20, 'ascii', 'Personal number of the representative'),
    varchar('DIEN_THOAI', 40, 'ascii', 'Telephone as it was typed'),
    varchar('EMAIL', 80, 'ascii', 'E-mail as it was typed'),
    char('TRANG_THAI', 2, 'ascii', 'State: 01 active, 02 suspended, 03 dissolved'),
    column('NGAY_CN', 'timestamp', 'Last change, without zone: Vietnamese time'),
    column('GHI_CHU', 'note', 'Remarks'),
  ],
};
