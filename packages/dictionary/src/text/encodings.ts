/** How bytes stand for Vietnamese letters. */
export const encodings = [
  /** Unicode that is right: a string, or bytes in UTF-8. Strings with `readAs` are mojibake: UTF-8 that was taken for something else. */
  'utf-8',
  /** Unicode whose marks stand apart from their letters. */
  'decomposed',
  /** TCVN 5712:1993 VN3, the ABC fonts (`.VnTime`): toned letters exist in lower case only. */
  'tcvn3',
  /** TCVN 5712:1993 VN1: VN3 with toned capitals, most of them in control characters. */
  'tcvn5712-1',
  /** VNI-Windows: a letter, and behind it a byte for its marks. */
  'vni',
  'viscii',
  'vps',
  /** Windows-1258: the tone is a character of its own. */
  'cp1258',
  /** RFC 1456 in seven bits, `Nguye^~n`. Ordinary punctuation looks like it: it is never looked for unless asked. */
  'viqr',
] as const;

export type TextEncoding = (typeof encodings)[number];

/**
 * What a driver took the bytes for when it made a string of them. `cp1252`: bytes that it leaves undefined come as C1 controls, as
 * browsers and MySQL do it. `latin1`: every byte is the character of the same number.
 */
export const readings = ['latin1', 'cp1252', 'cp1258'] as const;

export type Reading = (typeof readings)[number];

/** How the text of a column is to be understood. */
export interface TextSource {
  readonly encoding: TextEncoding;
  /** `undefined`: its strings are read right, or its values are bytes. */
  readonly readAs?: Reading | undefined;
}
