import { finding } from '../finding.ts';
import { type BirthRegistrationCode, type BirthRegistrationPlace, birthRegistrationPlaces } from '../units/birth-registration.ts';
import { birthCountries } from './data/birth-registration.ts';
import { define, type Judgement, judgement } from './define.ts';
import { areDigitBytes, lookTyped, numberAt } from './digit-bytes.ts';
import { placeholder } from './findings.ts';
import { withoutSeparators } from './formatting.ts';
import { keepLast } from './hide.ts';
import { pick, randomDigits } from './random.ts';
import { digitsForLetters, withoutDecimalTail, zerosInFront } from './repairs.ts';
import type { PlainTest } from './semantic-type.ts';
import { digitsAt, isDigits, looksTyped } from './text.ts';

/** A type, not an interface: only so is it one of `Parts`. */
export type PersonalIdParts = {
  /** Code of the province, or of the country, where the birth was registered. Never a residence. */
  readonly registrationCode: BirthRegistrationCode;
  /** The province of that code, by its name of then; `undefined` for a birth registered abroad. */
  readonly registrationProvince: string | undefined;
  readonly sex: 'male' | 'female';
  readonly birthYear: number;
};

const wrongForm = finding('error', 'personal-id-form', 'A personal identification number has twelve digits.');
const nineDigits = finding(
  'error',
  'personal-id-nine-digits',
  'Nine digits are the form of an old identity card: keep it as such, beside the later number. It is no number that lost its zeros.',
);
const unknownPlace = finding(
  'warning',
  'personal-id-place',
  'The first three digits are neither a known province of birth registration nor a known country.',
);
const futureBirth = finding(
  'warning',
  'personal-id-future-birth',
  'The digits of century and year say a birth that is still to come on the day of the check; without a day, one of 2100 or later.',
);
const needsRegister = finding(
  'needs-reference',
  'personal-id-register',
  'Only the population database tells whether the number was given, and to whom.',
);

const provinceCodes: ReadonlySet<number> = new Set(birthRegistrationPlaces.map(({ code }) => Number(code)));
const placesByCode: ReadonlyMap<string, BirthRegistrationPlace> = new Map(birthRegistrationPlaces.map((place) => [place.code, place]));
// Every set of findings that there can be, made once: the check makes none.
const judgements: readonly Judgement[] = [0, 1, 2, 3, 4, 5, 6, 7].map((set) =>
  judgement([unknownPlace, futureBirth, placeholder].filter((_, bit) => (set >> bit) % 2 === 1).concat(needsRegister)),
);
const firstYearToCome = 2100;

export function judgePersonalId(text: string, at: string | undefined): Judgement | undefined {
  if (!isDigits(text, 12)) return undefined;
  const known = isKnownPlace(digitsAt(text, 0, 3));
  const future = at === undefined ? birthYear(text) >= firstYearToCome : birthYear(text) > Number(at.slice(0, 4));
  const typed = looksTyped(text);
  return judgements[(known ? 0 : 1) + (future ? 2 : 0) + (typed ? 4 : 0)];
}

function isKnownPlace(place: number): boolean {
  return provinceCodes.has(place) || (place >= birthCountries.entries.first && place <= birthCountries.entries.last);
}

function plainTest(at: string | undefined): PlainTest | undefined {
  const [plain] = judgements;
  const lastYear = at === undefined ? firstYearToCome - 1 : Number(at.slice(0, 4));
  if (plain === undefined) return undefined;
  return {
    findings: plain.findings,
    dividedDigits: true,
    holds(bytes, start, end) {
      if (end - start !== 12 || !areDigitBytes(bytes, start, end) || !isKnownPlace(numberAt(bytes, start, start + 3))) return false;
      const century = numberAt(bytes, start + 3, start + 4) >> 1;
      return 1900 + 100 * century + numberAt(bytes, start + 4, start + 6) <= lastYear && !lookTyped(bytes, start, end);
    },
  };
}

/** Whether twelve digits begin with a province: what zeros in front must lead to before they are proposed. */
export function isOfProvince(digits: string): boolean {
  return provinceCodes.has(digitsAt(digits, 0, 3));
}

function takePersonalId(normal: string): PersonalIdParts {
  // The brand says it: look-ups of units refuse this code.
  const registrationCode = normal.slice(0, 3) as BirthRegistrationCode;
  return {
    registrationCode,
    registrationProvince: placesByCode.get(registrationCode)?.name,
    sex: digitsAt(normal, 3, 4) % 2 === 0 ? 'male' : 'female',
    birthYear: birthYear(normal),
  };
}

export const personalId = define<PersonalIdParts>({
  name: 'personal-id',
  title: { vi: 'Số định danh cá nhân', en: 'Personal identification number' },
  maskKeeps: 'the last three digits, which are random',
  synthetic: 'Clearly: it says a birth between 2300 and 2399.',
  judge: judgePersonalId,
  plainTest,
  plain: withoutSeparators,
  repairs: [digitsForLetters, withoutDecimalTail, zerosInFront(12, 2, isOfProvince)],
  wrongForm: (text) => (isDigits(withoutSeparators(text), 9) ? nineDigits : wrongForm),
  take: takePersonalId,
  hide: keepLast(3),
  generate: (random) => pick(random, ['001', '048', '079']) + pick(random, ['8', '9']) + randomDigits(random, 8),
});

function birthYear(text: string): number {
  return 1900 + 100 * Math.floor(digitsAt(text, 3, 4) / 2) + digitsAt(text, 4, 6);
}
