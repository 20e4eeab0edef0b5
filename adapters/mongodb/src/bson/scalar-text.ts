import { Decimal128 } from 'bson';
import { type BsonValue, bsonType } from './elements.ts';

/**
 * The text of a scalar: digits, `true`, an instant in UTC, hexadecimal digits of an ObjectId. `undefined` for what has no such text:
 * documents, arrays, bytes, and the types that exist inside MongoDB only.
 */
export function scalarText({ type, bytes, start, end }: BsonValue): string | undefined {
  switch (type) {
    case bsonType.string:
    case bsonType.symbol:
      return bytes.toString('utf8', start + 4, end - 1);
    case bsonType.int:
      return String(bytes.readInt32LE(start));
    case bsonType.long:
      return longText(bytes, start);
    case bsonType.double:
      return doubleText(bytes.readDoubleLE(start));
    case bsonType.decimal:
      return decimalText(bytes, start);
    case bsonType.bool:
      return bytes[start] === 0 ? 'false' : 'true';
    case bsonType.date:
      return instantText(bytes, start);
    case bsonType.objectId:
      return bytes.toString('hex', start, end);
    case bsonType.binData:
      return isUuid(bytes, start) ? uuidText(bytes, start + 5) : undefined;
    default:
      return undefined;
  }
}

export function longText(bytes: Buffer, at: number): string {
  const high = bytes.readInt32LE(at + 4);
  // Within the whole numbers of a double.
  if (high >= -0x20_0000 && high < 0x20_0000) return String(high * 0x1_0000_0000 + bytes.readUInt32LE(at));
  return bytes.readBigInt64LE(at).toString();
}

/** The shortest text that reads back as the same double; `-0` keeps its sign. */
export function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

export function decimalText(bytes: Buffer, at: number): string {
  return plainDecimal(bytes, at) ?? new Decimal128(Uint8Array.from(bytes.subarray(at, at + 16))).toString();
}

/** Amounts, as nearly all decimals are: a coefficient that a double holds, and a point within it or in front. */
function plainDecimal(bytes: Buffer, at: number): string | undefined {
  const low = bytes.readUInt32LE(at);
  const middle = bytes.readUInt32LE(at + 4);
  const high = bytes.readUInt32LE(at + 12);
  if (middle >= 0x20_0000 || bytes.readUInt32LE(at + 8) !== 0 || (high & 0x0001_ffff) !== 0) return undefined;
  // The bias of the exponent is 6176; the two bits for larger coefficients and special values make it one that is far off.
  const scale = 6176 - ((high >>> 17) & 0x3fff);
  if (scale < 0 || scale > 6) return undefined;
  const digits = String(middle * 0x1_0000_0000 + low);
  const sign = high >>> 31 === 0 ? '' : '-';
  if (scale === 0) return sign + digits;
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** An instant to the millisecond, `undefined` where the years of four digits end. */
export function instantText(bytes: Buffer, at: number): string | undefined {
  const milliseconds = bytes.readInt32LE(at + 4) * 0x1_0000_0000 + bytes.readUInt32LE(at);
  if (milliseconds < firstInstant || milliseconds > lastInstant) return undefined;
  return new Date(milliseconds).toISOString();
}

export const firstInstant = Date.parse('0001-01-01T00:00:00.000Z');
export const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');

/** The subtype of RFC 4122; the older one (3) has an order of bytes that each driver chose for itself. */
export function isUuid(bytes: Buffer, at: number): boolean {
  return bytes[at + 4] === 4 && bytes.readInt32LE(at) === 16;
}

function uuidText(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Where the bytes of binary data lie: subtype 2 has its length twice. */
export function binaryBounds(bytes: Buffer, start: number, end: number): readonly [number, number] {
  return [bytes[start + 4] === 2 ? start + 9 : start + 5, end];
}
