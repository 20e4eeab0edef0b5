import { type Finding, noFindings } from '../../finding.ts';
import type { Detection } from '../detection/detection.ts';
import type { TextSource } from '../encodings.ts';
import { repairLegacy } from './legacy.ts';
import { repairUnicode } from './unicode.ts';

export interface Repaired {
  /** NFC; but a value that nothing explains is left as it came. */
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** Printable ASCII without a question mark. */
export const plain = /^[\t\n\r\x20-\x3e\x40-\x7e]*$/;

/**
 * One value of a column whose encoding is known or was detected. A value that the encoding does not explain is left as it is, with a
 * finding. In a column that is `ascii`, `mixed` or `unknown` nothing is converted, only looked at.
 */
export function repairText(value: string | Uint8Array, column: TextSource | Pick<Detection, 'encoding' | 'readAs'>): Repaired {
  const { encoding, readAs } = column;
  // Most values of most columns; the question mark is looked at below. VIQR alone hides in such text.
  if (typeof value === 'string' && encoding !== 'viqr' && plain.test(value)) return { text: value, findings: noFindings };
  if (encoding === 'mixed' || encoding === 'unknown') return repairUnicode(value, true);
  if (encoding === 'ascii' || isUnicode({ encoding, readAs })) return repairUnicode(value, false);
  return repairLegacy(value, { encoding, readAs });
}

/** Whether the values of the column are to be right as they stand. */
export function isUnicode({ encoding, readAs }: TextSource): boolean {
  return readAs === undefined && (encoding === 'utf-8' || encoding === 'decomposed');
}
