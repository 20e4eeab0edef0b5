/** A single-byte encoding as data: ASCII below, but for what `low` says. */
export interface ByteTable {
  /** The characters of the bytes 80 to FF, in order; a dot where the encoding has none. */
  readonly high: string;
  /** Capitals that took the place of control characters. */
  readonly low?: Readonly<Record<number, string>>;
  /** What is met in such data although the encoding says nothing of it: read, never written. */
  readonly tolerated?: Readonly<Record<number, string>>;
}

/**
 * Punctuation as Word types it, at its place in Windows-1252. The fonts that carried TCVN3 and VNI changed the cells of letters only;
 * no published table of them lists these cells, but UniKey's converter treats quotes and ellipsis alike in all its charsets.
 */
export const wordPunctuation: Readonly<Record<number, string>> = {
  0x82: '‚',
  0x84: '„',
  0x85: '…',
  0x91: '‘',
  0x92: '’',
  0x93: '“',
  0x94: '”',
  0x95: '•',
  0x96: '–',
  0x97: '—',
};
