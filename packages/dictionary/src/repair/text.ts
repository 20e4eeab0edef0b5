import { type LegacyText, nearest, type TextRepair } from '@lienthong/core';
import type { Detection } from '../text/detection/detection.ts';
import { encodings, type Reading, readings } from '../text/encodings.ts';
import { repairText } from '../text/repair/repair.ts';
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
  const column = { encoding, readAs };
  return {
    keepsAscii: encoding !== 'viqr',
    repair(value, notes) {
      const { text, findings } = repairText(value, column);
      if (text !== value && isConverted(value, text)) notes.push(textDecoded);
      for (const one of findings) notes.push(one);
      return text;
    },
  };
}

const utf8 = new TextEncoder();

/** Bytes are always decoded: converted are those that do not say the same in UTF-8. */
function isConverted(value: string | Uint8Array, text: string): boolean {
  if (typeof value === 'string') return true;
  const same = utf8.encode(text);
  return same.length !== value.length || same.some((byte, index) => byte !== value[index]);
}
