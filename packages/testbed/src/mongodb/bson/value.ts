import { ServerError } from '../errors.ts';
import { nameBetween } from './names.ts';
import { bsonType, nameOfType } from './types.ts';

/** A BSON value where it lies: nothing is decoded before somebody asks. A whole document is a value of type object. */
export interface Value {
  readonly type: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

export interface Field extends Value {
  readonly name: string;
}

export function documentValue(bytes: Buffer): Value {
  return { type: bsonType.object, bytes, start: 0, end: bytes.length };
}

/** The bytes of a value without its type; for an object or an array a document of its own. */
export function bytesOf(value: Value): Buffer {
  return value.start === 0 && value.end === value.bytes.length ? value.bytes : value.bytes.subarray(value.start, value.end);
}

/** Where a value that starts here ends. */
export function endOf(type: number, bytes: Buffer, start: number): number {
  switch (type) {
    case bsonType.double:
    case bsonType.date:
    case bsonType.timestamp:
    case bsonType.long:
      return start + 8;
    case bsonType.string:
    case bsonType.javascript:
    case bsonType.symbol:
      return start + 4 + bytes.readInt32LE(start);
    case bsonType.object:
    case bsonType.array:
    case bsonType.javascriptWithScope:
      return start + bytes.readInt32LE(start);
    case bsonType.binData:
      return start + 5 + bytes.readInt32LE(start);
    case bsonType.objectId:
      return start + 12;
    case bsonType.bool:
      return start + 1;
    case bsonType.regex:
      return bytes.indexOf(0, bytes.indexOf(0, start) + 1) + 1;
    case bsonType.int:
      return start + 4;
    default:
      return endOfRare(type, bytes, start);
  }
}

function endOfRare(type: number, bytes: Buffer, start: number): number {
  switch (type) {
    case bsonType.undefined:
    case bsonType.null:
    case bsonType.maxKey:
    case bsonType.minKey:
      return start;
    case bsonType.dbPointer:
      return start + 4 + bytes.readInt32LE(start) + 12;
    case bsonType.decimal:
      return start + 16;
    default:
      throw new ServerError(22, `Unrecognized BSON type ${type} at byte ${start - 1}`);
  }
}

/** All fields of an object, or elements of an array, in their order. */
export function fieldsOf(document: Value): Field[] {
  const { bytes, end } = document;
  const fields: Field[] = [];
  let at = document.start + 4;
  while (at < end - 1) {
    const type = bytes[at] ?? 0;
    const nameEnd = bytes.indexOf(0, at + 1);
    const start = nameEnd + 1;
    const valueEnd = endOf(type, bytes, start);
    fields.push({ name: nameBetween(bytes, at + 1, nameEnd), type, bytes, start, end: valueEnd });
    at = valueEnd;
  }
  return fields;
}

/** One field of a document by its name as UTF-8, without decoding the others. */
export function fieldOf(document: Value, name: Buffer): Value | undefined {
  const { bytes, end } = document;
  let at = document.start + 4;
  while (at < end - 1) {
    const type = bytes[at] ?? 0;
    let byte = at + 1;
    let same = 0;
    while (bytes[byte] !== 0) {
      if (same >= 0) same = bytes[byte] === name[same] ? same + 1 : -1;
      byte++;
    }
    const valueEnd = endOf(type, bytes, byte + 1);
    if (same === name.length) return { type, bytes, start: byte + 1, end: valueEnd };
    at = valueEnd;
  }
  return undefined;
}

const idName = Buffer.from('_id');

export function idOf(document: Value): Value | undefined {
  return fieldOf(document, idName);
}

export function textOf(value: Value): string {
  return value.bytes.toString('utf8', value.start + 4, value.end - 1);
}

/** The number of an int, long, double; a decimal or another type is refused with the name of what asked. */
export function numberOf(value: Value, what: string): number {
  switch (value.type) {
    case bsonType.int:
      return value.bytes.readInt32LE(value.start);
    case bsonType.double:
      return value.bytes.readDoubleLE(value.start);
    case bsonType.long:
      return Number(value.bytes.readBigInt64LE(value.start));
    default:
      throw new ServerError(14, `BSON field '${what}' is the wrong type '${nameOfType(value.type)}', expected a number`);
  }
}

/** What an option written as 1, 0, true or false says. */
export function truthOf(value: Value): boolean {
  if (value.type === bsonType.bool) return value.bytes[value.start] === 1;
  if (value.type === bsonType.null || value.type === bsonType.undefined) return false;
  if (value.type === bsonType.int || value.type === bsonType.long || value.type === bsonType.double) return numberOf(value, '') !== 0;
  return true;
}
