import { type Finding, finding } from '../finding.ts';
import { healthCardGroups } from './data/health-card-groups.ts';
import { define, type Judgement, judgement } from './define.ts';
import { areDigitBytes } from './digit-bytes.ts';
import { lettersForDigits } from './findings.ts';
import { withoutSeparators } from './formatting.ts';
import { keepLast } from './hide.ts';
import { pick } from './random.ts';
import { digitsForLetters, mendDigits, type Repair, withoutDecimalTail, zerosInFront } from './repairs.ts';
import { judgeInsuranceCode, judgePersonalIdInstead, syntheticInsuranceCode } from './social-insurance-code.ts';
import { areDigits, capitals, digitsAt } from './text.ts';

export type HealthCardParts = {
  /** A group says who pays, and so that somebody is poor, ill or a veteran: sensitive. */
  readonly group: string | undefined;
  /** From 1 to 5: which part of the costs is paid. */
  readonly benefitLevel: number | undefined;
  /** The code that a card since 2021-04-01 bears alone. */
  readonly insuranceCode: string;
};

const wrongForm = finding(
  'error',
  'health-card-form',
  'A health card has two letters and thirteen digits, or since 2021 the ten digits of the social insurance code alone.',
);
const benefitLevel = finding('error', 'health-card-benefit-level', 'The third character is the level of benefit, a digit from 1 to 5.');
const unknownGroup = finding('warning', 'health-card-group', 'The first two letters are no group of insured persons that this list knows.');
const facility = finding(
  'error',
  'health-card-facility',
  'Twenty characters: the code with the five digits of the facility of first care behind it, as printed. Keep the facility in a field of its own.',
);
const needsRegister = finding(
  'needs-reference',
  'health-card-register',
  'Only the insurance register tells whether the card is valid on a day.',
);

const groups = new Set(healthCardGroups.entries);
const groupNumbers = new Set(healthCardGroups.entries.map((group) => (group.charCodeAt(0) << 8) | group.charCodeAt(1)));
const plainJudgement = judgement([needsRegister]);

function judge(text: string, at: string | undefined): Judgement | undefined {
  if (text.length !== 15) return judgeInsuranceCode(text) ?? judgePersonalIdInstead(text, at);
  if (!isCapital(text.charCodeAt(0)) || !isCapital(text.charCodeAt(1)) || !areDigits(text, 2, 15)) return undefined;
  const findings: Finding[] = [];
  const level = digitsAt(text, 2, 3);
  if (level < 1 || level > 5) findings.push(benefitLevel);
  if (!groups.has(text.slice(0, 2))) findings.push(unknownGroup);
  return findings.length === 0 ? plainJudgement : judgement([...findings, needsRegister]);
}

const digitsBehindGroup: Repair = {
  finding: lettersForDigits,
  apply: (text) => (/^[A-Z]{2}[\dOIL]{13}(?:[\dOIL]{5})?$/.test(text) ? text.slice(0, 2) + mendDigits(text.slice(2)) : text),
};

const withoutFacility: Repair = { finding: facility, apply: (text) => (/^[A-Z]{2}\d{18}$/.test(text) ? text.slice(0, 15) : text) };

export const healthCard = define<HealthCardParts>({
  name: 'health-card',
  title: { vi: 'Mã thẻ bảo hiểm y tế', en: 'Health insurance card' },
  maskKeeps: 'the last three digits; never the group, which says who is poor, ill or a veteran',
  synthetic: 'By the ten digits of its insurance code, which begin with 99; the scheme keeps no range free.',
  judge,
  plainTest: () => ({
    findings: plainJudgement.findings,
    dividedDigits: false,
    holds(bytes, start, end) {
      if (end - start !== 15 || !areDigitBytes(bytes, start + 2, end)) return false;
      const level = bytes.getUint8(start + 2);
      return level >= 49 && level <= 53 && groupNumbers.has((bytes.getUint8(start) << 8) | bytes.getUint8(start + 1));
    },
  }),
  plain: (text) => capitals(withoutSeparators(text)),
  repairs: [digitsBehindGroup, withoutFacility, digitsForLetters, withoutDecimalTail, zerosInFront(10, 1)],
  wrongForm,
  take: (normal) => ({
    group: normal.length === 15 ? normal.slice(0, 2) : undefined,
    benefitLevel: normal.length === 15 ? digitsAt(normal, 2, 3) : undefined,
    insuranceCode: normal.slice(normal.length === 15 ? 5 : 0),
  }),
  hide: keepLast(3),
  generate: (random) => pick(random, ['DN4', 'GD4', 'HS4', 'TE1']) + pick(random, ['01', '48', '79']) + syntheticInsuranceCode(random),
});

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}
