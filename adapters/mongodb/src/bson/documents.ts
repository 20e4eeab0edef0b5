import { type Document, deserialize, Int32, ObjectId } from 'bson';
import { bsonType, elementNamed, valueEnd } from './elements.ts';

/** A small document as plain values: numbers, texts, dates. */
export function decode(bytes: Buffer): Document {
  return deserialize(bytes, { promoteBuffers: true, bsonRegExp: true });
}

/** A value with the BSON type that it has, from the bytes of a document whose one element it is. */
export function decodeValue(text: string): unknown {
  const document = deserialize(Buffer.from(text, 'base64'), { promoteValues: false, promoteLongs: false, bsonRegExp: true });
  return document['v'];
}

/** The element of a document as base64 of a document of its own: JSON that gives back the same value with the same type. */
export function encodeValue(type: number, bytes: Buffer, start: number, end: number): string {
  // Its length, the type, the name `v`, the value, and the end.
  const size = 4 + 1 + 2 + (end - start) + 1;
  const document = Buffer.alloc(size);
  document.writeInt32LE(size, 0);
  document[4] = type;
  document[5] = 0x76;
  bytes.copy(document, 7, start, end);
  return document.toString('base64');
}

export function isEncodedValue(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  try {
    const document = deserialize(Buffer.from(text, 'base64'), { promoteValues: false });
    return Object.keys(document).join() === 'v';
  } catch {
    return false;
  }
}

/** The `_id` of a document as positions keep it. */
export function idOf(document: Buffer, at = 0): string {
  const id = elementNamed(document, '_id', at);
  return id === undefined ? '' : encodeValue(id.type, id.bytes, id.start, id.end);
}

/** The `_id` of a document with its type, as a text of bytes: for maps. In stored documents it is the first field. */
export function idKey(document: Buffer, at = 0): string {
  if (document.toString('latin1', at + 5, at + 9) === '_id\0') {
    const type = document[at + 4] ?? 0;
    return String.fromCharCode(type) + document.toString('latin1', at + 9, valueEnd(type, document, at + 9));
  }
  const id = elementNamed(document, '_id', at);
  return id === undefined ? '' : String.fromCharCode(id.type) + document.toString('latin1', id.start, id.end);
}

/** The value of an `idKey`, with its type. */
export function idValue(key: string): unknown {
  const bytes = Buffer.from(key, 'latin1');
  const [type = 0] = bytes;
  switch (type) {
    case bsonType.int:
      return new Int32(bytes.readInt32LE(1));
    case bsonType.objectId:
      return new ObjectId(Uint8Array.from(bytes.subarray(1)));
    case bsonType.string:
      return bytes.toString('utf8', 5, bytes.length - 1);
    default:
      return decodeValue(encodeValue(type, bytes, 1, bytes.length));
  }
}
