import type { Dirt } from '../dataset.ts';
import { isAscii, mojibake } from '../generate/stored-text.ts';
import { fromIso, optionalText, text } from '../generate/stored-values.ts';

const rejected = (code: string) => ({ rejected: code });

export const dirt: readonly Dirt[] = [
  {
    kind: 'name-read-twice',
    column: 'HO_DEM',
    property: 'hoTen',
    usual: 0.005,
    heavy: 0.05,
    // A CSV in UTF-8, opened by a spreadsheet as Windows-1252.
    soil(_truth, _random, clean) {
      const name = typeof clean === 'string' ? clean.normalize('NFC') : '';
      return isAscii(name) ? undefined : mojibake(name);
    },
    expected: { outcome: 'lost', findings: ['text-other-encoding'] },
  },
  {
    kind: 'name-with-no-break-blank',
    column: 'TEN',
    property: 'hoTen',
    usual: 0.01,
    heavy: 0.05,
    soil: (_truth, _random, clean) => (typeof clean === 'string' ? `\u00a0${clean}\u200b` : undefined),
    expected: { outcome: 'repaired', findings: [] },
  },
  {
    kind: 'number-of-pupil-missing',
    column: 'MA_HS',
    property: 'maHocSinh',
    usual: 0.002,
    heavy: 0.02,
    soil: (_, random) => random.pick(['', '   ', null]),
    expected: { outcome: rejected('required-missing'), findings: [] },
  },
  {
    kind: 'birth-month-first',
    column: 'NGAY_SINH',
    property: 'ngaySinh',
    usual: 0.003,
    heavy: 0.02,
    soil(truth) {
      const [dayOfMonth = '', month = '', year = ''] = fromIso(text(truth['ngaySinh'])).split('/');
      return Number(dayOfMonth) > 12 ? `${month}/${dayOfMonth}/${year.slice(2)}` : undefined;
    },
    expected: { outcome: rejected('not-representable'), findings: [] },
  },
  {
    kind: 'birth-as-serial',
    column: 'NGAY_SINH',
    property: 'ngaySinh',
    usual: 0.002,
    heavy: 0.02,
    // The spreadsheet's own number of a day.
    soil: (truth) => String(Math.round(Date.parse(text(truth['ngaySinh'])) / 86_400_000) + 25_569),
    expected: { outcome: 'repaired', findings: [] },
  },
  {
    kind: 'personal-id-decimal-tail',
    column: 'SO_DDCN',
    property: 'soDinhDanh',
    usual: 0.005,
    heavy: 0.05,
    soil: (truth) => `${text(truth['soDinhDanh'])}.0`,
    expected: { outcome: 'repaired', findings: ['identifier-decimal-tail'] },
  },
  {
    kind: 'personal-id-exponent',
    column: 'SO_DDCN',
    property: 'soDinhDanh',
    usual: 0.002,
    heavy: 0.02,
    soil: (truth) => Number(text(truth['soDinhDanh'])).toExponential(5).replace('e+', 'E+'),
    expected: { outcome: rejected('pattern-mismatch'), findings: ['identifier-exponent'] },
  },
  {
    kind: 'ethnic-group-unknown',
    column: 'DAN_TOC',
    property: 'danToc',
    usual: 0.001,
    heavy: 0.01,
    soil: (_, random) => random.pick(['Quenya', 'xem học bạ']),
    expected: { outcome: rejected('transform-failed'), findings: ['code-unknown'] },
  },
  {
    kind: 'sex-unknown',
    column: 'GIOI_TINH',
    property: 'gioiTinh',
    usual: 0.001,
    heavy: 0.01,
    soil: () => '9',
    expected: { outcome: rejected('code-unknown'), findings: ['code-unknown'] },
  },
  {
    kind: 'e-mails-in-one-field',
    column: 'EMAIL_PH',
    property: 'emailPhuHuynh',
    usual: 0.005,
    heavy: 0.03,
    soil(truth) {
      const one = optionalText(truth['emailPhuHuynh']);
      return one === undefined ? undefined : `${one}; ${one}`;
    },
    expected: { outcome: rejected('pattern-mismatch'), findings: ['e-mail-several'] },
  },
  {
    kind: 'mark-out-of-hundred',
    column: 'DIEM_TB',
    property: 'diemTrungBinh',
    usual: 0.003,
    heavy: 0.03,
    soil: (truth) => (Number(text(truth['diemTrungBinh'])) * 10).toFixed(1),
    expected: { outcome: rejected('out-of-range'), findings: [] },
  },
];
