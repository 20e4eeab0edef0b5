/** The same bytes, for reading and writing words. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/**
 * Copies bytes to a place of `to` and gives the place behind them. Four at a time: for short texts less than half the time of
 * a loop over bytes, and of a call out of JavaScript for those below a few hundred. Nothing is written outside of the place.
 */
export function copyWords(from: DataView, start: number, end: number, to: DataView, at: number): number {
  const last = end - 4;
  if (last < start) {
    for (let place = start; place < end; place++) to.setUint8(at + place - start, from.getUint8(place));
    return at + end - start;
  }
  const shift = at - start;
  for (let place = start; place < last; place += 4) to.setInt32(place + shift, from.getInt32(place));
  // Overlaps the word before it.
  to.setInt32(last + shift, from.getInt32(last));
  return end + shift;
}

/** Below so many bytes a loop over words is faster than a copy out of JavaScript. */
const shortBytes = 512;

/** Copies bytes of any number, and makes no object for a few. */
export function copyBytes(from: DataView, start: number, end: number, to: DataView, at: number): number {
  if (end - start < shortBytes) return copyWords(from, start, end, to, at);
  const length = end - start;
  new Uint8Array(to.buffer, to.byteOffset + at, length).set(new Uint8Array(from.buffer, from.byteOffset + start, length));
  return at + length;
}
