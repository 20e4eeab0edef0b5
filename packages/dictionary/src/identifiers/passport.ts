import { finding } from '../finding.ts';
import { eightDigitPassport } from './data/effects.ts';
import { define, judgement } from './define.ts';
import { lettersForDigits } from './findings.ts';
import { withoutSeparators } from './formatting.ts';
import { keepLast } from './hide.ts';
import { randomDigits } from './random.ts';
import { mendDigits, type Repair } from './repairs.ts';
import { areDigits, capitals } from './text.ts';

export type PassportParts = {
  /** Its meaning (ordinary, official, with a chip) was not verified. */
  readonly letter: string;
  readonly serial: string;
};

const wrongForm = finding(
  'error',
  'passport-form',
  'A Vietnamese passport has a letter and seven digits, or eight since 2022. Foreign passports have forms of their own: keep them apart.',
);
const early = finding('warning', 'passport-before-its-day', 'A letter and eight digits, but on the day of the check passports had seven.');
const needsRegister = finding(
  'needs-reference',
  'passport-register',
  'Only the immigration authority tells whether the passport was issued and is valid.',
);

const plainJudgement = judgement([needsRegister]);
const earlyJudgement = judgement([early, needsRegister]);

const digitsBehindLetter: Repair = {
  finding: lettersForDigits,
  apply: (text) => (/^[A-Z][\dOIL]{7,8}$/.test(text) ? text.slice(0, 1) + mendDigits(text.slice(1)) : text),
};

export const passport = define<PassportParts>({
  name: 'passport',
  title: { vi: 'Số hộ chiếu', en: 'Passport number' },
  maskKeeps: 'the last two digits',
  synthetic: 'By its letter Z, which no series is known to use; the scheme keeps no range free.',
  judge(text, at) {
    if (text.length !== 8 && text.length !== 9) return undefined;
    const letter = text.charCodeAt(0);
    if (letter < 65 || letter > 90 || !areDigits(text, 1, text.length)) return undefined;
    return text.length === 9 && at !== undefined && at < eightDigitPassport.effectiveFrom ? earlyJudgement : plainJudgement;
  },
  plain: (text) => capitals(withoutSeparators(text)),
  repairs: [digitsBehindLetter],
  wrongForm,
  take: (normal) => ({ letter: normal.slice(0, 1), serial: normal.slice(1) }),
  hide: keepLast(2),
  generate: (random) => `Z${randomDigits(random, 8)}`,
});
