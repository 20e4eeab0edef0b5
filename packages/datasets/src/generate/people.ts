import { encodeText, gradeSyllable } from '@lienthong/dictionary';
import { familyNames, givenNames, middleNames, type Random, streets } from '@lienthong/testbed';

// Letters of minorities and toned capitals are not in every font, and of syllables that are not Vietnamese nobody can tell in which
// encoding they are: that would be no mistake of anybody's.
const inEveryFont = (words: readonly string[]) =>
  words.filter(
    (word) => encodeText(word, 'tcvn3').findings.length === 0 && word.split(' ').every((syllable) => gradeSyllable(syllable) >= 2),
  );
const families = inEveryFont(familyNames);
const words = {
  male: { middle: inEveryFont(middleNames.male), given: inEveryFont(givenNames.male) },
  female: { middle: inEveryFont(middleNames.female), given: inEveryFont(givenNames.female) },
};

export type Sex = keyof typeof words;

export interface NameParts {
  readonly family: string;
  readonly middle: string;
  readonly given: string;
}

export function nameParts(random: Random, sex: Sex): NameParts {
  const { middle, given } = words[sex];
  return { family: random.pick(families), middle: random.pick(middle), given: random.pick(given) };
}

export function fullName(random: Random, sex: Sex): string {
  const { family, middle, given } = nameParts(random, sex);
  return `${family} ${middle} ${given}`;
}

export function anySex(random: Random): Sex {
  return random.chance(0.5) ? 'female' : 'male';
}

/** Code of QCVN 109. */
export function sexCode(sex: Sex): '1' | '2' {
  return sex === 'male' ? '1' : '2';
}

export function address(random: Random): string {
  return `Số ${random.between(1, 400)} ${random.pick(streets)}, ${random.pick(['phường', 'xã'])} ${random.pick(['Tân Lập', 'Đồng Tâm', 'Yên Bình', 'Phú Thịnh', 'Hòa Bình'])}`;
}

/** `YYYY-MM-DD`, never the first of January, which is what a placeholder looks like. */
export function day(random: Random, firstYear: number, lastYear: number): string {
  const month = random.between(1, 12);
  return `${random.between(firstYear, lastYear)}-${twoDigits(month)}-${twoDigits(random.between(month === 1 ? 2 : 1, 28))}`;
}

/** Only the year of one in thirty is known, and of one in fifty only month and year. */
export function birthday(random: Random, firstYear: number, lastYear: number): string {
  const whole = day(random, firstYear, lastYear);
  const known = random.next();
  return known < 0.033 ? whole.slice(0, 4) : known < 0.053 ? whole.slice(0, 7) : whole;
}

export function timeOfDay(random: Random): string {
  return `${twoDigits(random.between(7, 16))}:${twoDigits(random.between(0, 59))}:${twoDigits(random.between(0, 59))}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
