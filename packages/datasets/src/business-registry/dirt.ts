import { oldIdCard, provinces, unitsAt } from '@lienthong/dictionary';
import type { Dirt } from '../dataset.ts';
import { inEncoding, questioned } from '../generate/stored-text.ts';
import { optionalText, text } from '../generate/stored-values.ts';

// Codes that went with the mergers of 2025.
const today = unitsAt(provinces, '2025-07-01')?.byCode;
const endedCodes = [...(unitsAt(provinces, '2025-06-30')?.byCode.keys() ?? [])].filter((code) => today?.has(code) === false);

const rejected = (code: string) => ({ rejected: code });

export const dirt: readonly Dirt[] = [
  {
    kind: 'code-check-digit',
    column: 'MA_DN',
    property: 'maSoDoanhNghiep',
    usual: 0.002,
    heavy: 0.02,
    soil: (truth) => text(truth['maSoDoanhNghiep']).replace(/\d$/, (last) => String((Number(last) + 1) % 10)),
    expected: { outcome: 'lost', findings: ['tax-code-check-digit'] },
  },
  {
    kind: 'code-with-blanks',
    column: 'MA_DN',
    property: 'maSoDoanhNghiep',
    usual: 0.01,
    heavy: 0.05,
    soil: (truth) => text(truth['maSoDoanhNghiep']).replace(/^(.{4})(.{3})(.{3})$/, '$1 $2 $3'),
    expected: { outcome: 'repaired', findings: ['identifier-formatting'] },
  },
  {
    kind: 'code-cut',
    column: 'MA_DN',
    property: 'maSoDoanhNghiep',
    usual: 0.001,
    heavy: 0.01,
    soil: (truth) => text(truth['maSoDoanhNghiep']).slice(0, 7),
    expected: { outcome: rejected('pattern-mismatch'), findings: ['enterprise-code-form'] },
  },
  {
    kind: 'name-in-vni',
    column: 'TEN_DN',
    property: 'ten',
    usual: 0.003,
    heavy: 0.03,
    soil: (truth) => inEncoding(text(truth['ten']), 'vni'),
    expected: { outcome: 'lost', findings: ['text-other-encoding'] },
  },
  {
    kind: 'name-letters-lost',
    column: 'TEN_DN',
    property: 'ten',
    usual: 0.002,
    heavy: 0.02,
    soil: (truth) => questioned(text(truth['ten'])),
    expected: { outcome: 'lost', findings: ['text-maybe-lost'] },
  },
  {
    kind: 'day-in-another-form',
    column: 'NGAY_DK',
    property: 'ngayDangKy',
    usual: 0.003,
    heavy: 0.03,
    soil: (truth) => text(truth['ngayDangKy']),
    expected: { outcome: rejected('date-unreadable'), findings: [] },
  },
  {
    kind: 'capital-zero',
    column: 'VON_DL',
    property: 'vonDieuLe',
    usual: 0.005,
    heavy: 0.03,
    soil: () => '0',
    expected: { outcome: rejected('out-of-range'), findings: [] },
  },
  {
    kind: 'office-in-words',
    column: 'MA_CQ',
    property: 'maCoQuan',
    usual: 0.002,
    heavy: 0.02,
    soil: () => 'SO KHDT',
    expected: { outcome: rejected('pattern-mismatch'), findings: ['agency-code-form'] },
  },
  {
    kind: 'province-of-the-old-list',
    column: 'MA_TINH',
    property: 'maTinh',
    usual: 0.01,
    heavy: 0.05,
    soil: (_, random) => random.pick(endedCodes),
    expected: { outcome: 'lost', findings: ['unit-code-not-in-version'] },
  },
  {
    kind: 'representative-with-old-card',
    column: 'SO_GT_NDD',
    property: 'soDinhDanhNguoiDaiDien',
    usual: 0.02,
    heavy: 0.1,
    soil: (truth, random) => (truth['soDinhDanhNguoiDaiDien'] === undefined ? undefined : oldIdCard.generate(random.next)),
    expected: { outcome: rejected('pattern-mismatch'), findings: ['personal-id-nine-digits'] },
  },
  {
    kind: 'phone-with-dots',
    column: 'DIEN_THOAI',
    property: 'soDienThoai',
    usual: 0.05,
    heavy: 0.2,
    soil: (truth) => optionalText(truth['soDienThoai'])?.replace(/^(.{4})(.{3})(.{3})$/, '$1.$2.$3'),
    expected: { outcome: 'repaired', findings: ['identifier-formatting'] },
  },
  {
    kind: 'e-mail-of-a-web-page',
    column: 'EMAIL',
    property: 'email',
    usual: 0.005,
    heavy: 0.03,
    soil: (truth) => (truth['email'] === undefined ? undefined : 'www.example.com'),
    expected: { outcome: rejected('pattern-mismatch'), findings: ['e-mail-form'] },
  },
  {
    kind: 'state-unknown',
    column: 'TRANG_THAI',
    property: 'tinhTrang',
    usual: 0.001,
    heavy: 0.01,
    soil: () => '07',
    expected: { outcome: rejected('code-unknown'), findings: [] },
  },
];
