import { putByte, putInteger, reserve, type TextOut } from './text-out.ts';

const bytesOfDigits = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4];
const groupDigits = 9;

export function decimalBytes(precision: number, scale: number): number {
  const whole = precision - scale;
  return (
    Math.floor(whole / groupDigits) * 4 +
    (bytesOfDigits[whole % groupDigits] ?? 0) +
    Math.floor(scale / groupDigits) * 4 +
    (bytesOfDigits[scale % groupDigits] ?? 0)
  );
}

/** Big-endian groups of nine digits; the first bit is the sign's, and a negative number has all bits turned. */
export function putDecimal(out: TextOut, from: Buffer, at: number, precision: number, scale: number): void {
  const negative = ((from[at] ?? 0) & 0x80) === 0;
  const flip = negative ? 0xff : 0;
  let place = at;
  let first = 0x80;
  const take = (count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index++) {
      value = value * 256 + ((from[place++] ?? 0) ^ flip ^ first);
      first = 0;
    }
    return value;
  };
  reserve(out, precision + 4);
  if (negative) putByte(out, 0x2d);
  const whole = precision - scale;
  let started = false;
  const putWhole = (value: number): void => {
    if (started) putInteger(out, value, groupDigits);
    else if (value > 0) {
      putInteger(out, value);
      started = true;
    }
  };
  if (whole % groupDigits > 0) putWhole(take(bytesOfDigits[whole % groupDigits] ?? 0));
  for (let group = Math.floor(whole / groupDigits); group > 0; group--) putWhole(take(4));
  if (!started) putByte(out, 0x30);
  if (scale === 0) return;
  putByte(out, 0x2e);
  for (let group = Math.floor(scale / groupDigits); group > 0; group--) putInteger(out, take(4), groupDigits);
  if (scale % groupDigits > 0) putInteger(out, take(bytesOfDigits[scale % groupDigits] ?? 0), scale % groupDigits);
}
