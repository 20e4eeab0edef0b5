const backslash = 92;

/** What stands behind the backslash of JSON's short escapes, and what it means; quote and backslash mean themselves. */
const meanings = new Uint8Array(256).map((_, byte) => byte);
for (const [letter, meaning] of ['b\b', 'f\f', 'n\n', 'r\r', 't\t']) meanings[letter?.charCodeAt(0) ?? 0] = meaning?.charCodeAt(0) ?? 0;

/** Writes the inside of a JSON string with no escapes but the short ones as plain text, and gives the place behind it. */
export function writeUnescaped(from: DataView, start: number, end: number, to: DataView, at: number): number {
  let place = at;
  for (let index = start; index < end; index++) {
    const byte = from.getUint8(index);
    to.setUint8(place++, byte === backslash ? (meanings[from.getUint8(++index)] ?? 0) : byte);
  }
  return place;
}
