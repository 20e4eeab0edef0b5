import { gradeSyllable } from './syllable.ts';

/** How text was come by: `decoded` from a legacy encoding that has Vietnamese letters only, or `unicode`, which has all. */
export type Origin = 'decoded' | 'unicode';

/** From 0, nothing that anyone would write, to 1, what registers are full of. From `convincing` on a word speaks for its encoding. */
export type Weight = number;

export const convincing = 0.5;

/** Up to here a word has nothing but ordinary letters to its credit: `José`, but also VNI read as Latin-1, `Nguyeãn`. */
export const westernLetters = 0.3;

const byGrade = [0, 0.35, 0.8, 1] as const;
/** Nothing is against it, nothing speaks for it. */
const neutral = 0.5;
/** Letters that no reading of single bytes makes: what else could it be. */
const surelyUnicode = 0.6;
const signs = 0.9;
const signsAtWord = 0.6;

/** Of a word as `markedWords` gives them. */
export function weighWord(word: string, origin: Origin): Weight {
  // Nearly every word of nearly every column: no need to look for what may stand around it.
  if (vietnamese.test(word)) return weighLetters(word, origin);
  if (unprintable.test(word)) return 0;
  if (origin === 'unicode' && knownSigns.test(word)) return 1;
  const parts = word
    .replaceAll(outside, '')
    .split(between)
    .filter((part) => beyondAscii.test(part));
  if (parts.length > 0) return Math.min(...parts.map((part) => weighPart(part, origin)));
  if (origin === 'decoded') return neutral;
  return onlySigns.test(word) ? signs : signsAtWord;
}

const vietnamese = /^[A-Za-zÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]+$/;
const unprintable = /[\u0000-\u001f\u007f-\u009f\ufffd]/;
const beyondAscii = /[^\x00-\x7f]/;
/** What is typed around a word. No guillemets: they are letters of TCVN3, and stand alone. */
const outside = /^[“„‘•…–—\u00a0]+|[”“’‘•…–—\u00a0]+$/g;
/** What is typed between two words without a blank. */
const between = /[’…\u00a0\u2010-\u2015\u202f]+/;
const onlySigns = /^[^\p{L}]+$/u;
const knownSigns = /^(?:[kcdm]?m[²³]|°[CF]?|[€£¥§©®™«»±²³½¼¾×·₫]|n[°º]|N[°º])$/;
const letters = /^\p{L}[\p{L}\p{M}]*$/u;
/** Windows-1252 and 1258 have a few letters above U+00FF: they may be bytes. */
const beyondBytes = /[^\u0300\u0301\u0303\u0309\u0323\u0000-\u00ffŒœŠšŽžŸƒˆĂăĐđƠơƯư]/;

function weighPart(part: string, origin: Origin): Weight {
  return letters.test(part) ? weighLetters(part.normalize('NFC'), origin) : 0;
}

function weighLetters(part: string, origin: Origin): Weight {
  const weight = byGrade[gradeSyllable(part)];
  if (origin === 'decoded') return weight === 0 && isJoined(part) ? byGrade[1] : weight;
  if (weight > surelyUnicode) return weight;
  if (beyondBytes.test(part)) return Math.max(weight, surelyUnicode);
  return Math.max(weight, looksTyped.test(part) || isJoined(part) ? westernLetters : 0);
}

/** Not `NguyÔn`: no capital behind a small letter, but after the first letters of `McDonald`. */
const looksTyped = /^(?:\p{Lu}{1,2}\p{Ll}{0,2})?(?:\p{Ll}+|\p{Lu}+)?$/u;

/** A blank was forgotten: `LýVăn`. As it stands that proves nothing: TCVN3 read as Latin-1, `NguyÔn`, looks the same. */
function isJoined(part: string): boolean {
  const words = part.split(smallThenCapital);
  return words.length === 2 && words.every((word) => gradeSyllable(word) >= 2);
}

const smallThenCapital = /(?<=\p{Ll})(?=\p{Lu})/u;
