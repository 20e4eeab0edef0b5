import type { Octets } from '../octets.ts';

/** Stands where bytes have no meaning: what is lost is shown as lost. */
export const lostCharacter = '\ufffd';

export interface Decoded {
  /** NFC. */
  readonly text: string;
  /** Places where `text` has U+FFFD because the encoding has no character there. */
  readonly unreadable: number;
}

export interface Encoded {
  readonly octets: Octets;
  /** Characters that the encoding does not have: a question mark stands for each. */
  readonly missing: number;
  /** Capitals that the encoding has in lower case only. */
  readonly lowered: number;
}

export interface Codec {
  /** Matches octets in which there is something to decode; all others are their own text. */
  readonly marks: RegExp;
  decode(octets: Octets): Decoded;
  encode(text: string): Encoded;
}

/** NFC, and free of charge where nothing can be composed: below U+0300 everything is. */
export function composed(text: string): string {
  return beyondLatin.test(text) ? text.normalize('NFC') : text;
}

const beyondLatin = /[^\u0000-\u02ff]/;
