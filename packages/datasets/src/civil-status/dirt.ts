import { oldIdCard } from '@lienthong/dictionary';
import type { Dirt } from '../dataset.ts';
import { questioned, strayed } from '../generate/stored-text.ts';
import { fromIso, optionalText, text } from '../generate/stored-values.ts';

const rejected = (code: string) => ({ rejected: code });

export const dirt: readonly Dirt[] = [
  {
    kind: 'name-in-unicode',
    column: 'HO_TEN',
    property: 'hoTen',
    usual: 0.002,
    heavy: 0.02,
    // A later client wrote UTF-8 into the column of ABC fonts.
    soil: (truth) => strayed(text(truth['hoTen']), 'utf-8'),
    expected: { outcome: 'lost', findings: ['text-other-encoding'] },
  },
  {
    kind: 'name-letters-lost',
    column: 'HO_TEN',
    property: 'hoTen',
    usual: 0.002,
    heavy: 0.02,
    soil: (truth) => questioned(text(truth['hoTen'])),
    expected: { outcome: 'lost', findings: ['text-maybe-lost'] },
  },
  {
    kind: 'birth-not-in-calendar',
    column: 'NGAY_SINH',
    property: 'ngaySinh',
    usual: 0.002,
    heavy: 0.01,
    soil: (truth) => `31/02/${text(truth['ngaySinh']).slice(0, 4)}`,
    expected: { outcome: rejected('not-representable'), findings: [] },
  },
  {
    kind: 'birth-zero-parts',
    column: 'NGAY_SINH',
    property: 'ngaySinh',
    usual: 0.005,
    heavy: 0.03,
    soil: (truth) => (text(truth['ngaySinh']).length === 4 ? `00/00/${text(truth['ngaySinh'])}` : undefined),
    expected: { outcome: 'repaired', findings: [] },
  },
  {
    kind: 'birth-with-blanks',
    column: 'NGAY_SINH',
    property: 'ngaySinh',
    usual: 0.01,
    heavy: 0.05,
    soil: (truth) => (text(truth['ngaySinh']).length < 10 ? ` ${fromIso(text(truth['ngaySinh']))}` : undefined),
    expected: { outcome: 'repaired', findings: [] },
  },
  {
    kind: 'sex-unknown',
    column: 'GIOI_TINH',
    property: 'gioiTinh',
    usual: 0.001,
    heavy: 0.01,
    soil: (_, random) => random.pick(['9', '?']),
    expected: { outcome: rejected('code-unknown'), findings: ['code-unknown'] },
  },
  {
    kind: 'ethnic-group-unknown',
    column: 'DAN_TOC',
    property: 'danToc',
    usual: 0.001,
    heavy: 0.01,
    soil: (_, random) => random.pick(['Quenya', 'chua ghi', 'xem so']),
    expected: { outcome: rejected('transform-failed'), findings: ['code-unknown'] },
  },
  {
    kind: 'personal-id-nine-digits',
    column: 'SO_DDCN',
    property: 'soDinhDanh',
    usual: 0.01,
    heavy: 0.05,
    soil: (truth, random) => (truth['soDinhDanh'] === undefined ? undefined : oldIdCard.generate(random.next)),
    expected: { outcome: rejected('pattern-mismatch'), findings: ['personal-id-nine-digits'] },
  },
  {
    kind: 'card-with-dots',
    column: 'CMND_ME',
    property: 'soGiayToMe',
    usual: 0.01,
    heavy: 0.05,
    soil: (truth) => optionalText(truth['soGiayToMe'])?.replace(/(\d{3})(\d{3})(\d{3})/, '$1.$2.$3'),
    expected: { outcome: 'repaired', findings: ['identifier-formatting'] },
  },
  {
    kind: 'card-in-words',
    column: 'CMND_ME',
    property: 'soGiayToMe',
    usual: 0.002,
    heavy: 0.02,
    soil: (_, random) => random.pick(['khong co', 'mat', 'cho cap lai']),
    expected: { outcome: rejected('pattern-mismatch'), findings: ['old-id-card-form'] },
  },
  {
    kind: 'commune-zero-lost',
    column: 'MA_DVHC',
    property: 'maDonVi',
    usual: 0.003,
    heavy: 0.03,
    soil(truth) {
      const code = text(truth['maDonVi']);
      return code.startsWith('0') ? code.replace(/^0+/, '') : undefined;
    },
    expected: { outcome: rejected('pattern-mismatch'), findings: ['unit-code-zero-lost'] },
  },
];
