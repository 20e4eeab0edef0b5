import { copy } from './bytes';
import { fractionEnd } from './numbers';

/** Bears a high bit where a byte is more than nine. */
function overNine(word: u64): u64 {
  return word | (word + 0x7676_7676_7676_7676);
}

const highBits: u64 = 0x8080_8080_8080_8080;

/** `YYYY-MM-DD`, a day of the calendar; reads ten bytes in any case. */
export function isDate(at: usize): bool {
  const word = load<u64>(at) ^ 0x2d30_302d_3030_3030;
  const last = <u64>load<u16>(at + 8) ^ 0x3030;
  if ((word & 0xff00_00ff_0000_0000) !== 0 || ((overNine(word) | overNine(last)) & highBits) !== 0) return false;
  const year = 1000 * <i32>(word & 255) + 100 * <i32>((word >> 8) & 255) + twoDigits(word >> 16);
  const month = twoDigits(word >> 40);
  const day = twoDigits(last);
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysOf(year, month));
}

/** The number of the two lowest digits. */
function twoDigits(word: u64): i32 {
  return 10 * <i32>(word & 255) + <i32>((word >> 8) & 255);
}

function daysOf(year: i32, month: i32): i32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** `HH:MM:SS`; reads eight bytes in any case. */
export function isSecond(at: usize): bool {
  const word = load<u64>(at) ^ 0x3030_3a30_303a_3030;
  if ((word & 0x0000_ff00_00ff_0000) !== 0 || (overNine(word) & highBits) !== 0) return false;
  return twoDigits(word) <= 23 && twoDigits(word >> 24) <= 59 && twoDigits(word >> 48) <= 59;
}

// Databases write at most twelve digits of a second; of more the reader of texts knows what to think.
export function secondEnd(from: usize, end: usize, fraction: i32): usize {
  return end - from > 13 ? 0 : fractionEnd(from, end, fraction);
}

/** `YYYY-MM-DD HH:MM:SS[.f]`, blank or `T` between, without the closing quote. */
export function writeMoment(from: usize, end: usize, fraction: i32, to: usize): usize {
  if (end - from < 19) return 0;
  const between = load<u8>(from + 10);
  if ((between !== 32 && between !== 84) || !isDate(from) || !isSecond(from + 11)) return 0;
  const digits = secondEnd(from + 19, end, fraction);
  if (digits === 0) return 0;
  store<u8>(to, 34);
  const behind = copy(from, digits, to + 1);
  store<u8>(to + 11, 84);
  return behind;
}

/** Bytes of `+00` or `Z` behind a time: what a session in UTC prints. 0: there is neither. */
export function suffixOf(from: usize, end: usize): usize {
  if (end - from < 20) return 0;
  if (load<u8>(end - 1) === 90) return 1;
  return load<u8>(end - 1) === 48 && load<u8>(end - 2) === 48 && load<u8>(end - 3) === 43 ? 3 : 0;
}
