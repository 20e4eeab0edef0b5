import { foldWords } from '@lienthong/core';

/** No name of a list is nearly as long; what is longer is not worth the time of folding it. */
export const maxNameLength = 200;

/** The words of a name, as `foldWords`, without blanks: `Đắk Lắk`, `DAK LAK` and `daklak` share it, and so do `Hoà Bình` and `Hòa Bình`. */
export function nameKey(text: string): string {
  return foldWords(text).replaceAll(' ', '');
}

/** The same with accents kept, to tell names apart that differ in nothing else. */
export function accentedKey(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}
