import { type Finding, noFindings } from '../finding.ts';
import { codecs } from './codecs/codecs.ts';
import type { TextEncoding } from './encodings.ts';
import { textCaseLost, textLost, textNotInEncoding, textRecased } from './findings.ts';
import { bytesOf, octetsOf } from './octets.ts';
import { recase } from './repair/recase.ts';
import type { Repaired } from './repair/repair.ts';

/** Bytes of a known encoding as NFC text. Bytes that mean nothing there become U+FFFD, with a finding. Does not judge: `repairText` does. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): Repaired {
  const { text, unreadable } = codecs[encoding].decode(octetsOf(bytes));
  const cased = encoding === 'tcvn3' ? recase(text).text : text;
  if (unreadable === 0 && cased === text) return { text, findings: noFindings };
  return { text: cased, findings: [...(unreadable > 0 ? [textLost] : []), ...(cased === text ? [] : [textRecased])] };
}

export interface EncodedText {
  readonly bytes: Uint8Array;
  readonly findings: readonly Finding[];
}

/** The way back: for generators of legacy data and for round trips. What the encoding does not have becomes a question mark. */
export function encodeText(text: string, encoding: TextEncoding): EncodedText {
  const { octets, missing, lowered } = codecs[encoding].encode(text);
  const findings = [...(missing > 0 ? [textNotInEncoding] : []), ...(lowered > 0 ? [textCaseLost] : [])];
  return { bytes: bytesOf(octets), findings: findings.length === 0 ? noFindings : findings };
}
