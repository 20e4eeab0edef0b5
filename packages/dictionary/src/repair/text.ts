import { type LegacyText, nearest, type TextRepair, viewOf } from '@lienthong/core';
import type { Detection } from '../text/detection/detection.ts';
import { encodings, type Reading, readings } from '../text/encodings.ts';
import { createTextRepairer } from '../text/repair/text-repairer.ts';
import { textDecoded } from './findings.ts';

const notConverted = ['ascii', 'mixed', 'unknown'] as const;
const known: readonly Detection['encoding'][] = [...encodings, ...notConverted];

/** Text of a column by its encoding, as a step of a mapping. A text: what of the names is unknown. */
export function textRepair({ encoding: named, readAs: read }: LegacyText): TextRepair | string {
  const encoding = known.find((name) => name === named);
  if (encoding === undefined) {
    const guess = nearest(named, known);
    return `there is no encoding ${named}; ${guess === undefined ? `there are ${encodings.join(', ')}` : `did you mean ${guess}?`}`;
  }
  const readAs: Reading | undefined = readings.find((name) => name === read);
  if (read !== undefined && readAs === undefined) return `a driver reads bytes as ${readings.join(', ')}; not as ${read}`;
  const repairer = createTextRepairer({ encoding, readAs });
  return {
    keepsAscii: encoding !== 'viqr',
    repair(value, notes) {
      const repaired = typeof value === 'string' ? repairer.repair(value) : repairer.repairBytes(viewOf(value), 0, value.length);
      // Right as it stands: only bytes are told so.
      if (repaired === undefined) return typeof value === 'string' ? value : utf8.decode(value);
      if (typeof value === 'string' ? repaired.text !== value : !isUtf8Of(value, repaired.text)) notes.push(textDecoded);
      for (const one of repaired.findings) notes.push(one);
      return repaired.text;
    },
  };
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Bytes are always decoded: converted are those that do not say the same in UTF-8. */
function isUtf8Of(value: Uint8Array, text: string): boolean {
  const same = encoder.encode(text);
  return same.length === value.length && same.every((byte, index) => byte === value[index]);
}
