import { type Floor, isBelow } from '@lienthong/core/national';
import type { Recorded } from './ledger-entry.ts';

/** What was written to a ledger since it was empty: what it does not know is not there, and need not be looked for. */
export interface FirstLoadFilter {
  add(recorded: Recorded): void;
  /** Wrongly true for some, and for the more the fuller it is: three in a hundred with four million records. */
  mayHave(digest: Uint8Array): boolean;
  /** Whether an entry lay below `floor` when it was written. */
  hadBelow(floor: Floor): boolean;
}

/** Four megabytes. */
const bits = 2 ** 25;

/** A Bloom filter. Digests are as good as random: their own bytes say which bits are theirs. */
export function createFirstLoadFilter(): FirstLoadFilter {
  const words = new Uint32Array(bits / 32);
  const bitAt = (digest: Uint8Array, at: number): number =>
    ((digest[at] ?? 0) | ((digest[at + 1] ?? 0) << 8) | ((digest[at + 2] ?? 0) << 16) | ((digest[at + 3] ?? 0) << 24)) & (bits - 1);
  let lowest: Floor | undefined;
  return {
    add({ digest, entry }) {
      if (lowest === undefined || isBelow(entry, lowest)) lowest = entry;
      for (let at = 0; at < 12; at += 4) {
        const bit = bitAt(digest, at);
        words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
      }
    },
    mayHave(digest) {
      for (let at = 0; at < 12; at += 4) {
        const bit = bitAt(digest, at);
        if (((words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
      }
      return true;
    },
    hadBelow: (floor) => lowest !== undefined && isBelow(lowest, floor),
  };
}
