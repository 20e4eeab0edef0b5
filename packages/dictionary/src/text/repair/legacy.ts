import { type Finding, noFindings } from '../../finding.ts';
import { composed, type Decoded, lostCharacter } from '../codecs/codec.ts';
import { codecs } from '../codecs/codecs.ts';
import type { TextEncoding, TextSource } from '../encodings.ts';
import {
  textAmbiguous,
  textCaseUnknown,
  textLost,
  textMaybeLost,
  textOtherEncoding,
  textRecased,
  textUnexplained,
  textUnusual,
} from '../findings.ts';
import { octetsOf } from '../octets.ts';
import { octetsBehind } from '../reading.ts';
import { type Weight, westernLetters } from '../syllable/weigh.ts';
import { type Explained, explain } from './explained.ts';
import { looksLost } from './lost.ts';
import { otherEncoding } from './other-encoding.ts';
import { recase } from './recase.ts';
import type { Repaired } from './repair.ts';

/** A value of a legacy encoding, or of UTF-8 that was read as something else: decoded once, and only if that explains it. */
export function repairLegacy(value: string | Uint8Array, source: TextSource): Repaired {
  const decoded = decodeValue(value, source);
  if (decoded === undefined) return leftAlone(value, source, '');
  const cased = source.encoding === 'tcvn3' ? recase(decoded.text) : { text: decoded.text, unsure: false };
  const explained = explain(withoutLost(cased.text), isUtf8(source.encoding) ? 'unicode' : 'decoded');
  if (isNotExplained(explained, decoded, value, source)) return leftAlone(value, source, decoded.text);
  const asItIs = likelihoodAsItIs(value, cased.text, source);
  // Neither is surely Vietnamese, and decoding gains nothing: `QĐ` that was right already.
  if (typeof value === 'string' && asItIs >= explained.least && asItIs > 0 && !explained.convincing) {
    return { text: composed(value), findings: [textAmbiguous] };
  }
  const findings: Finding[] = [];
  if (explained.strange > 0) findings.push(textUnusual);
  if (cased.text !== decoded.text) findings.push(textRecased);
  if (cased.unsure) findings.push(textCaseUnknown);
  if (asItIs > 0) findings.push(textAmbiguous);
  const loss = lossIn(cased.text, source);
  if (loss !== undefined) findings.push(loss);
  return { text: cased.text, findings: findings.length === 0 ? noFindings : findings };
}

function isNotExplained({ words, strange }: Explained, { unreadable }: Decoded, value: string | Uint8Array, source: TextSource): boolean {
  // Bytes that are UTF-8 by chance are hardly ever met, so its words need no judging, and where sequences broke off it is still UTF-8.
  if (isUtf8(source.encoding)) return unreadable > 0 && words === 0;
  return unreadable > 0 || (strange > 0 && (strange === words || isExplainedOtherwise(value, source)));
}

/** `undefined`: a character of the string cannot have been a byte. What the driver had lost stays lost, in its place. */
function decodeValue(value: string | Uint8Array, { encoding, readAs = 'cp1252' }: TextSource): Decoded | undefined {
  const codec = codecs[encoding];
  if (typeof value !== 'string') return codec.decode(octetsOf(value));
  if (!value.includes(lostCharacter)) {
    const octets = octetsBehind(value, readAs);
    return octets === undefined ? undefined : codec.decode(octets);
  }
  const pieces = value.split(lostCharacter).map((piece) => octetsBehind(piece, readAs));
  let text = '';
  let unreadable = 0;
  for (const [index, piece] of pieces.entries()) {
    if (piece === undefined) return undefined;
    const decoded = codec.decode(piece);
    unreadable += decoded.unreadable;
    text += (index === 0 ? '' : lostCharacter) + decoded.text;
  }
  // In UTF-8 the bytes before and behind a lost one are lost with it: one place, one sign.
  return { text: isUtf8(encoding) ? text.replaceAll(/\ufffd+/g, lostCharacter) : text, unreadable };
}

export function isUtf8(encoding: TextEncoding): boolean {
  return encoding === 'utf-8' || encoding === 'decomposed';
}

function withoutLost(text: string): string {
  return text.includes(lostCharacter) ? text.replaceAll(/\S*\ufffd\S*/g, ' ') : text;
}

function isExplainedOtherwise(value: string | Uint8Array, source: TextSource): boolean {
  if (typeof value !== 'string') return otherEncoding(octetsOf(value), source, true) !== undefined;
  return explain(value, 'unicode').convincing || otherEncoding(value, source, false) !== undefined;
}

/** Already right as it is, or not to be understood: converting it would be a guess. */
function leftAlone(value: string | Uint8Array, source: TextSource, decoded: string): Repaired {
  if (typeof value !== 'string') {
    const other = otherEncoding(octetsOf(value), source, true);
    return { text: decoded, findings: [other === undefined ? textUnexplained : textOtherEncoding(other)] };
  }
  const lost = value.includes(lostCharacter) ? [textLost] : [];
  const asItIs = explain(value, 'unicode');
  if (asItIs.convincing) return { text: composed(value), findings: [textOtherEncoding('utf-8'), ...lost] };
  const other = otherEncoding(value, source, false);
  return { text: value, findings: [other === undefined ? textUnexplained : textOtherEncoding(other), ...lost] };
}

/** Weight of the value as it stands, where that is another text: `Lê` is `Lờ` in TCVN3, and may have been right. 0: it says nothing. */
function likelihoodAsItIs(value: string | Uint8Array, text: string, { encoding }: TextSource): Weight {
  if (typeof value !== 'string' || encoding === 'viqr' || isUtf8(encoding) || symbols.test(value) || composed(value) === text) return 0;
  const { least } = explain(value, 'unicode');
  return least > westernLetters ? least : 0;
}

function lossIn(text: string, { encoding }: TextSource): Finding | undefined {
  if (text.includes(lostCharacter)) return textLost;
  return encoding !== 'viqr' && looksLost(text) ? textMaybeLost : undefined;
}

/** Quick way out: no Vietnamese word has these, and nearly every legacy value has one. */
export const symbols =
  /[\u0080-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]/;
