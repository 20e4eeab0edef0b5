import type { OracleType } from '../../engine.ts';
import type { Value } from './image.ts';

/** Text in the database's character set, as its bytes. */
export type Encode = (text: string) => Buffer;

/**
 * A value in the bytes that a block holds: what LogMiner shows, as HEXTORAW, of a row whose table its dictionary does not know.
 * Public descriptions of the internal formats agree on these.
 */
export function internalBytes(value: Value, type: OracleType, encode: Encode): Buffer {
  if (value === null) return Buffer.alloc(0);
  if (Buffer.isBuffer(value)) return value;
  if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0]);
  if (typeof value === 'number') return floatBytes(value, type.name === 'binary_float' ? 4 : 8);
  switch (type.name) {
    case 'number':
      return numberBytes(value);
    case 'date':
      return momentBytes(value).subarray(0, 7);
    case 'timestamp':
    case 'timestamp with local time zone':
    case 'timestamp with time zone':
      return trimmedFraction(momentBytes(value));
    case 'nvarchar2':
    case 'nchar':
    case 'nclob':
      return Buffer.from(value, 'utf16le').swap16();
    default:
      return encode(value);
  }
}

/** Base 100: an exponent with its sign, then digits plus one, or 101 minus them and 102 at the end below zero. */
export function numberBytes(digits: string): Buffer {
  const isNegative = digits.startsWith('-');
  const [whole = '', fraction = ''] = digits.replace(/^[+-]/, '').split('.');
  const left = whole.length % 2 === 0 ? whole : `0${whole}`;
  const right = fraction.length % 2 === 0 ? fraction : `${fraction}0`;
  const pairs = [...`${left}${right}`.matchAll(/\d\d/g)].map(([pair]) => Number(pair));
  let exponent = left.length / 2 - 1;
  while (pairs[0] === 0) {
    pairs.shift();
    exponent--;
  }
  while (pairs[pairs.length - 1] === 0) pairs.pop();
  if (pairs.length === 0) return Buffer.from([0x80]);
  if (!isNegative) return Buffer.from([0xc1 + exponent, ...pairs.map((pair) => pair + 1)]);
  return Buffer.from([0x3e - exponent, ...pairs.map((pair) => 101 - pair), ...(pairs.length < 20 ? [102] : [])]);
}

function momentBytes(value: string): Buffer {
  const [, sign = '', year = '0', month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '0'] =
    /^(-?)(\d+)-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?/.exec(value) ?? [];
  const signed = Number(year) * (sign === '-' ? -1 : 1);
  const bytes = Buffer.alloc(11);
  bytes.set([
    100 + Math.trunc(signed / 100),
    100 + (signed % 100),
    Number(month),
    Number(day),
    Number(hour) + 1,
    Number(minute) + 1,
    Number(second) + 1,
  ]);
  bytes.writeUInt32BE(Number(fraction.padEnd(9, '0')), 7);
  return bytes;
}

function trimmedFraction(bytes: Buffer): Buffer {
  return bytes.readUInt32BE(7) === 0 ? bytes.subarray(0, 7) : bytes;
}

/** Turned so that bytes sort as numbers do. */
function floatBytes(value: number, length: 4 | 8): Buffer {
  const bytes = Buffer.alloc(length);
  if (length === 4) bytes.writeFloatBE(value);
  else bytes.writeDoubleBE(value);
  const isNegative = (bytes[0] ?? 0) >= 0x80;
  return Buffer.from(bytes.map((byte, place) => (isNegative ? byte ^ 0xff : place === 0 ? byte | 0x80 : byte)));
}
