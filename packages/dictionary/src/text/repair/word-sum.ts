import { type Finding, noFindings } from '../../finding.ts';
import { textAmbiguous, textCaseUnknown, textRecased } from '../findings.ts';
import { convincing, westernLetters } from '../syllable/weigh.ts';
import { traits, type Word } from './word.ts';

/** The words of one value, taken together. One for a column, used again for each value. */
export interface WordSum {
  readonly words: Word[];
  /** Where each word stands: start and end by turns. */
  readonly places: number[];
  count: number;
  traits: number;
  least: number;
  leastInCapitals: number;
  leastAsItIs: number;
}

export function createWordSum(): WordSum {
  return { words: [], places: [], count: 0, traits: 0, least: 1, leastInCapitals: 1, leastAsItIs: 1 };
}

export function clearWords(sum: WordSum): void {
  sum.count = 0;
  sum.traits = 0;
  sum.least = 1;
  sum.leastInCapitals = 1;
  sum.leastAsItIs = 1;
}

export function addWord(sum: WordSum, word: Word, start: number, end: number): void {
  const { count } = sum;
  sum.words[count] = word;
  sum.places[2 * count] = start;
  sum.places[2 * count + 1] = end;
  sum.count = count + 1;
  weighIn(sum, word);
}

/** Takes in what a word says of its value, and not the word. */
export function weighIn(sum: WordSum, word: Word): void {
  sum.traits |= word.traits;
  if (word.least < sum.least) sum.least = word.least;
  if (word.leastInCapitals < sum.leastInCapitals) sum.leastInCapitals = word.leastInCapitals;
  if (word.leastAsItIs < sum.leastAsItIs) sum.leastAsItIs = word.leastAsItIs;
}

/** What `repairUnicode` says of a value of these words; `undefined`: only the whole value tells. */
export function judgeUnicode(sum: WordSum, doubtful: boolean): readonly Finding[] | undefined {
  if ((sum.traits & traits.hard) !== 0) return undefined;
  const right = (sum.traits & traits.surelyUnicode) !== 0 || (!doubtful && sum.least >= convincing);
  return right ? noFindings : undefined;
}

/** Whether the value was typed in a capital font. */
export function isInCapitals(sum: WordSum): boolean {
  return (sum.traits & (traits.surelyCapital | traits.small)) === traits.surelyCapital;
}

/** What `repairLegacy` says of a value of these words; `undefined`: only the whole value tells. */
export function judgeLegacy(sum: WordSum): readonly Finding[] | undefined {
  return isInCapitals(sum)
    ? judge(sum, sum.leastInCapitals, traits.strangeInCapitals, traits.differsInCapitals, traits.recasedInCapitals)
    : judge(sum, sum.least, traits.strange, traits.differs, traits.recased);
}

function judge(sum: WordSum, least: number, strange: number, differs: number, recased: number): readonly Finding[] | undefined {
  const found = sum.traits;
  if ((found & (traits.hard | strange)) !== 0) return undefined;
  const mayStand = (found & traits.symbols) === 0 && (found & differs) !== 0 && sum.leastAsItIs > westernLetters;
  if (mayStand && sum.leastAsItIs >= least && least < convincing) return undefined;
  const unsure = !isInCapitals(sum) && (found & caseTraits) === caseUnsure;
  return findingSets[((found & recased) === 0 ? 0 : 1) + (unsure ? 2 : 0) + (mayStand ? 4 : 0)];
}

const caseTraits = traits.beginsToned | traits.beginsOtherwise | traits.beginsSmall;
/** A word begins with a small toned letter, and all others, which there are, with capitals. */
const caseUnsure = traits.beginsToned | traits.beginsOtherwise;

// Every set that there can be, made once: values make none.
const findingSets: readonly (readonly Finding[])[] = [0, 1, 2, 3, 4, 5, 6, 7].map((set) =>
  set === 0 ? noFindings : Object.freeze([textRecased, textCaseUnknown, textAmbiguous].filter((_, bit) => (set >> bit) % 2 === 1)),
);
