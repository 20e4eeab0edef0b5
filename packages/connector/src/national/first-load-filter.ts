import { type Floor, isBelow } from '@lienthong/core/national';

/** What was written to a ledger since it was empty: what it does not know is not there, and need not be looked for. */
export interface FirstLoadFilter {
  /** The record whose digest stands at `at`. */
  add(digests: Uint8Array, at: number): void;
  /** Where an entry stood that was written, or the lowest of several. */
  addPlace(place: Floor): void;
  /** Wrongly true for some, and for the more the fuller it is: three in a hundred with four million records. */
  mayHave(digests: Uint8Array, at: number): boolean;
  /** Whether an entry lay below `floor` when it was written. */
  hadBelow(floor: Floor): boolean;
}

/** Four megabytes. */
const bits = 2 ** 25;

/** A Bloom filter. Digests are as good as random: their own bytes say which bits are theirs. */
export function createFirstLoadFilter(): FirstLoadFilter {
  const words = new Uint32Array(bits / 32);
  const bitAt = (digests: Uint8Array, at: number): number =>
    ((digests[at] ?? 0) | ((digests[at + 1] ?? 0) << 8) | ((digests[at + 2] ?? 0) << 16) | ((digests[at + 3] ?? 0) << 24)) & (bits - 1);
  let lowest: Floor | undefined;
  return {
    add(digests, at) {
      for (let place = at; place < at + 12; place += 4) {
        const bit = bitAt(digests, place);
        words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
      }
    },
    addPlace({ epoch, version }) {
      if (lowest === undefined || isBelow({ epoch, version }, lowest)) lowest = { epoch, version };
    },
    mayHave(digests, at) {
      for (let place = at; place < at + 12; place += 4) {
        const bit = bitAt(digests, place);
        if (((words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
      }
      return true;
    },
    hadBelow: (floor) => lowest !== undefined && isBelow(lowest, floor),
  };
}
