import { Decimal128 } from 'bson';
import { decodeDecimal128 } from '../bson/decimal.ts';
import { bsonType, isNumeric, nameOfType } from '../bson/types.ts';
import { bytesOf, numberOf, type Value } from '../bson/value.ts';
import { valueOf } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';

/** Adds as MongoDB does: the wider type wins, and an int that overflows becomes a long. */
export function add(a: Value, b: Value, what: string): Value {
  if (!isNumeric(a.type)) throw new ServerError(14, `Cannot apply ${what} to a value of non-numeric type ${nameOfType(a.type)}`);
  if (!isNumeric(b.type)) throw new ServerError(14, `Cannot increment with non-numeric argument of type ${nameOfType(b.type)}`);
  if (a.type === bsonType.decimal || b.type === bsonType.decimal) return addDecimals(a, b);
  if (a.type === bsonType.double || b.type === bsonType.double) return doubleValue(numberOf(a, what) + numberOf(b, what));
  const sum = integerOf(a) + integerOf(b);
  if (BigInt.asIntN(64, sum) !== sum)
    throw new ServerError(2, `Failed to apply ${what} operations to current value: overflow of a 64-bit integer`);
  const isInt = a.type === bsonType.int && b.type === bsonType.int && BigInt.asIntN(32, sum) === sum;
  return valueOf(isInt ? Number(sum) : sum);
}

function doubleValue(value: number): Value {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return { type: bsonType.double, bytes, start: 0, end: 8 };
}

function integerOf(value: Value): bigint {
  return value.type === bsonType.int ? BigInt(value.bytes.readInt32LE(value.start)) : value.bytes.readBigInt64LE(value.start);
}

function addDecimals(a: Value, b: Value): Value {
  const [left, right] = [decimalOf(a), decimalOf(b)];
  if (typeof left === 'number' || typeof right === 'number') {
    const sum = Number(decimalText(a)) + Number(decimalText(b));
    return valueOf(Decimal128.fromString(String(sum)));
  }
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = (part: typeof left): bigint => (part.negative ? -1n : 1n) * part.coefficient * 10n ** BigInt(part.exponent - exponent);
  return valueOf(Decimal128.fromStringWithRounding(`${scaled(left) + scaled(right)}E${exponent}`));
}

function decimalText(value: Value): string {
  if (value.type === bsonType.decimal) return new Decimal128(bytesOf(value)).toString();
  return value.type === bsonType.double ? String(numberOf(value, '')) : String(integerOf(value));
}

function decimalOf(value: Value): ReturnType<typeof decodeDecimal128> {
  const decimal = value.type === bsonType.decimal ? value : valueOf(Decimal128.fromStringWithRounding(decimalText(value)));
  return decodeDecimal128(decimal.bytes, decimal.start);
}
