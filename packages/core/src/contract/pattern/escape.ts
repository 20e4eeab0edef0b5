import { anyCharacter, type CharSet, category, complement, digits, ranges, single, whiteSpace, wordCharacters } from './char-set.ts';

/** What the text behind a backslash matches, and how many characters of it belong to the escape. */
export function readEscape(text: string): { readonly set: CharSet; readonly length: number } {
  const named = /^p\{([^}]*)\}|^P\{[^}]*\}/.exec(text);
  if (named !== null) return { set: named[1] === undefined ? anyCharacter : category(named[1]), length: named[0].length };
  const coded = /^(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/.exec(text);
  if (coded !== null) return { set: codePoint(coded[1] ?? coded[2] ?? coded[3] ?? ''), length: coded[0].length };
  const control = /^c([A-Za-z])/.exec(text);
  if (control !== null) {
    const point = (control[1] ?? '').charCodeAt(0) % 32;
    return { set: ranges([point, point]), length: 2 };
  }
  const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
  return { set: classes[character] ?? single(controls[character] ?? character), length: 1 };
}

const classes: Readonly<Record<string, CharSet>> = {
  d: digits,
  D: complement(digits),
  w: wordCharacters,
  W: complement(wordCharacters),
  s: whiteSpace,
  S: complement(whiteSpace),
};

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', v: '\v', f: '\f', '0': '\0' };

function codePoint(hexadecimal: string): CharSet {
  const point = Number.parseInt(hexadecimal, 16);
  // Halves of a surrogate pair may join with the next escape.
  return point >= 0xd800 && point <= 0xdfff ? anyCharacter : ranges([point, point]);
}
