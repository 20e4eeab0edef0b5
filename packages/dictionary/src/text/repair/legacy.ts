import type { Finding } from '../../finding.ts';
import { composed, type Decoded, lostCharacter } from '../codecs/codec.ts';
import { codecs } from '../codecs/codecs.ts';
import type { TextSource } from '../encodings.ts';
import {
  noFindings,
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
import { explain } from './explained.ts';
import { looksLost } from './lost.ts';
import { otherEncoding } from './other-encoding.ts';
import { recase } from './recase.ts';
import type { Repaired } from './repair.ts';

/** A value of a legacy encoding, or of UTF-8 that was read as something else: decoded once, and only if that explains it. */
export function repairLegacy(value: string | Uint8Array, source: TextSource): Repaired {
  const decoded = decodeValue(value, source);
  if (decoded === undefined) return leftAlone(value, source, '');
  const { encoding } = source;
  const cased = encoding === 'tcvn3' ? recase(decoded.text) : { text: decoded.text, unsure: false };
  const { words, strange } = explain(withoutLost(cased.text), encoding === 'utf-8' ? 'unicode' : 'decoded');
  // UTF-8 in which sequences broke off is still UTF-8; a byte that a table does not have speaks against the table.
  const unreadable = encoding === 'utf-8' ? words === 0 && decoded.unreadable > 0 : decoded.unreadable > 0;
  if (unreadable || (strange > 0 && isExplainedOtherwise(value, source)) || (words > 0 && strange === words)) {
    return leftAlone(value, source, decoded.text);
  }
  const notes: (Finding | undefined)[] = [
    strange > 0 ? textUnusual : undefined,
    cased.text === decoded.text ? undefined : textRecased,
    cased.unsure ? textCaseUnknown : undefined,
    isAmbiguous(value, cased.text, source) ? textAmbiguous : undefined,
    lossIn(cased.text, source),
  ];
  const findings = notes.filter((finding) => finding !== undefined);
  return { text: cased.text, findings: findings.length === 0 ? noFindings : findings };
}

/** `undefined`: a character of the string cannot have been a byte. What the driver had lost stays lost, in its place. */
function decodeValue(value: string | Uint8Array, { encoding, readAs = 'cp1252' }: TextSource): Decoded | undefined {
  const codec = codecs[encoding];
  if (typeof value !== 'string') return codec.decode(octetsOf(value));
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
  return { text: encoding === 'utf-8' ? text.replaceAll(/\ufffd+/g, lostCharacter) : text, unreadable };
}

function withoutLost(text: string): string {
  return text.replaceAll(/\S*\ufffd\S*/g, ' ');
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

/** `Lê` is `Lờ` in TCVN3: a short value may be right already. */
function isAmbiguous(value: string | Uint8Array, text: string, { encoding }: TextSource): boolean {
  if (typeof value !== 'string' || value === text || encoding === 'viqr' || encoding === 'utf-8') return false;
  return !symbols.test(value) && explain(value, 'unicode').convincing && composed(value) !== text;
}

/** Quick way out: no Vietnamese word has these, and nearly every legacy value has one. */
const symbols = /[\u0080-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]/;

function lossIn(text: string, { encoding }: TextSource): Finding | undefined {
  if (text.includes(lostCharacter)) return textLost;
  return encoding !== 'viqr' && looksLost(text) ? textMaybeLost : undefined;
}
