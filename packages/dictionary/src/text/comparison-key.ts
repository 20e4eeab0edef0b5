/**
 * A key under which the same name in other spelling meets: NFC, lower case, one blank between words, and the tone of `oa`, `oe`, `uy` at
 * the end of a syllable in one place (`hòa`, `hoà`). Only to compare: the value itself is never rewritten by it.
 */
export function comparisonKey(text: string): string {
  const lower = text.normalize('NFC').replaceAll(invisible, '').toLowerCase().replaceAll('ð', 'đ');
  return lower.replaceAll(/\s+/gu, ' ').trim().replaceAll(movable, moveTone);
}

const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
/** A toned first vowel at the end of a syllable: the old place. */
const movable = /([òóỏõọ])([ae])(?![\p{L}\p{M}])|([ùúủũụ])(y)(?![\p{L}\p{M}])/gu;

function moveTone(whole: string): string {
  const [first = '', tone = '', second = ''] = whole.normalize('NFD');
  return first + (second + tone).normalize('NFC');
}
