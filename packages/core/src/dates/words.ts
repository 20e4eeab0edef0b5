// Precomposed Đ has no decomposition, and old files hold its two look-alikes, Eth and the African D.
const barredD = /[đðɖ]/g;
const marks = /\p{M}+/gu;
const signs = /[^\p{L}\p{N}]+/gu;
const plain = /^[a-z0-9]*$/;

/** The words of a text in lower case without accents and signs, with one blank between them. */
export function foldWords(text: string): string {
  if (plain.test(text)) return text;
  return text.toLowerCase().normalize('NFKD').replace(marks, '').replace(barredD, 'd').replace(signs, ' ').trim();
}
