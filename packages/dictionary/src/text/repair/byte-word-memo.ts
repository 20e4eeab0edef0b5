import { type Octets, octetsAt } from '../octets.ts';
import type { Word } from './word.ts';

/** Words that were looked at, by their bytes. Bounded: a column of ever new words empties it now and then. */
export interface ByteWordMemo {
  at(bytes: DataView, start: number, end: number): Word;
}

const mostWords = 16_384;
/** Nearly all, also of a legacy text in UTF-8, where each letter with a mark takes two: a look-up compares numbers and makes no string. */
const shortWord = 12;

/** `study` looks at a word that was not met before. */
export function createByteWordMemo(study: (octets: Octets) => Word): ByteWordMemo {
  // Open addressing, at most half full. A slot has a word's bytes as three numbers, and in one their count and its place in the list: 0 is free.
  let slots = 1024;
  let keys = new Int32Array(slots * 4);
  let words: Word[] = [];
  let long = new Map<Octets, Word>();
  const slotOf = (first: number, second: number, third: number, length: number): number => {
    const mask = slots - 1;
    const mixed = Math.imul(first, 0x9e37_79b1 | 0) ^ Math.imul(second, 0x85eb_ca6b | 0) ^ Math.imul(third, 0xc2b2_ae35 | 0);
    for (let slot = (mixed ^ (mixed >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 4;
      const known = keys[at + 3] ?? 0;
      if (known === 0) return at;
      if ((known & 15) === length && keys[at] === first && keys[at + 1] === second && keys[at + 2] === third) return at;
    }
  };
  const grow = (): void => {
    const old = keys;
    slots *= 2;
    keys = new Int32Array(slots * 4);
    for (let at = 0; at < old.length; at += 4) {
      const [first = 0, second = 0, third = 0, known = 0] = old.subarray(at, at + 4);
      if (known !== 0) keys.set([first, second, third, known], slotOf(first, second, third, known & 15));
    }
  };
  const learn = (octets: Octets, first: number, second: number, third: number): Word => {
    const word = study(octets);
    // Most words of a column come back at once: to forget all of them costs less than to know which were used.
    if (words.length === mostWords) {
      keys.fill(0);
      words = [];
    } else if (words.length * 2 >= slots) grow();
    keys.set([first, second, third, (words.length << 4) | octets.length], slotOf(first, second, third, octets.length));
    words.push(word);
    return word;
  };
  const ofLong = (octets: Octets): Word => {
    const known = long.get(octets);
    if (known !== undefined) return known;
    if (long.size === mostWords) long = new Map();
    const word = study(octets);
    long.set(octets, word);
    return word;
  };
  return {
    at(bytes, start, end) {
      const length = end - start;
      // So many bytes are read, also behind the word.
      if (length > shortWord || start + shortWord > bytes.byteLength) return ofLong(octetsAt(bytes, start, end));
      const first = wordAt(bytes, start, end);
      const second = length <= 4 ? 0 : wordAt(bytes, start + 4, end);
      const third = length <= 8 ? 0 : wordAt(bytes, start + 8, end);
      const known = keys[slotOf(first, second, third, length) + 3] ?? 0;
      return known === 0 ? learn(octetsAt(bytes, start, end), first, second, third) : (words[known >> 4] ?? ofLong(''));
    },
  };
}

/** Four bytes, those behind the end as zeros; at least one is before it. */
function wordAt(bytes: DataView, at: number, end: number): number {
  const missing = at + 4 - end;
  return missing <= 0 ? bytes.getInt32(at, true) : bytes.getInt32(at, true) & (-1 >>> (8 * missing));
}
