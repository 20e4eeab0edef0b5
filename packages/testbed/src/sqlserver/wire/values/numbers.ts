import type { TokenWriter } from '../token-writer.ts';
import type { Fixed, TypeOf } from './encoding.ts';
import { expectBigint, expectBoolean, expectNumber, expectText } from './expected.ts';

type Simple = 'bit' | 'tinyint' | 'smallint' | 'int' | 'bigint' | 'real' | 'float' | 'money' | 'smallmoney';

function simple(fixed: number, nullable: number, bytes: number, write: Fixed['write']): Fixed {
  return { fixed, nullable, bytes, properties: [], sized: true, write };
}

export const simpleNumbers: Readonly<Record<Simple, Fixed>> = {
  bit: simple(0x32, 0x68, 1, (out, value) => out.u8(expectBoolean(value) ? 1 : 0)),
  tinyint: simple(0x30, 0x26, 1, (out, value) => out.u8(tiny(expectNumber(value)))),
  smallint: simple(0x34, 0x26, 2, (out, value) => out.i16(expectNumber(value))),
  int: simple(0x38, 0x26, 4, (out, value) => out.i32(expectNumber(value))),
  bigint: simple(0x7f, 0x26, 8, (out, value) => out.i64(expectBigint(value))),
  real: simple(0x3b, 0x6d, 4, (out, value) => out.f32(expectNumber(value))),
  float: simple(0x3e, 0x6d, 8, (out, value) => out.f64(expectNumber(value))),
  money: simple(0x3c, 0x6e, 8, (out, value) => {
    const units = BigInt(unscaled(expectText(value), 4));
    // The upper half travels first.
    out.i32(Number(units >> 32n));
    out.u32(Number(units & 0xffff_ffffn));
  }),
  smallmoney: simple(0x7a, 0x6e, 4, (out, value) => out.i32(Number(unscaled(expectText(value), 4)))),
};

/** decimal and numeric: a sign and an unsigned number of 4, 8, 12 or 16 bytes. */
export function decimalForm({ name, precision, scale }: TypeOf<'decimal' | 'numeric'>): Fixed {
  const bytes = decimalBytes(precision);
  return {
    fixed: undefined,
    nullable: name === 'decimal' ? 0x6a : 0x6c,
    bytes,
    properties: [precision, scale],
    sized: true,
    write: (out, value) => writeDecimal(out, unscaled(expectText(value), scale), bytes - 1),
  };
}

/** With the sign (MS-TDS 2.2.5.5.1.6). */
function decimalBytes(precision: number): number {
  if (precision <= 9) return 5;
  if (precision <= 19) return 9;
  return precision <= 28 ? 13 : 17;
}

function writeDecimal(out: TokenWriter, digits: string, bytes: number): void {
  const negative = digits.startsWith('-');
  out.u8(negative ? 0 : 1);
  const magnitude = negative ? digits.slice(1) : digits;
  if (magnitude.length <= 15) {
    const number = Number(magnitude);
    out.u32(number % 0x1_0000_0000);
    if (bytes > 4) out.u32(Math.floor(number / 0x1_0000_0000));
    for (let at = 8; at < bytes; at += 4) out.u32(0);
    return;
  }
  let rest = BigInt(magnitude);
  for (let at = 0; at < bytes; at += 4) {
    out.u32(Number(rest & 0xffff_ffffn));
    rest >>= 32n;
  }
}

/** '-12.50' of scale 2 → '-1250'. Throws unless all digits of the scale are there. */
function unscaled(text: string, scale: number): string {
  const dot = text.indexOf('.');
  const decimals = dot < 0 ? 0 : text.length - dot - 1;
  if (decimals !== scale) throw new TypeError(`The engine gave ${decimals} decimals where the column has ${scale}.`);
  return dot < 0 ? text : text.slice(0, dot) + text.slice(dot + 1);
}

function tiny(value: number): number {
  if (!(value >= 0 && value <= 255)) throw new RangeError('The engine gave a tinyint outside of 0 to 255.');
  return value;
}
