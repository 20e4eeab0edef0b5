import type { Dirt } from '../dataset.ts';
import { inEncoding, mojibake, questioned, strayed } from '../generate/stored-text.ts';
import { optionalText, text } from '../generate/stored-values.ts';

const rejected = (code: string) => ({ rejected: code });

export const dirt: readonly Dirt[] = [
  {
    kind: 'holder-in-unicode',
    column: 'CHU_SD',
    property: 'chuSuDung',
    usual: 0.003,
    heavy: 0.02,
    soil: (truth) => strayed(text(truth['chuSuDung']), 'utf-8'),
    expected: { outcome: 'lost', findings: ['text-other-encoding'] },
  },
  {
    kind: 'holder-missing',
    column: 'CHU_SD',
    property: 'chuSuDung',
    usual: 0.002,
    heavy: 0.02,
    soil: (_, random) => random.pick(['', ' ']),
    expected: { outcome: rejected('required-missing'), findings: [] },
  },
  {
    kind: 'address-read-twice',
    column: 'DIA_CHI',
    property: 'diaChi',
    usual: 0.01,
    heavy: 0.05,
    soil: (truth) => mojibake(text(truth['diaChi'])),
    expected: { outcome: 'lost', findings: ['text-other-encoding'] },
  },
  {
    kind: 'address-letters-lost',
    column: 'DIA_CHI',
    property: 'diaChi',
    usual: 0.003,
    heavy: 0.03,
    soil: (truth) => questioned(text(truth['diaChi'])),
    expected: { outcome: 'lost', findings: ['text-maybe-lost'] },
  },
  {
    kind: 'address-undecodable',
    column: 'DIA_CHI',
    property: 'diaChi',
    usual: 0.001,
    heavy: 0.01,
    // TCVN3 that a program took for UTF-8.
    soil: (truth) => readAsUtf8(inEncoding(text(truth['diaChi']), 'tcvn3')),
    expected: { outcome: 'lost', findings: ['text-lost'] },
  },
  {
    kind: 'paper-with-blanks',
    column: 'SO_GIAY_TO',
    property: 'soGiayTo',
    usual: 0.02,
    heavy: 0.1,
    soil: (truth) => optionalText(truth['soGiayTo'])?.replace(/(\d{3})(?=\d)/g, '$1 '),
    expected: { outcome: 'repaired', findings: ['identifier-formatting'] },
  },
  {
    kind: 'paper-too-short',
    column: 'SO_GIAY_TO',
    property: 'soGiayTo',
    usual: 0.004,
    heavy: 0.03,
    // The last two digits did not fit.
    soil: (truth) => optionalText(truth['soGiayTo'])?.slice(0, 7),
    expected: { outcome: rejected('pattern-mismatch'), findings: ['old-id-card-form'] },
  },
  {
    kind: 'use-unknown',
    column: 'LOAI_DAT',
    property: 'loaiDat',
    usual: 0.002,
    heavy: 0.02,
    soil: (_, random) => random.pick(['XXX', 'HONHOP', '?']),
    expected: { outcome: rejected('code-unknown'), findings: [] },
  },
  {
    kind: 'area-zero',
    column: 'DIEN_TICH',
    property: 'dienTich',
    usual: 0.002,
    heavy: 0.02,
    soil: () => '0.0',
    expected: { outcome: rejected('out-of-range'), findings: [] },
  },
  {
    kind: 'certificate-typed-with-blank',
    column: 'SO_GCN',
    property: 'soGiayChungNhan',
    usual: 0.005,
    heavy: 0.03,
    soil: (truth) =>
      optionalText(truth['soGiayChungNhan'])
        ?.slice(2)
        .replace(/^(\d{3})/, '$1 '),
    expected: { outcome: rejected('pattern-mismatch'), findings: [] },
  },
  {
    kind: 'issued-before-there-were-any',
    column: 'NGAY_CAP',
    property: 'ngayCap',
    usual: 0.001,
    heavy: 0.01,
    // The smallest day of SQL Server, after a migration.
    soil: () => '1753-01-01',
    expected: { outcome: rejected('out-of-range'), findings: ['date-placeholder'] },
  },
];

function readAsUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: false }).decode(bytes);
}
