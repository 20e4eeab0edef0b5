import { type Binary, Decimal128, Long, ObjectId, Timestamp } from 'bson';
import { bsonType } from './types.ts';
import type { Value } from './value.ts';

/** A point of the logical clock: seconds since 1970, and a count within the second. */
export interface ClusterTime {
  readonly seconds: number;
  readonly increment: number;
}

/** What can be written. A `Buffer` is a document as it is, a `Value` a value as it is, a `bigint` a 64-bit integer; `undefined` leaves a field out. */
export type Content =
  | string
  | number
  | boolean
  | bigint
  | null
  | undefined
  | Date
  | Buffer
  | Value
  | ClusterTime
  | Binary
  | Decimal128
  | Long
  | ObjectId
  | Timestamp
  | readonly Content[]
  | { readonly [name: string]: Content };

/** Composes one BSON document; nested ones are opened and closed, and bytes that exist are copied as they are. */
export interface DocumentWriter {
  field(name: string, content: Content): void;
  /** The bytes of a value under another name or in another document. */
  value(name: string, value: Value): void;
  open(name: string, type?: 'object' | 'array'): void;
  close(): void;
  /** The finished document; the writer must not be used afterwards. */
  finish(): Buffer;
}

/** Text of the numbers below a thousand: names of elements of arrays. */
const indexNames: readonly string[] = Array.from({ length: 1000 }, (_, index) => String(index));

export function indexName(index: number): string {
  return indexNames[index] ?? String(index);
}

export function writeDocument(content: { readonly [name: string]: Content }, capacity = 256): Buffer {
  const writer = documentWriter(capacity);
  for (const [name, field] of Object.entries(content)) writer.field(name, field);
  return writer.finish();
}

/** A value that stands alone. */
export function valueOf(content: Content): Value {
  const bytes = writeDocument({ '': content });
  return { type: bytes[4] ?? 0, bytes, start: 6, end: bytes.length - 1 };
}

export function documentWriter(capacity = 256): DocumentWriter {
  let bytes = Buffer.allocUnsafe(capacity);
  let length = 4;
  const opened: number[] = [0];

  const room = (more: number): void => {
    if (length + more <= bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (length + more));
    bytes.copy(larger, 0, 0, length);
    bytes = larger;
  };
  const head = (type: number, name: string, size: number): void => {
    room(3 * name.length + 2 + size);
    bytes[length++] = type;
    length += bytes.write(name, length);
    bytes[length++] = 0;
  };
  const copy = (from: Buffer, start: number, end: number): void => {
    from.copy(bytes, length, start, end);
    length += end - start;
  };
  const open = (name: string, type: 'object' | 'array' = 'object'): void => {
    head(bsonType[type], name, 4);
    opened.push(length);
    length += 4;
  };
  const close = (): void => {
    room(1);
    bytes[length++] = 0;
    const start = opened.pop() ?? 0;
    bytes.writeInt32LE(length - start, start);
  };
  const value = (name: string, { type, bytes: from, start, end }: Value): void => {
    head(type, name, end - start);
    copy(from, start, end);
  };
  const number = (name: string, content: number): void => {
    if (Number.isInteger(content) && Math.abs(content) < 2 ** 31 && !Object.is(content, -0)) {
      head(bsonType.int, name, 4);
      length = bytes.writeInt32LE(content, length);
    } else {
      head(bsonType.double, name, 8);
      length = bytes.writeDoubleLE(content, length);
    }
  };
  const text = (name: string, content: string): void => {
    const size = Buffer.byteLength(content);
    head(bsonType.string, name, 5 + size);
    bytes.writeInt32LE(size + 1, length);
    bytes.write(content, length + 4);
    length += 5 + size;
    bytes[length - 1] = 0;
  };
  const eight = (type: number, name: string, content: bigint): void => {
    head(type, name, 8);
    length = bytes.writeBigInt64LE(content, length);
  };
  const driverValue = (name: string, content: Binary | Decimal128 | Long | ObjectId | Timestamp): void => {
    if (content instanceof ObjectId) return value(name, { type: bsonType.objectId, bytes: Buffer.from(content.id), start: 0, end: 12 });
    if (content instanceof Decimal128) return value(name, { type: bsonType.decimal, bytes: Buffer.from(content.bytes), start: 0, end: 16 });
    if (content instanceof Timestamp) return eight(bsonType.timestamp, name, content.toBigInt());
    if (content instanceof Long) return eight(bsonType.long, name, content.toBigInt());
    head(bsonType.binData, name, 5 + content.position);
    bytes.writeInt32LE(content.position, length);
    bytes[length + 4] = content.sub_type;
    length += 5;
    copy(Buffer.from(content.buffer), 0, content.position);
  };
  const object = (name: string, content: object): void => {
    if (Buffer.isBuffer(content)) return value(name, { type: bsonType.object, bytes: content, start: 0, end: content.length });
    if (content instanceof Date) return eight(bsonType.date, name, BigInt(content.getTime()));
    if (isValue(content)) return value(name, content);
    if (isClusterTime(content)) return eight(bsonType.timestamp, name, timestampOf(content));
    if (isDriverValue(content)) return driverValue(name, content);
    open(name, Array.isArray(content) ? 'array' : 'object');
    for (const [key, nested] of Object.entries(content)) field(key, nested as Content); // what Content nests is Content
    close();
  };
  const documents = (name: string, content: readonly Content[]): void => {
    open(name, 'array');
    for (let index = 0; index < content.length; index++) field(indexName(index), content[index]);
    close();
  };
  const field = (name: string, content: Content): void => {
    switch (typeof content) {
      case 'undefined':
        return;
      case 'string':
        return text(name, content);
      case 'number':
        return number(name, content);
      case 'bigint':
        return eight(bsonType.long, name, content);
      case 'boolean':
        head(bsonType.bool, name, 1);
        bytes[length++] = content ? 1 : 0;
        return;
      default:
        if (content === null) return head(bsonType.null, name, 0);
        return isList(content) ? documents(name, content) : object(name, content);
    }
  };
  const finish = (): Buffer => {
    close();
    return bytes.subarray(0, length);
  };
  return { field, value, open, close, finish };
}

function isList(content: object): content is readonly Content[] {
  return Array.isArray(content);
}

function isValue(content: object): content is Value {
  return 'bytes' in content && Buffer.isBuffer(content.bytes) && 'start' in content;
}

function isClusterTime(content: object): content is ClusterTime {
  return 'seconds' in content && 'increment' in content && !('_bsontype' in content);
}

function isDriverValue(content: object): content is Binary | Decimal128 | Long | ObjectId | Timestamp {
  return '_bsontype' in content;
}

function timestampOf({ seconds, increment }: ClusterTime): bigint {
  return BigInt.asIntN(64, (BigInt(seconds) << 32n) | BigInt(increment));
}

export function clusterTimeOf(value: Value): ClusterTime {
  return { seconds: value.bytes.readUInt32LE(value.start + 4), increment: value.bytes.readUInt32LE(value.start) };
}

export function compareTimes(a: ClusterTime, b: ClusterTime): number {
  return a.seconds - b.seconds || a.increment - b.increment;
}
