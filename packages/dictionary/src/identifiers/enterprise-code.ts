import { finding } from '../finding.ts';
import { define, judgement } from './define.ts';
import { digitsForLetters, withoutDecimalTail } from './repairs.ts';
import { hideTaxNumber } from './tax-code.ts';
import { hasTaxForm, isTaxNumber, plainTaxNumber, syntheticTaxNumber, taxNumberFault, taxZeroInFront } from './tax-number.ts';
import { isDigits } from './text.ts';

export type EnterpriseCodeParts = {
  readonly kind: 'enterprise' | 'branch';
  /** The code of the enterprise, which is its tax code. */
  readonly enterprise: string;
  /** The number of the branch or representative office. */
  readonly branch: string | undefined;
};

const wrongForm = finding(
  'error',
  'enterprise-code-form',
  'The code of an enterprise has ten digits, that of a branch a hyphen and three more.',
);
const businessLocation = finding(
  'error',
  'enterprise-code-location',
  'Five digits number a business location within its enterprise: without the code of the enterprise they name nothing.',
);
const person = finding(
  'error',
  'enterprise-code-person',
  'Twelve digits are a personal identification number: a household business has one as tax code, an enterprise never.',
);
const needsRegister = finding(
  'needs-reference',
  'enterprise-code-register',
  'Only the business register tells whether the enterprise exists and is active.',
);

const plainJudgement = judgement([needsRegister]);

export const enterpriseCode = define<EnterpriseCodeParts>({
  name: 'enterprise-code',
  title: { vi: 'Mã số doanh nghiệp', en: 'Enterprise code' },
  maskKeeps: 'the last three of the ten digits; nothing of a branch',
  synthetic: 'By its first two digits, 99, under which no registry is known to give codes out.',
  judge(text, at) {
    if (!hasTaxForm(text)) return undefined;
    const fault = taxNumberFault(text, at);
    return fault === undefined ? plainJudgement : judgement([fault, needsRegister]);
  },
  plainTest: () => ({ findings: plainJudgement.findings, dividedDigits: false, holds: isTaxNumber }),
  plain: plainTaxNumber,
  repairs: [digitsForLetters, withoutDecimalTail, taxZeroInFront],
  wrongForm(text) {
    const plain = plainTaxNumber(text);
    if (isDigits(plain, 5)) return businessLocation;
    return isDigits(plain, 12) ? person : wrongForm;
  },
  take: (normal) => ({
    kind: normal.length === 10 ? 'enterprise' : 'branch',
    enterprise: normal.slice(0, 10),
    branch: normal.length === 10 ? undefined : normal.slice(11),
  }),
  hide: hideTaxNumber,
  generate: syntheticTaxNumber,
});
