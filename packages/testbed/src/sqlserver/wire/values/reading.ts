import type { SqlType, SqlValue } from '../../engine.ts';
import { dateOf, days1900, timeOf } from './calendar.ts';
import { timeBytes } from './temporal.ts';
import { textOf } from './uniqueidentifier.ts';

/** The value of a type from the bytes that a client sent, its length taken off. */
export function readValue(type: SqlType, bytes: Buffer): SqlValue {
  switch (type.name) {
    case 'nchar':
    case 'nvarchar':
    case 'ntext':
    case 'xml':
      return bytes.toString('utf16le');
    case 'char':
    case 'varchar':
    case 'text':
    case 'binary':
    case 'varbinary':
    case 'image':
    case 'udt':
      return Buffer.from(bytes);
    case 'decimal':
    case 'numeric':
      return `${bytes[0] === 0 ? '-' : ''}${scaled(unsigned(bytes.subarray(1)), type.scale)}`;
    case 'uniqueidentifier':
      return textOf(bytes);
    case 'sql_variant':
      throw new TypeError('No client sends a sql_variant.');
    default:
      return type.name === 'date' || 'scale' in type || type.name.endsWith('datetime')
        ? readTemporal(type, bytes)
        : readNumber(type.name, bytes);
  }
}

function readNumber(name: SqlType['name'], bytes: Buffer): SqlValue {
  switch (name) {
    case 'bit':
      return bytes[0] !== 0;
    case 'tinyint':
      return bytes.readUInt8();
    case 'smallint':
      return bytes.readInt16LE();
    case 'int':
      return bytes.readInt32LE();
    case 'bigint':
      return bytes.readBigInt64LE();
    case 'real':
      return bytes.readFloatLE();
    case 'float':
      return bytes.readDoubleLE();
    case 'smallmoney':
      return signed(BigInt(bytes.readInt32LE()));
    case 'money':
      // The upper half travels first.
      return signed((BigInt(bytes.readInt32LE()) << 32n) | BigInt(bytes.readUInt32LE(4)));
    default:
      throw new TypeError(`The type ${name} is no number.`);
  }
}

function readTemporal(type: SqlType, bytes: Buffer): string {
  switch (type.name) {
    case 'date':
      return dateOf(bytes.readUIntLE(0, 3));
    case 'smalldatetime':
      return `${dateOf(bytes.readUInt16LE() + days1900)} ${timeOf(bytes.readUInt16LE(2) * 60, 0)}`;
    case 'datetime':
      // Counted in 1/300 s.
      return `${dateOf(bytes.readInt32LE() + days1900)} ${timeOf(Math.round((bytes.readUInt32LE(4) * 10) / 3), 3)}`;
    case 'time':
      return timeOf(bytes.readUIntLE(0, timeBytes(type.scale)), type.scale);
    case 'datetime2': {
      const length = timeBytes(type.scale);
      return `${dateOf(bytes.readUIntLE(length, 3))} ${timeOf(bytes.readUIntLE(0, length), type.scale)}`;
    }
    case 'datetimeoffset':
      return readOffset(bytes, type.scale);
    default:
      throw new TypeError(`The type ${type.name} is neither date nor time.`);
  }
}

/** TDS has the time of UTC; the text has the local one. */
function readOffset(bytes: Buffer, scale: number): string {
  const length = timeBytes(scale);
  const offset = bytes.readInt16LE(length + 3);
  const day = 86_400 * 10 ** scale;
  const ticks = bytes.readUIntLE(0, length) + offset * 60 * 10 ** scale;
  const carried = Math.floor(ticks / day);
  const date = dateOf(bytes.readUIntLE(length, 3) + carried);
  const zone = `${offset < 0 ? '-' : '+'}${timeOf(Math.abs(offset) * 60, 0).slice(0, 5)}`;
  return `${date} ${timeOf(ticks - carried * day, scale)} ${zone}`;
}

function unsigned(bytes: Buffer): bigint {
  let value = 0n;
  for (let at = bytes.length - 4; at >= 0; at -= 4) value = (value << 32n) | BigInt(bytes.readUInt32LE(at));
  return value;
}

/** Of money and smallmoney, which count in 1/10000. */
function signed(units: bigint): string {
  return units < 0n ? `-${scaled(-units, 4)}` : scaled(units, 4);
}

function scaled(units: bigint, scale: number): string {
  const digits = String(units).padStart(scale + 1, '0');
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
