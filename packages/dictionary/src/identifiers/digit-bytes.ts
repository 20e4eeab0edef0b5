// What `text.ts` says of texts, of bytes at their place among others.

export function areDigitBytes(bytes: DataView, from: number, to: number): boolean {
  for (let place = from; place < to; place++) {
    const byte = bytes.getUint8(place);
    if (byte < 48 || byte > 57) return false;
  }
  return true;
}

/** The number that the digits say; only after `areDigitBytes`. */
export function numberAt(bytes: DataView, from: number, to: number): number {
  let value = 0;
  for (let place = from; place < to; place++) value = value * 10 + bytes.getUint8(place) - 48;
  return value;
}

/** One digit repeated, or each one more than the one before, with 0 after 9. */
export function lookTyped(bytes: DataView, from: number, to: number): boolean {
  const step = (bytes.getUint8(from + 1) - bytes.getUint8(from) + 10) % 10;
  if (step > 1) return false;
  for (let place = from + 2; place < to; place++) {
    if ((bytes.getUint8(place) - bytes.getUint8(place - 1) + 10) % 10 !== step) return false;
  }
  return true;
}
