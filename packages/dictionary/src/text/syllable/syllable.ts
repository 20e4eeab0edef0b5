import { commonSyllables } from './common.ts';
import { onsets } from './onsets.ts';
import { rhymes } from './rhymes.ts';
import { tonedRhymes } from './tones.ts';

/**
 * How much a word looks like a Vietnamese syllable. 3: one of those that fill names and addresses. 2: well formed. 1: could be a
 * name of a minority language or an abbreviation (`QĐ`), or its tone stands on the wrong vowel. 0: neither.
 */
export type SyllableGrade = 0 | 1 | 2 | 3;

/** `word`: letters only, NFC. Case that no one would type (`nGuỹEn`) makes it none. */
export function gradeSyllable(word: string): SyllableGrade {
  const lower = word.toLowerCase();
  if (!hasOrdinaryCase(word, lower)) return 0;
  if (commonSyllables.has(lower)) return 3;
  for (let length = Math.min(3, lower.length - 1); length >= 0; length--) {
    const kind = onsets[lower.slice(0, length)];
    const grade = kind === undefined ? 0 : gradeRhyme(kind, lower.slice(length), length === 0);
    if (grade === 2) return 2;
  }
  return couldBeForeign(lower) || abbreviation.test(word) ? 1 : 0;
}

function hasOrdinaryCase(word: string, lower: string): boolean {
  const rest = lower.slice(1);
  return word.endsWith(rest) || word === word.toUpperCase();
}

const table = {
  any: new Map(rhymes.any.flatMap(spread)),
  bare: new Map(rhymes.bare.flatMap(spread)),
  q: new Map(rhymes.q.flatMap(spread)),
  foreign: new Map(rhymes.foreign.flatMap(spread)),
} as const;

function spread(line: string): readonly (readonly [string, SyllableGrade])[] {
  // The order matters: where a tone is out of place for one rhyme and in place for another, the latter stays.
  const entries = line.split(' ').flatMap(tonedRhymes);
  return entries.sort((left, right) => Number(left.inPlace) - Number(right.inPlace)).map(({ rhyme, inPlace }) => [rhyme, inPlace ? 2 : 1]);
}

const frontVowel = /^[eéèẻẽẹêếềểễệiíìỉĩịyýỳỷỹỵ]/;
const narrowI = /^[iíìỉĩị]/;

function gradeRhyme(kind: 'any' | 'front' | 'back' | 'q', rhyme: string, bare: boolean): SyllableGrade {
  if (kind === 'q') return table.q.get(rhyme) ?? 0;
  if (kind === 'front' && !frontVowel.test(rhyme)) return 0;
  if (kind === 'back' && frontVowel.test(rhyme) && !narrowI.test(rhyme)) return 0;
  return table.any.get(rhyme) ?? (bare ? table.bare.get(rhyme) : undefined) ?? 0;
}

const abbreviation = /^(?:[A-ZĂÂĐÊÔƠƯ]{1,6}|đ)$/;
const leadingConsonants = /^[bcdđfghjklmnpqrstvwxz]*/;

/** Any consonants, then a rhyme; a final k stands for c (`Đắk Lắk`). */
function couldBeForeign(lower: string): boolean {
  const rhyme = lower.replace(leadingConsonants, '').replace(/k$/, 'c');
  return table.any.has(rhyme) || table.foreign.has(rhyme);
}
