import { type Finding, noFindings } from '../../finding.ts';
import { composed, lostCharacter } from '../codecs/codec.ts';
import { codecs } from '../codecs/codecs.ts';
import type { TextSource } from '../encodings.ts';
import { textAmbiguous, textLookalike, textLost, textMaybeLost, textOtherEncoding, textUnexplained } from '../findings.ts';
import { octetsOf } from '../octets.ts';
import { explain } from './explained.ts';
import { replaceEth } from './lookalike.ts';
import { looksLost } from './lost.ts';
import { otherEncoding } from './other-encoding.ts';
import type { Repaired } from './repair.ts';

/**
 * A value that should be Unicode already: composed, and looked at. `doubtful`: its column holds other encodings as well, so that it
 * does not say much when a short value looks right.
 */
export function repairUnicode(value: string | Uint8Array, doubtful: boolean): Repaired {
  if (typeof value !== 'string') return repairUtf8(value);
  const text = composed(value);
  // A letter that no reading of bytes makes shows that the value is Unicode: no need to look at its words.
  const stranger = surelyUnicode.test(text) ? undefined : strangerIn(text, doubtful);
  return inspected(text, stranger);
}

export const surelyUnicode = /[ĩũĨŨ\u1ea0-\u1ef9]/;

function repairUtf8(bytes: Uint8Array): Repaired {
  const octets = octetsOf(bytes);
  const { text, unreadable } = codecs['utf-8'].decode(octets);
  if (unreadable === 0) return inspected(text, undefined);
  const other = otherEncoding(octets, { encoding: 'utf-8' }, true);
  return { text, findings: other === undefined ? [textLost] : [textLost, textOtherEncoding(other)] };
}

/** As strings that were read as Windows-1258 and are not of it. */
const read1258: TextSource = { encoding: 'cp1258', readAs: 'cp1258' };

function strangerIn(text: string, doubtful: boolean): Finding | undefined {
  const { words, strange, convincing } = explain(text, 'unicode');
  // Without a word that is not ASCII there is nothing that another encoding could explain.
  if (words === 0 || (convincing && !doubtful)) return undefined;
  const other = otherEncoding(text, { encoding: 'utf-8' }, false) ?? (strange > 0 ? otherEncoding(text, read1258, false) : undefined);
  if (convincing) return other === undefined ? undefined : textAmbiguous;
  if (other !== undefined) return textOtherEncoding(other);
  return strange > 0 && !text.includes(lostCharacter) ? textUnexplained : undefined;
}

function inspected(given: string, stranger: Finding | undefined): Repaired {
  const text = replaceEth(given);
  const lost = text.includes(lostCharacter) ? textLost : looksLost(text) ? textMaybeLost : undefined;
  const findings = [stranger, lost, text === given ? undefined : textLookalike].filter((finding) => finding !== undefined);
  return { text, findings: findings.length === 0 ? noFindings : findings };
}
