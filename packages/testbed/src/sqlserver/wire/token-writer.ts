import type { Duplex } from 'node:stream';
import { endOfMessage, headBytes, messageType } from './packets.ts';

/** Writes responses as packets: what is written goes out when the buffer is full, and at `end`. Numbers are little-endian. */
export interface TokenWriter {
  u8(value: number): void;
  u16(value: number): void;
  i16(value: number): void;
  u24(value: number): void;
  u32(value: number): void;
  u32BigEndian(value: number): void;
  i32(value: number): void;
  /** Up to 2^40. */
  u40(value: number): void;
  u64(value: bigint): void;
  i64(value: bigint): void;
  f32(value: number): void;
  f64(value: number): void;
  bytes(value: Buffer): void;
  /** UTF-16 without a length. */
  text(value: string): void;
  /** With a length in characters before it, of one byte and of two. */
  byteText(value: string): void;
  shortText(value: string): void;
  /** The place that `rewind` goes back to. When what is behind it has gone out, it cannot be taken back: the connection ends. */
  mark(): number;
  rewind(mark: number): void;
  /** Ends the response: all of it goes out. */
  end(): void;
  /** Behind the last response: the stream ends when all has gone out. */
  close(): void;
  /** While the peer is slow; resolves when it has read, or is gone. */
  readonly blocked: Promise<void> | undefined;
  /** From the next response on. */
  setPacketSize(bytes: number): void;
  /** Where packets go from now on. */
  setStream(stream: Duplex): void;
}

/** Room for two packets of the largest size. */
const bufferBytes = 64 * 1024;

export function openTokenWriter(firstStream: Duplex, spid: number): TokenWriter {
  let stream = firstStream;
  let packetSize = 4096;
  let packetId = 0;
  let blocked: Promise<void> | undefined;
  const buffer = Buffer.allocUnsafe(bufferBytes);
  let at = 0;
  /** Bytes of all responses that have gone out of the buffer. */
  let gone = 0;
  const block = (): void => {
    blocked ??= new Promise<void>((resolve) => {
      const free = (): void => {
        stream.off('drain', free).off('close', free);
        blocked = undefined;
        resolve();
      };
      stream.on('drain', free).on('close', free);
    });
  };
  /** Sends the first `count` packets of the buffer. */
  const send = (count: number, last: boolean): void => {
    const room = packetSize - headBytes;
    const sent = Math.min(at, count * room);
    const out = Buffer.allocUnsafe(sent + count * headBytes);
    for (let packet = 0; packet < count; packet++) {
      const from = packet * room;
      const to = Math.min(from + room, at);
      const head = from + packet * headBytes;
      packetId = (packetId + 1) & 0xff;
      out[head] = messageType.response;
      out[head + 1] = last && packet === count - 1 ? endOfMessage : 0;
      out.writeUInt16BE(to - from + headBytes, head + 2);
      out.writeUInt16BE(spid, head + 4);
      out[head + 6] = packetId;
      out[head + 7] = 0;
      buffer.copy(out, head + headBytes, from, to);
    }
    buffer.copyWithin(0, sent, at);
    at -= sent;
    gone += sent;
    if (!stream.writable) return;
    if (!stream.write(out)) block();
  };
  const room = (bytes: number): void => {
    if (at + bytes > bufferBytes) send(Math.floor(at / (packetSize - headBytes)), false);
  };
  const bytes = (value: Buffer): void => {
    for (let from = 0; from < value.length; ) {
      room(1);
      const part = Math.min(value.length - from, bufferBytes - at);
      value.copy(buffer, at, from, from + part);
      at += part;
      from += part;
    }
  };
  const u8 = (value: number): void => {
    room(1);
    buffer[at++] = value;
  };
  const u16 = (value: number): void => {
    room(2);
    at = buffer.writeUInt16LE(value, at);
  };
  const u32 = (value: number): void => {
    room(4);
    at = buffer.writeUInt32LE(value, at);
  };
  const text = (value: string): void => {
    const length = value.length * 2;
    if (length > 4096) return bytes(Buffer.from(value, 'utf16le'));
    room(length);
    buffer.write(value, at, 'utf16le');
    at += length;
  };
  return {
    u8,
    u16,
    i16: (value) => {
      room(2);
      at = buffer.writeInt16LE(value, at);
    },
    u24: (value) => {
      room(3);
      at = buffer.writeUIntLE(value, at, 3);
    },
    u32,
    u32BigEndian: (value) => {
      room(4);
      at = buffer.writeUInt32BE(value, at);
    },
    i32: (value) => {
      room(4);
      at = buffer.writeInt32LE(value, at);
    },
    u40: (value) => {
      room(5);
      at = buffer.writeUIntLE(value, at, 5);
    },
    u64: (value) => {
      room(8);
      at = buffer.writeBigUInt64LE(value, at);
    },
    i64: (value) => {
      room(8);
      at = buffer.writeBigInt64LE(value, at);
    },
    f32: (value) => {
      room(4);
      at = buffer.writeFloatLE(value, at);
    },
    f64: (value) => {
      room(8);
      at = buffer.writeDoubleLE(value, at);
    },
    bytes,
    text,
    byteText: (value) => {
      u8(value.length);
      text(value);
    },
    shortText: (value) => {
      u16(value.length);
      text(value);
    },
    mark: () => gone + at,
    rewind: (mark) => {
      if (mark < gone) stream.destroy();
      else at = mark - gone;
    },
    end: () => {
      send(Math.max(1, Math.ceil(at / (packetSize - headBytes))), true);
      packetId = 0;
    },
    close: () => {
      stream.end();
    },
    get blocked() {
      return blocked;
    },
    setPacketSize: (size) => {
      packetSize = size;
    },
    setStream: (next) => {
      stream = next;
    },
  };
}
