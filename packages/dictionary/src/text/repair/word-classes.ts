/** What a byte or a code unit below 100 is on the way through a value; all above are of words, as are those from 80 on. */
export const unitClass = {
  /** Divides words, and nothing that is done to a value goes over it. */
  divides: 0,
  letter: 1,
  /** Beyond ASCII, or a control character, in which some encodings keep capitals: of a word, and not plain. */
  control: 2,
  /** A question mark, in place of a letter perhaps; a sign that a mark behind it joins; DEL: only the whole value tells. */
  hard: 3,
} as const;

export const unitClasses: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, unit) => {
  const sign = String.fromCharCode(unit);
  if (/[?<=>\x7f]/.test(sign)) return unitClass.hard;
  if (/[A-Za-z]/.test(sign)) return unitClass.letter;
  return /[\t\n\r\x20-\x7e]/.test(sign) ? unitClass.divides : unitClass.control;
});

/** 1 where JSON does not write the byte as it stands. */
export const escapedUnits: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, unit) =>
  unit < 0x20 || unit === 0x22 || unit === 0x5c ? 1 : 0,
);
