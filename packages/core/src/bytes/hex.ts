/** Of each byte its two hexadecimal digits, as a number of two bytes. */
const digits = Uint16Array.from({ length: 256 }, (_, byte) => Buffer.from(byte.toString(16).padStart(2, '0')).readUInt16BE());

/** Writes bytes as hexadecimal digits at a place of `to` and gives the place behind them; for some dozens of them. */
export function writeHex(from: Uint8Array, start: number, end: number, to: DataView, at: number): number {
  let place = at;
  for (let byte = start; byte < end; byte++, place += 2) to.setUint16(place, digits[from[byte] ?? 0] ?? 0);
  return place;
}
