import type { Writer } from '../writer.ts';

/** Digits of one number, without its sign, its point and the zeros around them; written over by the next. */
const digits = new Uint8Array(64);
const mostDigits = 40;
const [zero, dash, point] = ['0', '-', '.'].map((character) => character.charCodeAt(0)) as [number, number, number];

/** Writes plain digits as NUMBER: an exponent of 100 and pairs of digits, negative ones in complement. */
export function writeNumber(out: Writer, text: string): void {
  const isNegative = text.charCodeAt(0) === dash;
  let count = 0;
  /** Zeros behind the last digit that is none. */
  let zeros = 0;
  /** How many digits are before the point; negative for zeros behind it. */
  let whole = 0;
  let isFraction = false;
  for (let at = isNegative ? 1 : 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === point && !isFraction) {
      isFraction = true;
      continue;
    }
    const digit = code - zero;
    if (!(digit >= 0 && digit <= 9)) throw new TypeError('A number with something other than plain digits.');
    if (digit === 0) {
      if (count > 0) {
        zeros++;
        if (!isFraction) whole++;
      } else if (isFraction) whole--;
      continue;
    }
    if (count + zeros >= mostDigits) throw new TypeError(`A number of more than ${mostDigits} digits.`);
    for (; zeros > 0; zeros--) digits[count++] = 0;
    digits[count++] = digit;
    if (!isFraction) whole++;
  }
  if (count === 0) {
    out.u8(1);
    out.u8(0x80);
    return;
  }
  const exponent = Math.ceil(whole / 2);
  if (exponent > 63 || exponent < -64) throw new TypeError('A number beyond what NUMBER holds.');
  writePairs(out, count, exponent, whole % 2 !== 0, isNegative);
}

/** An odd place of the point begins with half a pair. */
function writePairs(out: Writer, count: number, exponent: number, isHalf: boolean, isNegative: boolean): void {
  const first = isHalf ? -1 : 0;
  const pairs = Math.ceil((count - first) / 2);
  // Negative ones end with a byte above all digits, so that they sort, unless they have all places.
  const end = isNegative && pairs < mostDigits / 2 ? 1 : 0;
  const at = out.reserve(2 + pairs + end);
  const { buffer } = out;
  buffer[at] = 1 + pairs + end;
  buffer[at + 1] = isNegative ? (192 + exponent) ^ 0xff : 192 + exponent;
  for (let pair = 0; pair < pairs; pair++) {
    const from = first + pair * 2;
    const value = (from < 0 ? 0 : (digits[from] ?? 0)) * 10 + (from + 1 < count ? (digits[from + 1] ?? 0) : 0);
    buffer[at + 2 + pair] = isNegative ? 101 - value : value + 1;
  }
  if (end === 1) buffer[at + 2 + pairs] = 102;
}

/** Plain digits of a NUMBER. */
export function readNumber(bytes: Buffer): string {
  const [first = 0] = bytes;
  const isPositive = (first & 0x80) !== 0;
  if (bytes.length === 1) return isPositive ? '0' : `-1${'0'.repeat(126)}`;
  const whole = ((isPositive ? first : first ^ 0xff) - 192) * 2;
  const last = !isPositive && bytes[bytes.length - 1] === 102 ? bytes.length - 1 : bytes.length;
  let text = '';
  for (let at = 1; at < last; at++) {
    const pair = isPositive ? (bytes[at] ?? 1) - 1 : 101 - (bytes[at] ?? 101);
    text += pair < 10 ? `0${pair}` : String(pair);
  }
  const integer = (whole > 0 ? text.slice(0, whole).padEnd(whole, '0') : '').replace(/^0+/, '');
  const fraction = (whole > 0 ? text.slice(whole) : '0'.repeat(-whole) + text).replace(/0+$/, '');
  return `${isPositive ? '' : '-'}${integer === '' ? '0' : integer}${fraction === '' ? '' : `.${fraction}`}`;
}

/** IEEE bits that sort as bytes: negative ones in complement. One NaN there is, and zero has no sign. */
export function writeFloat(out: Writer, value: number, bytes: 4 | 8): void {
  const at = out.reserve(bytes + 1);
  const { buffer } = out;
  const kept = value === 0 ? 0 : value;
  buffer[at] = bytes;
  if (bytes === 8) buffer.writeDoubleBE(kept, at + 1);
  else buffer.writeFloatBE(kept, at + 1);
  const sign = buffer[at + 1] ?? 0;
  if ((sign & 0x80) === 0) buffer[at + 1] = sign | 0x80;
  else for (let byte = at + 1; byte <= at + bytes; byte++) buffer[byte] = (buffer[byte] ?? 0) ^ 0xff;
}

export function readFloat(bytes: Buffer): number {
  const bits = Buffer.from(bytes);
  const sign = bits[0] ?? 0;
  if ((sign & 0x80) !== 0) bits[0] = sign & 0x7f;
  else for (let byte = 0; byte < bits.length; byte++) bits[byte] = (bits[byte] ?? 0) ^ 0xff;
  const value = bits.length === 8 ? bits.readDoubleBE(0) : bits.readFloatBE(0);
  return value === 0 ? 0 : value;
}
