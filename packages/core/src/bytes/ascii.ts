import { plainAscii } from './plain-words.ts';

/**
 * Whether the bytes are text of seven bits without control characters (but tab and line ends) and without a question mark: what
 * every encoding of Vietnamese but VIQR reads alike.
 */
export function isPlainAscii(bytes: DataView, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    if (at + 4 <= end) {
      const word = bytes.getInt32(at, true);
      if (plainAscii(word) === 4 && !holdsZero(word ^ 0x3f3f_3f3f) && !holdsZero(word ^ 0x7f7f_7f7f)) {
        at += 4;
        continue;
      }
    }
    const byte = bytes.getUint8(at);
    const plain = byte >= 0x20 ? byte < 0x7f && byte !== 0x3f : byte === 9 || byte === 10 || byte === 13;
    if (!plain) return false;
    at += 1;
  }
  return true;
}

/** Borrowing makes false findings only behind a true one: whether there is any is always right. */
function holdsZero(word: number): boolean {
  return ((word - 0x0101_0101) & ~word & 0x8080_8080) !== 0;
}
