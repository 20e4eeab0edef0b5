import { failure, type Reading } from './failure.ts';

const notWhole = failure('type-mismatch', 'is not a whole number');
const notDecimal = failure('type-mismatch', 'is not a decimal number');
const notFinite = failure('not-representable', 'is not a finite number');
const beyondSafe = failure('out-of-range', 'lies outside ±(2^53−1); the contract must say bigint');
const beyondBigint = failure('out-of-range', 'lies outside −2^63 … 2^64−1');
const tooManyDigits = failure('out-of-range', 'has more digits than the decimal type permits');
const tooFine = failure('not-representable', 'has more digits behind the point than the decimal type permits');

const whole = /^[+-]?\d+$/;
const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/;
const special = /^[+-]?(?:nan|inf(?:inity)?)$/i;
const double = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** No leading zeros, no plus sign, no minus zero. */
function plainWhole(text: string): string {
  let start = 0;
  let negative = false;
  const first = text.charCodeAt(0);
  if (first === 43 || first === 45) {
    negative = first === 45;
    start = 1;
  }
  while (start < text.length - 1 && text.charCodeAt(start) === 48) start++;
  const digits = start === 0 ? text : text.slice(start);
  if (digits === '0') return '0';
  return negative ? `-${digits}` : digits;
}

export function readInteger(raw: string): Reading {
  if (!whole.test(raw)) return special.test(raw) ? notFinite : notWhole;
  const text = plainWhole(raw);
  if (text.length <= 15) return text;
  return Number.isSafeInteger(Number(text)) && BigInt(text) === BigInt(Number(text)) ? text : beyondSafe;
}

export function readBigint(raw: string): Reading {
  if (!whole.test(raw)) return special.test(raw) ? notFinite : notWhole;
  const text = plainWhole(raw);
  if (text.length <= 18) return text;
  if (text.length > 20) return beyondBigint;
  const value = BigInt(text);
  return value >= -9223372036854775808n && value <= 18446744073709551615n ? text : beyondBigint;
}

interface DecimalParts {
  readonly negative: boolean;
  readonly integer: string;
  readonly fraction: string;
}

/** Exact decimal in normal form: no exponent, no leading zeros, no zeros behind the last digit of the fraction. */
export function readDecimal(raw: string, precision: number, scale: number): Reading {
  const parts = splitDecimal(raw);
  if (parts === undefined) return special.test(raw) ? notFinite : notDecimal;
  const { negative, integer, fraction } = parts;
  if (fraction.length > scale) return tooFine;
  if (integer.length > precision - scale) return tooManyDigits;
  const magnitude = fraction === '' ? integer || '0' : `${integer || '0'}.${fraction}`;
  return negative && magnitude !== '0' ? `-${magnitude}` : magnitude;
}

function splitDecimal(raw: string): DecimalParts | undefined {
  const found = decimal.exec(raw);
  if (found === null) return undefined;
  const [, sign, wholeDigits = '', fractionDigits = '', exponent] = found;
  if (wholeDigits === '' && fractionDigits === '') return undefined;
  const moved =
    exponent === undefined ? { integer: wholeDigits, fraction: fractionDigits } : movePoint(wholeDigits, fractionDigits, Number(exponent));
  return { negative: sign === '-', integer: withoutLeadingZeros(moved.integer), fraction: withoutTrailingZeros(moved.fraction) };
}

function movePoint(integer: string, fraction: string, exponent: number): { readonly integer: string; readonly fraction: string } {
  if (exponent >= 0) {
    const moved = fraction.padEnd(exponent, '0');
    return { integer: integer + moved.slice(0, exponent), fraction: moved.slice(exponent) };
  }
  const moved = integer.padStart(-exponent, '0');
  return { integer: moved.slice(0, moved.length + exponent), fraction: moved.slice(moved.length + exponent) + fraction };
}

function withoutLeadingZeros(digits: string): string {
  return digits.startsWith('0') ? digits.replace(/^0+/, '') : digits;
}

function withoutTrailingZeros(digits: string): string {
  return digits.endsWith('0') ? digits.replace(/0+$/, '') : digits;
}

/** The shortest text of the double, as RFC 8785 says. */
export function readDouble(raw: string): Reading {
  if (!double.test(raw)) return special.test(raw) ? notFinite : notDecimal;
  return doubleText(Number(raw));
}

export function doubleText(value: number): Reading {
  if (!Number.isFinite(value)) return notFinite;
  return value === 0 ? '0' : String(value);
}

/** A JavaScript number that must be a whole one. */
export function wholeText(value: number): Reading {
  if (!Number.isInteger(value)) return Number.isFinite(value) ? notWhole : notFinite;
  return Number.isSafeInteger(value) ? (value === 0 ? '0' : String(value)) : beyondSafe;
}

/** Compares two decimals or whole numbers in normal form, exactly. */
export function compareDecimals(left: string, right: string): number {
  const leftNegative = left.charCodeAt(0) === 45;
  const rightNegative = right.charCodeAt(0) === 45;
  if (leftNegative !== rightNegative) return leftNegative ? -1 : 1;
  const order = compareMagnitudes(leftNegative ? left.slice(1) : left, rightNegative ? right.slice(1) : right);
  return leftNegative ? -order : order;
}

function compareMagnitudes(left: string, right: string): number {
  const leftPoint = left.indexOf('.');
  const rightPoint = right.indexOf('.');
  const leftWhole = leftPoint < 0 ? left : left.slice(0, leftPoint);
  const rightWhole = rightPoint < 0 ? right : right.slice(0, rightPoint);
  if (leftWhole.length !== rightWhole.length) return leftWhole.length - rightWhole.length;
  if (leftWhole !== rightWhole) return leftWhole < rightWhole ? -1 : 1;
  const leftFraction = leftPoint < 0 ? '' : left.slice(leftPoint + 1);
  const rightFraction = rightPoint < 0 ? '' : right.slice(rightPoint + 1);
  return leftFraction === rightFraction ? 0 : leftFraction < rightFraction ? -1 : 1;
}
