/** What a client sent is no message of TTC, or ends too early: the connection is closed upon it. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

/** Reads the fields of a message one after the other; throws `MalformedMessage` behind its end. */
export interface Reader {
  readonly left: number;
  /** The next byte, which stays. */
  peek(): number;
  u8(): number;
  take(bytes: number): Buffer;
  /** An integer with its length before it, of at most six bytes. */
  integer(): number;
  /** Bytes with their length before them, or in pieces; null for none, which is what an empty value is, too. */
  bytes(): Buffer | null;
  /** A length, and bytes if it is not 0. */
  sized(): Buffer;
  text(): string;
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
  const integer = (): number => {
    const length = u8();
    if (length === 0) return 0;
    const size = length & 0x7f;
    // Longer ones are padded: nothing that is sent here is larger than this.
    if (size > 8) throw new MalformedMessage(`An integer of ${size} bytes.`);
    if (size > 6) step(size - 6);
    const kept = Math.min(size, 6);
    const value = message.readUIntBE(step(kept), kept);
    return (length & 0x80) === 0 ? value : -value;
  };
  const pieces = (): Buffer => {
    const parts: Buffer[] = [];
    for (let length = integer(); length > 0; length = integer()) parts.push(take(length));
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  };
  const bytes = (): Buffer | null => {
    const length = u8();
    if (length === 0 || length === nullLength) return null;
    return length === inPieces ? pieces() : take(length);
  };
  const sized = (): Buffer => (integer() === 0 ? nothing : (bytes() ?? nothing));
  return {
    get left() {
      return message.length - at;
    },
    peek: () => {
      const value = u8();
      at--;
      return value;
    },
    u8,
    take,
    integer,
    bytes,
    sized,
    text: () => sized().toString('utf8'),
  };
}

/** Lengths that are none: of null, and of a value that follows in pieces. */
const nullLength = 255;
export const inPieces = 254;

const nothing = Buffer.alloc(0);
