/** Reads fields one behind the other. */
export interface FieldReader {
  at: number;
  readonly bytes: Buffer;
}

export function readByte(from: FieldReader): number {
  return from.bytes.readUInt8(from.at++);
}

export function readLittle(from: FieldReader, size: number): number {
  const value = from.bytes.readUIntLE(from.at, size);
  from.at += size;
  return value;
}

/** A number of one to nine bytes, the first of which tells how many. */
export function readPacked(from: FieldReader): number {
  const first = readByte(from);
  if (first < 0xfb) return first;
  if (first === 0xfc) return readLittle(from, 2);
  if (first === 0xfd) return readLittle(from, 3);
  const value = from.bytes.readBigUInt64LE(from.at);
  from.at += 8;
  return Number(value);
}

export function readPackedBytes(from: FieldReader): Buffer {
  const length = readPacked(from);
  from.at += length;
  return from.bytes.subarray(from.at - length, from.at);
}
