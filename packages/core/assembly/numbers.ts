import { copy } from './bytes';

/** Whether the bytes are a whole number in normal form with at most so many digits: no plus, no leading zero, no minus zero. */
export function isWhole(from: usize, end: usize, digits: i32): bool {
  if (from === end) return false;
  const first = load<u8>(from) === 45 ? from + 1 : from;
  const count = <i32>(end - first);
  if (count < 1 || count > digits) return false;
  if (load<u8>(first) === 48) return count === 1 && first === from;
  return areDigits(first, end);
}

function areDigits(from: usize, end: usize): bool {
  for (let at = from; at < end; at++) if (<u8>(load<u8>(at) - 48) > 9) return false;
  return true;
}

/** Where a plain decimal ends without the zeros behind it; 0 when it is not plain or does not fit. */
export function decimalEnd(from: usize, end: usize, wholeDigits: i32, scale: i32): usize {
  if (from === end) return 0;
  const first = load<u8>(from) === 45 ? from + 1 : from;
  let dot = first;
  while (dot < end && load<u8>(dot) !== 46) dot++;
  if (dot === first || !areDigits(first, dot)) return 0;
  const isZero = load<u8>(first) === 48;
  // A zero before the point is no digit of it, and stands alone.
  if (isZero ? dot > first + 1 : <i32>(dot - first) > wholeDigits) return 0;
  const behind = fractionEnd(dot, end, scale);
  // Minus zero is zero: left to the reader of texts.
  return isZero && behind === dot && first > from ? 0 : behind;
}

/** Where digits behind a point end without the last zeros, and the point itself if nothing is left of them. */
export function fractionEnd(dot: usize, end: usize, permitted: i32): usize {
  if (dot === end) return end;
  if (load<u8>(dot) !== 46 || dot + 1 === end || !areDigits(dot + 1, end)) return 0;
  let behind = end;
  while (load<u8>(behind - 1) === 48) behind--;
  if (<i32>(behind - dot) - 1 > permitted) return 0;
  return behind === dot + 1 ? dot : behind;
}

/**
 * A double as a JSON number. Up to 15 digits without exponent are the shortest text of their double already, unless JavaScript would
 * write them with an exponent.
 */
export function writeDouble(from: usize, end: usize, to: usize): usize {
  if (end - from > 16) return 0;
  const behind = decimalEnd(from, end, 15, 15);
  if (behind === 0 || behind - from > 15) return 0;
  const first = load<u8>(from) === 45 ? from + 1 : from;
  if (load<u8>(first) === 48 && behind - first > 6) return 0;
  return copy(from, behind, to);
}

/** `t` and `1`, `f` and `0`. */
export function writeBoolean(from: usize, end: usize, to: usize): usize {
  if (end - from !== 1) return 0;
  const byte = load<u8>(from);
  if (byte === 116 || byte === 49) {
    store<u32>(to, 0x6575_7274);
    return to + 4;
  }
  if (byte !== 102 && byte !== 48) return 0;
  store<u32>(to, 0x736c_6166);
  store<u8>(to + 4, 101);
  return to + 5;
}
