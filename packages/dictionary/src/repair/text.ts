import { type LegacyText, nearest, type TextRepair, viewOf } from '@lienthong/core';
import type { Finding } from '../finding.ts';
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
    overBytes: {
      write: (bytes, start, end, out, at) => repairer.writeUtf8(bytes, start, end, out, at),
      get noted() {
        return withDecoded(repairer.found);
      },
    },
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

/** What is noted of a value that was converted. */
function withDecoded(found: readonly Finding[]): readonly Finding[] {
  if (found.length === 0) return decoded;
  const known = decodedWith.get(found);
  if (known !== undefined) return known;
  const all = [textDecoded, ...found];
  decodedWith.set(found, all);
  return all;
}

const decoded: readonly Finding[] = [textDecoded];
const decodedWith = new WeakMap<readonly Finding[], readonly Finding[]>();

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Bytes are always decoded: converted are those that do not say the same in UTF-8. */
function isUtf8Of(value: Uint8Array, text: string): boolean {
  const same = encoder.encode(text);
  return same.length === value.length && same.every((byte, index) => byte === value[index]);
}
