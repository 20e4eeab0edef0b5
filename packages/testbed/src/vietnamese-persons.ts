import { type Random, randomOf } from './random.ts';
import { ethnicGroups, familyNames, givenNames, middleNames, notes, places, provinceCodes, streets } from './vietnamese-words.ts';

/** What was made wrong or left out in a row, so that a test knows what to expect of it. */
export type PersonFault = 'nine-digit-id' | 'bad-date' | 'unknown-sex' | 'empty-name' | 'missing';

/** A row of a legacy civil-status table, everything as the old system would hold it. */
export interface PersonRow {
  /** Primary key, from 1. */
  readonly id: number;
  readonly personalId: string | null;
  readonly fullName: string;
  /** Text, as in many old systems: `yyyy-MM-dd`, or what somebody typed. */
  readonly dateOfBirth: string | null;
  readonly sex: string | null;
  readonly ethnicGroup: string | null;
  readonly commune: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  /** Exact decimal with two places. */
  readonly income: string | null;
  /** `yyyy-MM-dd HH:mm:ss.ffffff+07`. */
  readonly registeredAt: string;
  readonly updatedAt: string;
  readonly note: string | null;
  readonly faults: readonly PersonFault[];
}

/** Shares from 0 to 1. */
export interface PersonShares {
  /** Of rows with one wrong value; default 0.02. */
  readonly wrong?: number;
  /** Of each value that may be missing; default 0.03. */
  readonly missing?: number;
}

/** Persons without end, the same for the same seed; the first one has index 0. */
export function* vietnamesePersons(seed: number, shares: PersonShares = {}): Generator<PersonRow, never> {
  for (let index = 0; ; index++) yield vietnamesePerson(seed, index, shares);
}

/** One of them, without making those before. */
export function vietnamesePerson(seed: number, index: number, shares: PersonShares = {}): PersonRow {
  const random = randomOf(seed, index);
  const right = rightPerson(random, index);
  const wrong = random.chance(shares.wrong ?? 0.02) ? makeWrong(right, random) : right;
  return leaveOut(wrong, random, shares.missing ?? 0.03);
}

function rightPerson(random: Random, index: number): PersonRow {
  const female = random.chance(0.5);
  const words = female ? 'female' : 'male';
  const year = random.between(1930, 2024);
  const month = twoDigits(random.between(1, 12));
  const day = twoDigits(random.between(1, 28));
  const registered = random.between(1_000_000_000, 1_750_000_000);
  return {
    id: index + 1,
    personalId: `${random.pick(provinceCodes)}${centuryAndSex(year, female)}${twoDigits(year % 100)}${random.digits(6)}`,
    fullName: `${random.pick(familyNames)} ${random.pick(middleNames[words])} ${random.pick(givenNames[words])}`,
    dateOfBirth: `${year}-${month}-${day}`,
    sex: female ? 'Nữ' : 'Nam',
    ethnicGroup: random.chance(0.85) ? '01' : random.pick(ethnicGroups),
    commune: String(random.between(1, 32_248)).padStart(5, '0'),
    address: `Số ${random.between(1, 400)}${random.pick(['', 'A', '/12', ' ngõ 5'])} ${random.pick(streets)}, ${random.pick(places)}`,
    phone: `0${random.pick(['3', '5', '7', '8', '9'])}${random.digits(8)}`,
    income: `${random.between(0, 250_000_000)}.${random.digits(2)}`,
    registeredAt: timestamp(registered, random),
    updatedAt: timestamp(registered + random.between(0, 30_000_000), random),
    note: random.chance(0.3) ? random.pick(notes) : null,
    faults: [],
  };
}

/** Even for men, odd for women, two higher from 2000 on. */
function centuryAndSex(year: number, female: boolean): number {
  return (year >= 2000 ? 2 : 0) + (female ? 1 : 0);
}

function makeWrong(row: PersonRow, random: Random): PersonRow {
  switch (random.pick(['nine-digit-id', 'bad-date', 'unknown-sex', 'empty-name'] as const)) {
    case 'nine-digit-id':
      return { ...row, personalId: random.digits(9), faults: ['nine-digit-id'] };
    case 'bad-date':
      return {
        ...row,
        dateOfBirth: random.pick(['31/02/1978', '1985-13-40', '00/00/1950', 'khoảng 1940', '1999-02-29', '?']),
        faults: ['bad-date'],
      };
    case 'unknown-sex':
      return { ...row, sex: random.pick(['nam giới', 'NU', 'X', 'không rõ', '2']), faults: ['unknown-sex'] };
    case 'empty-name':
      return { ...row, fullName: random.pick(['', ' ', '   ']), faults: ['empty-name'] };
  }
}

const mayBeMissing = ['personalId', 'ethnicGroup', 'commune', 'address', 'phone', 'income'] as const;

function leaveOut(row: PersonRow, random: Random, share: number): PersonRow {
  const missing = mayBeMissing.filter(() => random.chance(share));
  if (missing.length === 0) return row;
  return { ...row, ...Object.fromEntries(missing.map((name) => [name, null])), faults: [...row.faults, 'missing'] };
}

function timestamp(seconds: number, random: Random): string {
  const local = new Date((seconds + 7 * 3600) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return `${local}.${random.digits(6)}+07`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
