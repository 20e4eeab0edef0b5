/** What a client sent is no message of TDS, or ends too early: the connection is closed upon it, as a server does. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

/** For what reads at places which the message names: that one lies outside of it is the client's doing. */
export function orMalformed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new MalformedMessage('A field lies outside of its message.', { cause: error });
  }
}

/** Reads the fields of a message one after the other; throws `MalformedMessage` behind its end. */
export interface Reader {
  readonly left: number;
  u8(): number;
  u16(): number;
  u32(): number;
  i32(): number;
  u64(): bigint;
  take(bytes: number): Buffer;
  /** UTF-16 with a length in characters before it, of one byte and of two. */
  byteText(): string;
  shortText(): string;
}

export function readerOf(message: Buffer): Reader {
  let at = 0;
  const step = (bytes: number): number => {
    const from = at;
    if (from + bytes > message.length) throw new MalformedMessage(`A message of ${message.length} bytes ends before byte ${from + bytes}.`);
    at += bytes;
    return from;
  };
  const take = (bytes: number): Buffer => {
    const from = step(bytes);
    return message.subarray(from, from + bytes);
  };
  const u8 = (): number => message.readUInt8(step(1));
  const u16 = (): number => message.readUInt16LE(step(2));
  return {
    get left() {
      return message.length - at;
    },
    u8,
    u16,
    u32: () => message.readUInt32LE(step(4)),
    i32: () => message.readInt32LE(step(4)),
    u64: () => message.readBigUInt64LE(step(8)),
    take,
    byteText: () => take(u8() * 2).toString('utf16le'),
    shortText: () => take(u16() * 2).toString('utf16le'),
  };
}
