import { type Octets, octetsAt } from '../octets.ts';
import type { Word } from './word.ts';

/** Words that were looked at, by their bytes. Bounded: a column of ever new words empties it now and then. */
export interface ByteWordMemo {
  at(bytes: DataView, start: number, end: number): Word;
}

const mostWords = 16_384;
/** Nearly all: a look-up compares two numbers and makes no string. */
const shortWord = 8;

/** `study` looks at a word that was not met before. */
export function createByteWordMemo(study: (octets: Octets) => Word): ByteWordMemo {
  // Open addressing, at most half full. A slot has a word's bytes as two numbers, their count (0 is free) and its place in the list.
  let slots = 1024;
  let keys = new Int32Array(slots * 4);
  let words: Word[] = [];
  let long = new Map<Octets, Word>();
  const slotOf = (first: number, second: number, length: number): number => {
    const mask = slots - 1;
    const mixed = Math.imul(first, 0x9e37_79b1 | 0) ^ Math.imul(second, 0x85eb_ca6b | 0);
    for (let slot = (mixed ^ (mixed >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 4;
      const known = keys[at + 2];
      if (known === 0 || (known === length && keys[at] === first && keys[at + 1] === second)) return slot;
    }
  };
  const grow = (): void => {
    const old = keys;
    slots *= 2;
    keys = new Int32Array(slots * 4);
    for (let at = 0; at < old.length; at += 4) {
      const [first = 0, second = 0, length = 0, index = 0] = old.subarray(at, at + 4);
      if (length > 0) keys.set([first, second, length, index], slotOf(first, second, length) * 4);
    }
  };
  const learn = (octets: Octets, first: number, second: number): Word => {
    const word = study(octets);
    // Most words of a column come back at once: to forget all of them costs less than to know which were used.
    if (words.length === mostWords) {
      keys.fill(0);
      words = [];
    } else if (words.length * 2 >= slots) grow();
    keys.set([first, second, octets.length, words.length], slotOf(first, second, octets.length) * 4);
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
      // Eight bytes are read, also behind the word.
      if (length > shortWord || start + shortWord > bytes.byteLength) return ofLong(octetsAt(bytes, start, end));
      const first = length >= 4 ? bytes.getInt32(start, true) : bytes.getInt32(start, true) & (-1 >>> (8 * (4 - length)));
      const second = length <= 4 ? 0 : bytes.getInt32(start + 4, true) & (-1 >>> (8 * (8 - length)));
      const slot = slotOf(first, second, length) * 4;
      return keys[slot + 2] === 0 ? learn(octetsAt(bytes, start, end), first, second) : (words[keys[slot + 3] ?? 0] ?? ofLong(''));
    },
  };
}
