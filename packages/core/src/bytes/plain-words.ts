/**
 * How many of the next four bytes are ASCII that JSON writes as it stands, up to the first that is not: a control character,
 * quote, backslash, or a part of a longer character. `word` is what `getInt32(place, true)` gives: the first byte is lowest.
 */
export function plainAscii(word: number): number {
  const found = (word | (word - 0x2020_2020) | ((word ^ 0x2222_2222) - 0x0101_0101) | ((word ^ 0x5c5c_5c5c) - 0x0101_0101)) & 0x8080_8080;
  // Only behind a byte that is meant does a borrow reach the next one: the lowest is always right.
  return found === 0 ? 4 : (31 - Math.clz32(found & -found)) >> 3;
}
