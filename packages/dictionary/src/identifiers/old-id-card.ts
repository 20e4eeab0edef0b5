import { finding } from '../finding.ts';
import { oldIdCardInvalid } from './data/effects.ts';
import { oldIdCardSeries } from './data/old-id-card-series.ts';
import { define, type Judgement, judgement } from './define.ts';
import { areDigitBytes, lookTyped, numberAt } from './digit-bytes.ts';
import { placeholder } from './findings.ts';
import { withoutSeparators } from './formatting.ts';
import { keepLast } from './hide.ts';
import { isOfProvince, judgePersonalId } from './personal-id.ts';
import { randomDigits } from './random.ts';
import { digitsForLetters, withoutDecimalTail, zerosInFront } from './repairs.ts';
import { digitsAt, isDigits, looksTyped } from './text.ts';

export type OldIdCardParts = {
  /** A card of twelve digits bears the personal identification number. */
  readonly kind: 'nine-digits' | 'twelve-digits';
  /** The police's number of the issuing province; only of nine digits. */
  readonly series: string | undefined;
};

const wrongForm = finding('error', 'old-id-card-form', 'An old identity card has nine digits, or twelve since 2012.');
const unknownSeries = finding('warning', 'old-id-card-series', 'The first two digits are no known series of old identity cards.');
const invalidPaper = finding(
  'warning',
  'old-id-card-invalid-paper',
  'On the day of the check old identity cards are no papers any more: ask for the personal identification number, too.',
);
const needsRegister = finding(
  'needs-reference',
  'old-id-card-register',
  'Only the police tells whether the card was given, and which number followed it.',
);

const plainJudgement = judgement([needsRegister]);

function judge(text: string, at: string | undefined): Judgement | undefined {
  const invalid = at !== undefined && at >= oldIdCardInvalid.effectiveFrom;
  const twelve = judgePersonalId(text, at);
  if (twelve !== undefined) return invalid ? judgement([invalidPaper, ...twelve.findings]) : twelve;
  if (!isDigits(text, 9)) return undefined;
  const known = isOfSeries(text);
  const typed = looksTyped(text);
  if (known && !typed && !invalid) return plainJudgement;
  return judgement([...(known ? [] : [unknownSeries]), ...(typed ? [placeholder] : []), ...(invalid ? [invalidPaper] : []), needsRegister]);
}

export const oldIdCard = define<OldIdCardParts>({
  name: 'old-id-card',
  title: { vi: 'Số chứng minh nhân dân', en: 'Number of the old identity card' },
  maskKeeps: 'the last three digits',
  synthetic: 'Clearly: its series is 99, which no province had.',
  judge,
  plainTest(at) {
    if (at !== undefined && at >= oldIdCardInvalid.effectiveFrom) return undefined;
    return {
      findings: plainJudgement.findings,
      dividedDigits: true,
      holds(bytes, start, end) {
        if (end - start !== 9 || !areDigitBytes(bytes, start, end)) return false;
        return isSeries(numberAt(bytes, start, start + 2)) && !lookTyped(bytes, start, end);
      },
    };
  },
  plain: withoutSeparators,
  repairs: [digitsForLetters, withoutDecimalTail, zerosInFront(9, 1, isOfSeries), zerosInFront(12, 2, isOfProvince)],
  wrongForm,
  take: (normal) =>
    normal.length === 9 ? { kind: 'nine-digits', series: normal.slice(0, 2) } : { kind: 'twelve-digits', series: undefined },
  hide: keepLast(3),
  generate: (random) => `99${randomDigits(random, 7)}`,
});

function isOfSeries(digits: string): boolean {
  return isSeries(digitsAt(digits, 0, 2));
}

function isSeries(series: number): boolean {
  return series >= oldIdCardSeries.entries.first && series <= oldIdCardSeries.entries.last;
}
