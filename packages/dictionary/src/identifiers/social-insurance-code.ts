import { finding } from '../finding.ts';
import { personalIdAsInsuranceCode } from './data/effects.ts';
import { define, type Judgement, judgement } from './define.ts';
import { areDigitBytes, lookTyped } from './digit-bytes.ts';
import { personalIdInstead, placeholder } from './findings.ts';
import { withoutSeparators } from './formatting.ts';
import { keepLast } from './hide.ts';
import { judgePersonalId } from './personal-id.ts';
import { randomDigits } from './random.ts';
import { digitsForLetters, withoutDecimalTail, zerosInFront } from './repairs.ts';
import { isDigits, looksTyped } from './text.ts';

export type SocialInsuranceCodeParts = { readonly kind: 'insurance-code' | 'personal-id' };

const wrongForm = finding('error', 'social-insurance-code-form', 'A social insurance code has ten digits.');
const transition = finding(
  'warning',
  'social-insurance-code-transition',
  'Twelve digits: the personal identification number in place of the code. From when on it replaces the code for whom was not verified.',
);
const needsRegister = finding(
  'needs-reference',
  'social-insurance-code-register',
  'The code has no check digit that is published: only the insurance register tells a wrong digit, and whose code it is.',
);

const plainJudgement = judgement([needsRegister]);
const typedJudgement = judgement([placeholder, needsRegister]);

export function judgeInsuranceCode(text: string): Judgement | undefined {
  if (!isDigits(text, 10)) return undefined;
  return looksTyped(text) ? typedJudgement : plainJudgement;
}

/** The rule by which the personal identification number takes over was not verified: it is taken, with a warning. */
export function judgePersonalIdInstead(text: string, at: string | undefined): Judgement | undefined {
  const judged = judgePersonalId(text, at);
  if (judged === undefined) return undefined;
  const early = at !== undefined && at < personalIdAsInsuranceCode.effectiveFrom;
  return judgement([early ? personalIdInstead : transition, ...judged.findings]);
}

export const socialInsuranceCode = define<SocialInsuranceCodeParts>({
  name: 'social-insurance-code',
  title: { vi: 'Mã số bảo hiểm xã hội', en: 'Social insurance code' },
  maskKeeps: 'the last three digits',
  synthetic: 'By its first two digits, 99, which is the code of no province; the scheme keeps no range free.',
  judge: (text, at) => judgeInsuranceCode(text) ?? judgePersonalIdInstead(text, at),
  plainTest: () => ({
    findings: plainJudgement.findings,
    dividedDigits: true,
    holds: (bytes, start, end) => end - start === 10 && areDigitBytes(bytes, start, end) && !lookTyped(bytes, start, end),
  }),
  plain: withoutSeparators,
  repairs: [digitsForLetters, withoutDecimalTail, zerosInFront(10, 1)],
  wrongForm,
  take: (normal) => ({ kind: normal.length === 10 ? 'insurance-code' : 'personal-id' }),
  hide: keepLast(3),
  generate: syntheticInsuranceCode,
});

export function syntheticInsuranceCode(random: () => number): string {
  return `99${randomDigits(random, 8)}`;
}
