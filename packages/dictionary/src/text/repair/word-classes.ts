/** What a code unit or byte below 80 is on the way through a value; all above belong to words. */
export const unitClass = {
  /** Divides words, and nothing that is done to a value goes over it. */
  divides: 0,
  letter: 1,
  /** A control character, in which some encodings keep capitals: of a word, and not plain. */
  control: 2,
  /** A question mark, in place of a letter perhaps; a sign that a mark behind it joins; DEL: only the whole value tells. */
  hard: 3,
} as const;

export const unitClasses: Readonly<Uint8Array> = Uint8Array.from({ length: 128 }, (_, unit) => {
  const sign = String.fromCharCode(unit);
  if (/[?<=>\x7f]/.test(sign)) return unitClass.hard;
  if (/[A-Za-z]/.test(sign)) return unitClass.letter;
  return /[\t\n\r\x20-\x7e]/.test(sign) ? unitClass.divides : unitClass.control;
});
