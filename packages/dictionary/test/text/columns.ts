import { encodeText } from '../../src/text/decode-text.ts';
import type { Reading, TextEncoding } from '../../src/text/encodings.ts';
import { readBytesAs } from '../../src/text/read-bytes.ts';
import { createRandom, type Random } from './random.ts';

export interface Column {
  /** As it should come out. */
  readonly texts: readonly string[];
  /** As a driver gives it. */
  readonly values: readonly string[] | readonly Uint8Array[];
}

export function texts(make: (random: Random) => string, size: number, seed: number): readonly string[] {
  const random = createRandom(seed);
  return Array.from({ length: size }, () => make(random).normalize('NFC'));
}

/** `reading` undefined: the bytes themselves. What the encoding cannot hold is kept out of the column. */
export function dirty(right: readonly string[], encoding: TextEncoding, reading: Reading | undefined): Column {
  const kept = right.filter((text) => encodeText(text, encoding).findings.every(({ code }) => code === 'text-case-lost'));
  const bytes = kept.map((text) => encodeText(text, encoding).bytes);
  return { texts: kept, values: reading === undefined ? bytes : bytes.map((one) => readBytesAs(one, reading)) };
}
