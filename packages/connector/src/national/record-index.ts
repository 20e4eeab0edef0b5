import { recordBytes } from '@lienthong/core/national';

/** Finds the records of a batch by their digest; without an object for each, for there are tens of thousands. */
export interface RecordIndex {
  /** Rows come in their order. Gives the place of a record, which is `place` where no row of it from `since` on was put before. */
  put(row: number, place: number, since: number): number;
  /** Whether a record was put, whose digest may stand in another column. */
  has(digests: DigestWords, row: number): boolean;
}

/** A column of digests, as words of four bytes. */
export type DigestWords = Int32Array;

const wordsOfRecord = recordBytes / Int32Array.BYTES_PER_ELEMENT;

/** The buffer begins at a multiple of four. */
export function wordsOf({ buffer, byteOffset, length }: Buffer): DigestWords {
  return new Int32Array(buffer, byteOffset, length / Int32Array.BYTES_PER_ELEMENT);
}

/** Of `room` records at most, each by the row of `digests` that it was put with. */
export function createRecordIndex(digests: DigestWords, room: number): RecordIndex {
  // Half of them are empty at least: a search ends soon.
  const size = 2 ** Math.ceil(Math.log2(2 * room + 1));
  const rows = new Int32Array(size).fill(-1);
  const places = new Int32Array(size);
  /** Digests are as good as random: their own words say where to look. */
  const slotOf = (words: DigestWords, row: number): number => {
    let slot = (words[row * wordsOfRecord] ?? 0) & (size - 1);
    while ((rows[slot] ?? -1) >= 0 && !areSame(digests, rows[slot] ?? 0, words, row)) slot = (slot + 1) & (size - 1);
    return slot;
  };
  return {
    put(row, place, since) {
      const slot = slotOf(digests, row);
      const isThere = (rows[slot] ?? -1) >= since;
      if (!isThere) places[slot] = place;
      rows[slot] = row;
      return places[slot] ?? place;
    },
    has: (words, row) => rows[slotOf(words, row)] !== -1,
  };
}

function areSame(left: DigestWords, leftRow: number, right: DigestWords, rightRow: number): boolean {
  const [from, at] = [leftRow * wordsOfRecord, rightRow * wordsOfRecord];
  for (let word = 0; word < wordsOfRecord; word++) if (left[from + word] !== right[at + word]) return false;
  return true;
}
