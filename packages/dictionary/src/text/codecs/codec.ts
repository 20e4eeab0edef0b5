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

/** NFC. Text of these characters only, which nearly all is, is NFC already: to see that costs less than to normalise. */
export function composed(text: string): string {
  return mayCompose.test(text) ? text.normalize('NFC') : text;
}

const mayCompose = /[^\u0000-\u02ff\u1ea0-\u1ef9\u2010-\u2027]/;
