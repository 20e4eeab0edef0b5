import { finding } from '../finding.ts';
import { personalIdAsTaxCode } from './data/effects.ts';
import { define, type Judgement, judgement } from './define.ts';
import { personalIdInstead } from './findings.ts';
import { keepLast } from './hide.ts';
import { isOfProvince, judgePersonalId } from './personal-id.ts';
import { digitsForLetters, withoutDecimalTail } from './repairs.ts';
import { hasTaxForm, isTaxNumber, plainTaxNumber, syntheticTaxNumber, taxNumberFault, taxZeroInFront } from './tax-number.ts';

export type TaxCodeParts = {
  readonly kind: 'taxpayer' | 'dependent-unit' | 'personal-id';
  /** The registry that gave the code out; not of a personal identification number. */
  readonly segment: string | undefined;
  /** The number of the dependent unit. */
  readonly unit: string | undefined;
};

const wrongForm = finding(
  'error',
  'tax-code-form',
  'A tax code has ten digits, a dependent unit a hyphen and three more; of a person it is the personal identification number of twelve.',
);
const maybeBranch = finding(
  'warning',
  'tax-code-maybe-branch',
  'Twelve digits, but of no known province: with a zero in front they make the code of a dependent unit. See which of the two is meant.',
);
const needsRegister = finding(
  'needs-reference',
  'tax-code-register',
  'Only the tax register tells whether the code was given out and is in use.',
);

const plainJudgement = judgement([needsRegister]);

function judge(text: string, at: string | undefined): Judgement | undefined {
  if (!hasTaxForm(text)) return judgeAsPersonalId(text, at);
  const fault = taxNumberFault(text, at);
  return fault === undefined ? plainJudgement : judgement([fault, needsRegister]);
}

function judgeAsPersonalId(text: string, at: string | undefined): Judgement | undefined {
  const judged = judgePersonalId(text, at);
  if (judged === undefined) return undefined;
  const early = at !== undefined && at < personalIdAsTaxCode.effectiveFrom;
  const branch = isOfProvince(text) ? text : taxZeroInFront.apply(text);
  if (!early && branch === text) return judged;
  const findings = [...(early ? [personalIdInstead] : []), ...(branch === text ? [] : [maybeBranch]), ...judged.findings];
  return judgement(findings, branch === text ? undefined : branch);
}

export const taxCode = define<TaxCodeParts>({
  name: 'tax-code',
  title: { vi: 'Mã số thuế', en: 'Tax code' },
  maskKeeps: 'the last three of the ten or twelve digits; nothing of a dependent unit',
  synthetic: 'By its first two digits, 99, under which no registry is known to give codes out.',
  judge,
  plainTest: () => ({ findings: plainJudgement.findings, dividedDigits: false, holds: isTaxNumber }),
  plain: plainTaxNumber,
  repairs: [digitsForLetters, withoutDecimalTail, taxZeroInFront],
  wrongForm,
  take(normal) {
    if (normal.length === 12) return { kind: 'personal-id', segment: undefined, unit: undefined };
    const unit = normal.length === 14 ? normal.slice(11) : undefined;
    return { kind: unit === undefined ? 'taxpayer' : 'dependent-unit', segment: normal.slice(0, 2), unit };
  },
  hide: hideTaxNumber,
  generate: syntheticTaxNumber,
});

export function hideTaxNumber(normal: string): string {
  return normal.length === 14 ? `${keepLast(3)(normal.slice(0, 10))}-***` : keepLast(3)(normal);
}
