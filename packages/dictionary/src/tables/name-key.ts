// Precomposed Đ has no decomposition, and old files hold its two look-alikes, Eth and the African D.
const barredD = /[đðɖ]/g;
const marks = /\p{M}+/gu;
const signs = /[^\p{L}\p{N}]+/gu;
const plain = /^[a-z0-9]*$/;

/** No name of a list is nearly as long; what is longer is not worth the time of folding it. */
export const maxNameLength = 200;

/** The words of a name in lower case without accents and signs, with one blank between them. */
export function nameWords(text: string): string {
  if (plain.test(text)) return text;
  return text.toLowerCase().normalize('NFKD').replace(marks, '').replace(barredD, 'd').replace(signs, ' ').trim();
}

/** The same without blanks: `Đắk Lắk`, `DAK LAK` and `daklak` share it, and so do `Hoà Bình` and `Hòa Bình`. */
export function nameKey(text: string): string {
  return nameWords(text).replaceAll(' ', '');
}

/** The same with accents kept, to tell names apart that differ in nothing else. */
export function accentedKey(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}
