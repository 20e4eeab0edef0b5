/** A finite number as sign, digits and power of ten: `(-1)^negative * coefficient * 10^exponent`. */
export interface Decimal {
  readonly negative: boolean;
  readonly coefficient: bigint;
  readonly exponent: number;
}

const largestCoefficient = 10n ** 34n - 1n;

/** Decodes IEEE 754-2008 decimal128 in binary integer form; what is not finite becomes a number. */
export function decodeDecimal128(bytes: Buffer, start: number): Decimal | number {
  const low = bytes.readBigUInt64LE(start);
  const high = bytes.readBigUInt64LE(start + 8);
  const negative = high >> 63n === 1n;
  const combination = Number((high >> 58n) & 0x1fn);
  if (combination === 0x1f) return Number.NaN;
  if (combination === 0x1e) return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  // With both high bits set the coefficient would exceed 34 digits: the standard reads it as zero.
  if (combination >= 0x18) return { negative, coefficient: 0n, exponent: 0 };
  const coefficient = ((high & 0x1ffffffffffffn) << 64n) | low;
  const exponent = Number((high >> 49n) & 0x3fffn) - 6176;
  return { negative, coefficient: coefficient > largestCoefficient ? 0n : coefficient, exponent };
}

/** A double that is not farther from zero than the number, and whether it is the number. */
export function towardsZero({ coefficient, exponent }: Decimal): { readonly double: number; readonly exact: boolean } {
  const nearest = Math.min(Number(`${coefficient}e${exponent}`), Number.MAX_VALUE);
  const side = compareWithDouble(coefficient, exponent, nearest);
  return { double: side < 0 ? nextDown(nearest) : nearest, exact: side === 0 };
}

/** Compares `coefficient * 10^exponent` with a positive, finite double, exactly. */
function compareWithDouble(coefficient: bigint, exponent: number, double: number): number {
  const { mantissa, power } = binaryOf(double);
  const tens = 10n ** BigInt(Math.abs(exponent));
  const twos = 2n ** BigInt(Math.abs(power));
  const left = coefficient * (exponent > 0 ? tens : 1n) * (power < 0 ? twos : 1n);
  const right = mantissa * (power > 0 ? twos : 1n) * (exponent < 0 ? tens : 1n);
  return left < right ? -1 : left > right ? 1 : 0;
}

function bitsOf(double: number): bigint {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleLE(double);
  return bytes.readBigUInt64LE();
}

function binaryOf(double: number): { readonly mantissa: bigint; readonly power: number } {
  const bits = bitsOf(double);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return exponent === 0 ? { mantissa: fraction, power: -1074 } : { mantissa: fraction | (1n << 52n), power: exponent - 1075 };
}

function nextDown(positive: number): number {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64LE(bitsOf(positive) - 1n);
  return bytes.readDoubleLE();
}
