import { gradeSyllable } from '../syllable/syllable.ts';

/** Eth (U+00D0, U+00F0) in words that are Vietnamese with Đ, đ; in all others it stays. */
export function replaceEth(text: string): string {
  if (!/[Ðð]/.test(text)) return text;
  return text.replaceAll(/\p{L}+/gu, (word) => {
    const replaced = word.replaceAll('Ð', 'Đ').replaceAll('ð', 'đ');
    return replaced !== word && gradeSyllable(replaced) >= 2 ? replaced : word;
  });
}
