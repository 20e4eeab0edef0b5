import type { Writer } from '../writer.ts';

/** Digits of one number, without its sign, its point and the zeros around them; written over by the next. */
const digits = new Uint8Array(64);
const mostDigits = 40;
const zero = '0'.charCodeAt(0);
const dash = '-'.charCodeAt(0);

/** Writes plain digits as NUMBER: an exponent of 100 and pairs of digits, negative ones in complement. */
export function writeNumber(out: Writer, text: string): void {
  const isNegative = text.charCodeAt(0) === dash;
  const from = isNegative ? 1 : 0;
  const dot = text.indexOf('.', from);
  const end = dot < 0 ? text.length : dot;
  let count = 0;
  /** Zeros behind the last digit that is none. */
  let zeros = 0;
  /** Place of the first digit that is no zero. */
  let first = 0;
  for (let at = from; at < text.length; at++) {
    if (at === dot) continue;
    const digit = text.charCodeAt(at) - zero;
    if (!(digit >= 0 && digit <= 9)) throw new TypeError('A number with something other than plain digits.');
    if (digit === 0) {
      if (count > 0) zeros++;
      continue;
    }
    if (count === 0) first = at;
    if (count + zeros >= mostDigits) throw new TypeError(`A number of more than ${mostDigits} digits.`);
    for (; zeros > 0; zeros--) digits[count++] = 0;
    digits[count++] = digit;
  }
  if (count === 0) out.bytes(nought);
  // How many digits are before the point; negative for zeros behind it.
  else writePairs(out, count, first < end ? end - first : end + 1 - first, isNegative);
}

const nought = Buffer.from([0x80]);

/** An odd place of the point begins with half a pair. */
function writePairs(out: Writer, count: number, whole: number, isNegative: boolean): void {
  const exponent = Math.ceil(whole / 2);
  if (exponent > 63 || exponent < -64) throw new TypeError('A number beyond what NUMBER holds.');
  const first = whole % 2 === 0 ? 0 : -1;
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
  for (const byte of bytes.subarray(1, last)) {
    const pair = isPositive ? byte - 1 : 101 - byte;
    text += pair < 10 ? `0${pair}` : String(pair);
  }
  return isPositive ? placed(text, whole) : `-${placed(text, whole)}`;
}

/** Digits with their point, `whole` of them before it. */
function placed(text: string, whole: number): string {
  const integer = text.slice(0, Math.max(0, whole)).padEnd(whole, '0').replace(/^0+/, '');
  const fraction = ('0'.repeat(Math.max(0, -whole)) + text.slice(Math.max(0, whole))).replace(/0+$/, '');
  return `${integer === '' ? '0' : integer}${fraction === '' ? '' : `.${fraction}`}`;
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
