import { oldIdCard } from '@lienthong/dictionary';
import type { Dirt } from '../dataset.ts';
import { inEncoding, strayed } from '../generate/stored-text.ts';
import { optionalText, text } from '../generate/stored-values.ts';

const rejected = (code: string) => ({ rejected: code });

export const dirt: readonly Dirt[] = [
  {
    kind: 'name-in-tcvn3',
    column: 'HO_TEN',
    property: 'hoTen',
    usual: 0.002,
    heavy: 0.02,
    // One office had the other font.
    soil: (truth) => strayed(text(truth['hoTen']), 'tcvn3'),
    expected: { outcome: 'lost', findings: ['text-other-encoding'] },
  },
  {
    kind: 'name-with-blanks',
    column: 'HO_TEN',
    property: 'hoTen',
    usual: 0.02,
    heavy: 0.1,
    soil: (truth) => inEncoding(`  ${text(truth['hoTen'])} `, 'vni'),
    expected: { outcome: 'repaired', findings: [] },
  },
  {
    kind: 'birth-day-first',
    column: 'NGAY_SINH',
    property: 'ngaySinh',
    usual: 0.003,
    heavy: 0.02,
    // 12041965 would be month 19 of the year 1204. A zero in front would be lost, and the form with it.
    soil(truth) {
      const [year = '', month = '', dayOfMonth = '0'] = text(truth['ngaySinh']).split('-');
      return Number(dayOfMonth) < 10 ? undefined : `${dayOfMonth}${month}${year}`;
    },
    expected: { outcome: rejected('not-representable'), findings: [] },
  },
  {
    kind: 'sex-as-digit',
    column: 'GIOI_TINH',
    property: 'gioiTinh',
    usual: 0.003,
    heavy: 0.02,
    soil: (_, random) => random.pick(['0', '1']),
    expected: { outcome: rejected('code-unknown'), findings: [] },
  },
  {
    kind: 'personal-id-zero-lost',
    column: 'SO_CCCD',
    property: 'soDinhDanh',
    usual: 0.02,
    heavy: 0.1,
    soil: (truth) => text(truth['soDinhDanh']).replace(/^0+/, ''),
    expected: { outcome: 'repaired', findings: ['identifier-leading-zero-lost'] },
  },
  {
    kind: 'personal-id-letter-for-digit',
    column: 'SO_CCCD',
    property: 'soDinhDanh',
    usual: 0.002,
    heavy: 0.02,
    soil: (truth) => text(truth['soDinhDanh']).replace(/^0/, 'O'),
    expected: { outcome: 'repaired', findings: ['identifier-letters-for-digits'] },
  },
  {
    kind: 'personal-id-nine-digits',
    column: 'SO_CCCD',
    property: 'soDinhDanh',
    usual: 0.02,
    heavy: 0.1,
    soil: (_, random) => oldIdCard.generate(random.next),
    expected: { outcome: rejected('pattern-mismatch'), findings: ['personal-id-nine-digits'] },
  },
  {
    kind: 'card-with-facility',
    column: 'SO_THE',
    property: 'soTheBhyt',
    usual: 0.01,
    heavy: 0.05,
    // The string behind the bar code: fifteen characters and the clinic.
    soil(truth, random) {
      const card = optionalText(truth['soTheBhyt']);
      return card === undefined ? undefined : `${card}${random.digits(5)}`;
    },
    expected: { outcome: 'repaired', findings: ['health-card-facility'] },
  },
  {
    kind: 'province-zero-lost',
    column: 'MA_TINH',
    property: 'maTinh',
    usual: 0.01,
    heavy: 0.05,
    soil: (truth) => (text(truth['maTinh']).startsWith('0') ? text(truth['maTinh']).slice(1) : undefined),
    expected: { outcome: rejected('pattern-mismatch'), findings: ['unit-code-zero-lost'] },
  },
  {
    kind: 'province-ended',
    column: 'MA_TINH',
    property: 'maTinh',
    usual: 0.002,
    heavy: 0.02,
    // Hà Tây, which went into Hà Nội in 2008.
    soil: () => '28',
    expected: { outcome: 'lost', findings: ['unit-code-not-in-version'] },
  },
  {
    kind: 'phone-international',
    column: 'SDT',
    property: 'soDienThoai',
    usual: 0.03,
    heavy: 0.1,
    soil: (truth) => optionalText(truth['soDienThoai'])?.replace(/^0/, '+84 '),
    expected: { outcome: 'repaired', findings: ['identifier-formatting'] },
  },
  {
    kind: 'phone-before-2018',
    column: 'SDT',
    property: 'soDienThoai',
    usual: 0.05,
    heavy: 0.2,
    // Its prefix is mended to one of a network, which made-up numbers never have: so it is not the truth.
    soil: (truth) => optionalText(truth['soDienThoai'])?.replace(/^050/, '0162'),
    expected: { outcome: 'lost', findings: ['phone-old-mobile-prefix'] },
  },
  {
    kind: 'phones-in-one-field',
    column: 'SDT',
    property: 'soDienThoai',
    usual: 0.005,
    heavy: 0.03,
    soil(truth) {
      const number = optionalText(truth['soDienThoai']);
      return number === undefined ? undefined : `${number}/ ${number}`;
    },
    expected: { outcome: rejected('pattern-mismatch'), findings: ['phone-several'] },
  },
  {
    kind: 'tax-code-check-digit',
    column: 'MST_DV',
    property: 'maSoThueDonVi',
    usual: 0.005,
    heavy: 0.03,
    soil: (truth) => text(truth['maSoThueDonVi']).replace(/\d$/, (last) => String((Number(last) + 1) % 10)),
    expected: { outcome: 'lost', findings: ['tax-code-check-digit'] },
  },
  {
    kind: 'wage-negative',
    column: 'MUC_LUONG',
    property: 'mucLuong',
    usual: 0.001,
    heavy: 0.005,
    soil: (_, random) => `-${random.between(1, 9)}00000`,
    expected: { outcome: rejected('out-of-range'), findings: [] },
  },
];
