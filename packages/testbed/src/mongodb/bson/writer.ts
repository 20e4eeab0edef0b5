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

/** Texts of numbers: names of elements of arrays. */
const indexNames: readonly string[] = Array.from({ length: 10_000 }, (_, index) => String(index));

export function indexName(index: number): string {
  return indexNames[index] ?? String(index);
}

export function writeDocument(content: { readonly [name: string]: Content }, capacity = 256): Buffer {
  const writer = documentWriter(capacity);
  for (const name in content) writer.field(name, content[name]);
  return writer.finish();
}

/** A value that stands alone. */
export function valueOf(content: Content): Value {
  const bytes = writeDocument({ '': content });
  return { type: bytes[4] ?? 0, bytes, start: 6, end: bytes.length - 1 };
}

export function documentWriter(capacity = 256): DocumentWriter {
  return new DocumentWriter(capacity);
}

/**
 * Composes one BSON document; nested ones are opened and closed, and bytes that exist are copied as they are. A class, because
 * every stored and every answered document has one: closures cost more than all they write.
 */
export class DocumentWriter {
  #bytes: Buffer;
  #length = 4;
  readonly #opened: number[] = [0];

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  field(name: string, content: Content): void {
    switch (typeof content) {
      case 'undefined':
        return;
      case 'string':
        return this.#text(name, content);
      case 'number':
        return this.#number(name, content);
      case 'bigint':
        return this.#eight(bsonType.long, name, content);
      case 'boolean':
        this.#head(bsonType.bool, name, 1);
        this.#bytes[this.#length++] = content ? 1 : 0;
        return;
      default:
        if (content === null) return this.#head(bsonType.null, name, 0);
        if (Buffer.isBuffer(content)) return this.document(name, content);
        return isList(content) ? this.#list(name, content) : this.#object(name, content);
    }
  }

  /** The bytes of a value under another name or in another document. */
  value(name: string, { type, bytes, start, end }: Value): void {
    this.#head(type, name, end - start);
    this.#copy(bytes, start, end);
  }

  time(name: string, { seconds, increment }: ClusterTime): void {
    this.#head(bsonType.timestamp, name, 8);
    this.#bytes.writeUInt32LE(increment, this.#length);
    this.#length = this.#bytes.writeUInt32LE(seconds, this.#length + 4);
  }

  /** A date by its milliseconds since 1970. */
  date(name: string, milliseconds: number): void {
    this.#eight(bsonType.date, name, BigInt(milliseconds));
  }

  /** A whole document as it is. */
  document(name: string, bytes: Buffer): void {
    this.#head(bsonType.object, name, bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  open(name: string, type: 'object' | 'array' = 'object'): void {
    this.#head(bsonType[type], name, 4);
    this.#opened.push(this.#length);
    this.#length += 4;
  }

  close(): void {
    this.#room(1);
    this.#bytes[this.#length++] = 0;
    const start = this.#opened.pop() ?? 0;
    this.#bytes.writeInt32LE(this.#length - start, start);
  }

  /** The finished document; the writer must not be used afterwards. */
  finish(): Buffer {
    this.close();
    return this.#bytes.subarray(0, this.#length);
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + more));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  #head(type: number, name: string, size: number): void {
    this.#room(3 * name.length + 2 + size);
    const bytes = this.#bytes;
    bytes[this.#length++] = type;
    this.#length = writeText(bytes, name, this.#length);
    bytes[this.#length++] = 0;
  }

  #copy(from: Buffer, start: number, end: number): void {
    if (end - start > 32) from.copy(this.#bytes, this.#length, start, end);
    else for (let at = start, to = this.#length; at < end; at++, to++) this.#bytes[to] = from[at] ?? 0;
    this.#length += end - start;
  }

  #number(name: string, content: number): void {
    if (Number.isInteger(content) && Math.abs(content) < 2 ** 31 && !Object.is(content, -0)) {
      this.#head(bsonType.int, name, 4);
      this.#length = this.#bytes.writeInt32LE(content, this.#length);
    } else {
      this.#head(bsonType.double, name, 8);
      this.#length = this.#bytes.writeDoubleLE(content, this.#length);
    }
  }

  #text(name: string, content: string): void {
    this.#head(bsonType.string, name, 5 + 3 * content.length);
    const start = this.#length;
    const end = writeText(this.#bytes, content, start + 4);
    this.#bytes[end] = 0;
    this.#bytes.writeInt32LE(end - start - 3, start);
    this.#length = end + 1;
  }

  #eight(type: number, name: string, content: bigint): void {
    this.#head(type, name, 8);
    this.#length = this.#bytes.writeBigInt64LE(content, this.#length);
  }

  #object(name: string, content: object): void {
    if (isValue(content)) return this.value(name, content);
    if (content instanceof Date) return this.date(name, content.getTime());
    if (isClusterTime(content)) return this.time(name, content);
    if (isDriverValue(content)) return this.#driverValue(name, content);
    this.open(name);
    for (const [key, nested] of Object.entries(content)) this.field(key, nested as Content); // what Content nests is Content
    this.close();
  }

  #list(name: string, content: readonly Content[]): void {
    this.open(name, 'array');
    for (let index = 0; index < content.length; index++) this.field(indexName(index), content[index]);
    this.close();
  }

  #driverValue(name: string, content: Binary | Decimal128 | Long | ObjectId | Timestamp): void {
    if (content instanceof ObjectId)
      return this.value(name, { type: bsonType.objectId, bytes: Buffer.from(content.id), start: 0, end: 12 });
    if (content instanceof Decimal128)
      return this.value(name, { type: bsonType.decimal, bytes: Buffer.from(content.bytes), start: 0, end: 16 });
    if (content instanceof Timestamp) return this.#eight(bsonType.timestamp, name, content.toBigInt());
    if (content instanceof Long) return this.#eight(bsonType.long, name, content.toBigInt());
    this.#head(bsonType.binData, name, 5 + content.position);
    this.#bytes.writeInt32LE(content.position, this.#length);
    this.#bytes[this.#length + 4] = content.sub_type;
    this.#length += 5;
    this.#copy(Buffer.from(content.buffer), 0, content.position);
  }
}

/** Writes a text as UTF-8 and returns where it ends; short ones of ASCII, as names are, without a call into the engine. */
function writeText(bytes: Buffer, text: string, start: number): number {
  if (text.length > 32) return start + bytes.write(text, start);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return start + bytes.write(text, start);
    bytes[start + index] = code;
  }
  return start + text.length;
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

export function clusterTimeOf(value: Value): ClusterTime {
  return { seconds: value.bytes.readUInt32LE(value.start + 4), increment: value.bytes.readUInt32LE(value.start) };
}

export function compareTimes(a: ClusterTime, b: ClusterTime): number {
  return a.seconds - b.seconds || a.increment - b.increment;
}
