/** A safe integer, in network order; gives the place behind it. */
export function writeInt64(value: number, to: DataView, at: number): number {
  const high = Math.floor(value / twoTo32);
  to.setInt32(at, high);
  to.setInt32(at + 4, value - high * twoTo32);
  return at + 8;
}

const twoTo32 = 2 ** 32;
