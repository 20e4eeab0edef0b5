import { stopped } from './rhymes.ts';

/** Combining marks: none, acute, grave, hook, tilde, dot. */
const allTones = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'];
const stopTones = ['\u0301', '\u0323'];

export interface TonedRhyme {
  readonly rhyme: string;
  /** Where the rules of spelling put the tone, in the old or in the new way (`hòa`, `hoà`). */
  readonly inPlace: boolean;
}

/** A rhyme with every tone it may bear, on every vowel that people put it on; NFC. */
export function tonedRhymes(rhyme: string): readonly TonedRhyme[] {
  const vowels = [...rhyme].flatMap((letter, index) => (vowel.test(letter) ? [index] : []));
  const right = placesOf(rhyme, vowels);
  return (stopped.test(rhyme) ? stopTones : allTones).flatMap((tone) =>
    (tone === '' ? vowels.slice(0, 1) : vowels).map((place) => ({
      rhyme: (rhyme.slice(0, place + 1) + tone + rhyme.slice(place + 1)).normalize('NFC'),
      inPlace: tone === '' || right.includes(place),
    })),
  );
}

const vowel = /[aăâeêioôơuưy]/;
const shaped = /[ăâêôơư]/;

function placesOf(rhyme: string, vowels: readonly number[]): readonly (number | undefined)[] {
  const withShape = vowels.filter((place) => shaped.test(rhyme.charAt(place)));
  if (withShape.length > 0) return withShape.slice(-1);
  if (vowels.length === 3) return vowels.slice(1, 2);
  if (vowels.length === 1 || !vowel.test(rhyme.slice(-1))) return vowels.slice(-1);
  return /^(?:oa|oe|uy)$/.test(rhyme) ? vowels : vowels.slice(0, 1);
}
