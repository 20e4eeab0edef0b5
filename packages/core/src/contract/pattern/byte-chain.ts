/** A range of ASCII for each byte of texts of one length. */
export interface ByteChain {
  readonly lows: readonly number[];
  readonly highs: readonly number[];
}

const shortest = 4;
const highBits = 0x8080_8080 | 0;

/**
 * Whether the bytes between the two places are a text of the chain, four at a time; `undefined` for chains that are no word
 * long. Most codes are chains (`^[0-9]{12}$`): a look-up for each byte waits for the one before it, this does not.
 */
export function compileByteChain({ lows, highs }: ByteChain): ((bytes: DataView, start: number, end: number) => boolean) | undefined {
  const length = lows.length;
  if (length < shortest) return undefined;
  // The last word overlaps the one before it.
  const offsets = Int32Array.from({ length: Math.ceil(length / 4) }, (_, index) => Math.min(index * 4, length - 4));
  const lowWords = offsets.map((offset) => wordOf(lows, offset));
  // What brings a byte above its range to a high bit.
  const aboveWords = offsets.map((offset) => 0x7f7f_7f7f - wordOf(highs, offset));
  return (bytes, start, end) => {
    if (end - start !== length) return false;
    let beyond = 0;
    for (let index = 0; index < offsets.length; index++) {
      const word = bytes.getInt32(start + (offsets[index] ?? 0));
      // No byte takes from its neighbour: with its high bit set it is more than any of ASCII.
      beyond |= word | (word + (aboveWords[index] ?? 0)) | ~((word | highBits) - (lowWords[index] ?? 0));
    }
    return (beyond & highBits) === 0;
  };
}

function wordOf(bytes: readonly number[], offset: number): number {
  return Buffer.from(bytes.slice(offset, offset + 4)).readInt32BE();
}
