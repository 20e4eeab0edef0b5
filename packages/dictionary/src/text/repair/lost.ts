/** A question mark where a letter should be: `Nguy?n`, `?inh`, or twice at the end of a word that is not the last, `L? Th? Hoa`. */
export function looksLost(text: string): boolean {
  if (!text.includes('?')) return false;
  const words = text.split(/\s+/);
  const doubtful = words.filter((word) => word.includes('?') && !address.test(word));
  if (doubtful.some((word) => inside.test(word))) return true;
  return words.slice(0, -1).filter((word) => behind.test(word)).length >= 2;
}

/** Of the web: there a question mark has its own meaning. */
const address = /[/=&@\\]/;
const inside = /\p{L}\?+\p{L}|^\?+\p{L}/u;
const behind = /^\p{L}+\?$/u;
