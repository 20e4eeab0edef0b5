import type { Finding } from '../../finding.ts';
import { composed, lostCharacter } from '../codecs/codec.ts';
import { codecs } from '../codecs/codecs.ts';
import { noFindings, textLookalike, textLost, textMaybeLost, textOtherEncoding, textUnexplained } from '../findings.ts';
import { octetsOf } from '../octets.ts';
import { explain } from './explained.ts';
import { replaceEth } from './lookalike.ts';
import { looksLost } from './lost.ts';
import { otherEncoding } from './other-encoding.ts';
import type { Repaired } from './repair.ts';

/** A value that should be Unicode already: composed, and looked at. */
export function repairUnicode(value: string | Uint8Array): Repaired {
  if (typeof value !== 'string') return repairUtf8(value);
  const text = composed(value);
  // A letter that no reading of bytes makes shows that the value is Unicode: no need to look at its words.
  const stranger = surelyUnicode.test(text) ? undefined : strangerIn(text);
  return inspected(text, stranger);
}

const surelyUnicode = /[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]/;

function repairUtf8(bytes: Uint8Array): Repaired {
  const octets = octetsOf(bytes);
  const { text, unreadable } = codecs['utf-8'].decode(octets);
  if (unreadable === 0) return inspected(text, undefined);
  const other = otherEncoding(octets, { encoding: 'utf-8' }, true);
  return { text, findings: other === undefined ? [textLost] : [textLost, textOtherEncoding(other)] };
}

function strangerIn(text: string): Finding | undefined {
  const { strange, convincing } = explain(text, 'unicode');
  if (convincing) return undefined;
  const other = otherEncoding(text, { encoding: 'utf-8' }, false);
  if (other !== undefined) return textOtherEncoding(other);
  return strange > 0 && !text.includes(lostCharacter) ? textUnexplained : undefined;
}

function inspected(given: string, stranger: Finding | undefined): Repaired {
  const text = replaceEth(given);
  const lost = text.includes(lostCharacter) ? textLost : looksLost(text) ? textMaybeLost : undefined;
  const findings = [stranger, lost, text === given ? undefined : textLookalike].filter((finding) => finding !== undefined);
  return { text, findings: findings.length === 0 ? noFindings : findings };
}
