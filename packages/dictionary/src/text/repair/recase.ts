import { gradeSyllable } from '../syllable/syllable.ts';

export interface Recased {
  readonly text: string;
  /** A toned letter begins a word and is small, while all other words begin with capitals. */
  readonly unsure: boolean;
}

const capital = /^[A-ZĂÂÊÔƠƯĐ]/;
/** No ordinary word has a capital behind its first letter, unless all are. */
const capitalInside = /^.[^a-z]*[A-ZĂÂÊÔƠƯĐ]/;
const smallAscii = /[a-z]/;
/** Small letters whose capital TCVN3 does not have. */
const toned = /[àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/;
const tonedAtStart = new RegExp(`^${toned.source}`);
const tonedAtStarts = new RegExp(`(?:^|[^\\p{L}])${toned.source}`, 'u');
const capitalBehindLetter = /\p{L}[A-ZĂÂÊÔƠƯĐ]/u;
const words = /\p{L}+/gu;

/**
 * Text that was typed in a capital font: TCVN3 has the same byte for the small and the capital toned letter, so capitals come out as
 * `NGUYễN`. A word with a capital behind its first letter and none that is surely small was typed in capitals; so were its neighbours
 * that say nothing of themselves (`Lý` in `HOàNG Lý`), unless a small letter is seen in the value.
 */
export function recase(text: string): Recased {
  if (!toned.test(text)) return { text, unsure: false };
  if (!capitalBehindLetter.test(text)) return { text, unsure: tonedAtStarts.test(text) && isUnsure(text) };
  const allCapitals = !smallAscii.test(text) && wordsOf(text).some((word) => isSurelyCapital(word) && isSyllable(word));
  const recased = text.replaceAll(words, (word) => (allCapitals && toned.test(word) ? word.toUpperCase() : recaseWord(word)));
  return { text: recased, unsure: !allCapitals && isUnsure(text) };
}

/** What a part of a text says of its case. Of parts that are divided by ASCII without letters, together they say what `recase` does. */
export interface CaseTraits {
  /** As it is where the text was not typed in capitals, and where it was. */
  readonly asTyped: string;
  readonly inCapitals: string;
  /** A small letter is seen: the text was not typed in capitals. */
  readonly small: boolean;
  /** Without a small letter anywhere this word shows that the text was. */
  readonly surelyCapital: boolean;
  /** Words that begin with a small toned letter, others, and those of the others that begin with no capital. */
  readonly begins: { readonly toned: boolean; readonly otherwise: boolean; readonly small: boolean };
}

export function caseTraits(text: string): CaseTraits {
  const found = wordsOf(text);
  const others = found.filter((word) => !tonedAtStart.test(word));
  return {
    asTyped: text.replaceAll(words, recaseWord),
    inCapitals: text.replaceAll(words, (word) => (toned.test(word) ? word.toUpperCase() : word)),
    small: smallAscii.test(text),
    surelyCapital: found.some((word) => isSurelyCapital(word) && isSyllable(word)),
    begins: {
      toned: others.length < found.length,
      otherwise: others.length > 0,
      small: others.some((word) => !capital.test(word)),
    },
  };
}

export function recaseWord(word: string): string {
  return toned.test(word) && isSurelyCapital(word) ? word.toUpperCase() : word;
}

function isSurelyCapital(word: string): boolean {
  return !smallAscii.test(word) && capitalInside.test(word);
}

/** Not `UBND`, which stands in capitals among other words as well. */
function isSyllable(word: string): boolean {
  return gradeSyllable(word.toUpperCase()) >= 2;
}

function isUnsure(text: string): boolean {
  const found = wordsOf(text);
  const others = found.filter((word) => !tonedAtStart.test(word));
  return others.length > 0 && others.length < found.length && others.every((word) => capital.test(word));
}

function wordsOf(text: string): readonly string[] {
  return text.match(words) ?? [];
}
