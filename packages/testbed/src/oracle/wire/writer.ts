import type { Socket } from 'node:net';
import { dataHeadBytes } from './packets.ts';
import { packetType } from './protocol.ts';
import { inPieces } from './reader.ts';

/** Writes answers as data packets: what is written goes out when the buffer is full, and at `end`. */
export interface Writer {
  u8(value: number): void;
  u16(value: number): void;
  u32(value: number): void;
  /** An integer with its length before it, up to 2^48. */
  integer(value: number): void;
  raw(value: Buffer): void;
  /** Bytes with their length before them; long ones in pieces. */
  bytes(value: Buffer): void;
  /** UTF-8 with its length before it. */
  text(value: string): void;
  /** A length of its own before that, alone when the text is empty. */
  sizedText(value: string): void;
  /** Room for a value of known length: its place in `buffer`, which is valid until the next call. */
  reserve(bytes: number): number;
  readonly buffer: Buffer;
  /** The place that `rewind` goes back to; what has gone out by then cannot be taken back: false. */
  mark(): number;
  rewind(mark: number): boolean;
  /** Ends the answer: all of it goes out. */
  end(): void;
  /** Forgets what has not gone out of the answer. */
  discard(): void;
  /** A packet of another kind, between those of answers. */
  packet(bytes: Buffer): void;
  /** Behind the last answer. */
  close(): void;
  /** The stream ends in the middle of the answer. */
  closeHalfway(): void;
  /** While the peer is slow; resolves when it has read, or is gone. */
  readonly blocked: Promise<void> | undefined;
  /** Largest packet. */
  setSessionDataUnit(bytes: number): void;
}

const bufferBytes = 256 * 1024;
/** Longer values are sent in pieces of this size. */
const piece = 32_767;
const shortest = 252;

export function openWriter(stream: Socket): Writer {
  let unit = 8192;
  let blocked: Promise<void> | undefined;
  const buffer = Buffer.allocUnsafe(bufferBytes);
  let at = 0;
  /** Bytes of all answers that have gone out of the buffer. */
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
  const write = (bytes: Buffer): void => {
    if (stream.writable && !stream.write(bytes)) block();
  };
  /** Sends the first `count` packets of the buffer. */
  const send = (count: number): void => {
    const room = unit - dataHeadBytes;
    const sent = Math.min(at, count * room);
    const out = Buffer.allocUnsafe(sent + count * dataHeadBytes);
    for (let packet = 0; packet < count; packet++) {
      const from = packet * room;
      const to = Math.min(from + room, at);
      const head = from + packet * dataHeadBytes;
      out.writeUInt32BE(to - from + dataHeadBytes, head);
      out.writeUInt32BE(packetType.data << 24, head + 4);
      out.writeUInt16BE(0, head + 8);
      buffer.copy(out, head + dataHeadBytes, from, to);
    }
    buffer.copyWithin(0, sent, at);
    at -= sent;
    gone += sent;
    write(out);
  };
  const room = (bytes: number): void => {
    if (at + bytes > bufferBytes) send(Math.floor(at / (unit - dataHeadBytes)));
  };
  const u8 = (value: number): void => {
    room(1);
    buffer[at++] = value;
  };
  const reserve = (bytes: number): number => {
    room(bytes);
    const from = at;
    at += bytes;
    return from;
  };
  const raw = (value: Buffer): void => {
    for (let from = 0; from < value.length; ) {
      room(1);
      const part = Math.min(value.length - from, bufferBytes - at);
      value.copy(buffer, at, from, from + part);
      at += part;
      from += part;
    }
  };
  const integer = (value: number): void => {
    if (value === 0) return u8(0);
    const size = value <= 0xff ? 1 : value <= 0xffff ? 2 : value <= 0xffffffff ? 4 : 6;
    const from = reserve(size + 1);
    buffer[from] = size;
    buffer.writeUIntBE(value, from + 1, size);
  };
  const bytes = (value: Buffer): void => {
    if (value.length <= shortest) {
      u8(value.length);
      raw(value);
      return;
    }
    u8(inPieces);
    for (let from = 0; from < value.length; from += piece) {
      const part = value.subarray(from, from + piece);
      integer(part.length);
      raw(part);
    }
    u8(0);
  };
  const text = (value: string): void => {
    // A character has at most three bytes of UTF-8 for each unit of UTF-16.
    if (value.length * 3 > shortest) return bytes(Buffer.from(value, 'utf8'));
    room(value.length * 3 + 1);
    const length = buffer.write(value, at + 1, 'utf8');
    buffer[at] = length;
    at += length + 1;
  };
  return {
    u8,
    u16: (value) => {
      buffer.writeUInt16BE(value, reserve(2));
    },
    u32: (value) => {
      buffer.writeUInt32BE(value, reserve(4));
    },
    integer,
    raw,
    bytes,
    text,
    sizedText: (value) => {
      integer(Buffer.byteLength(value));
      if (value !== '') text(value);
    },
    reserve,
    buffer,
    mark: () => gone + at,
    rewind: (mark) => {
      if (mark < gone) return false;
      at = mark - gone;
      return true;
    },
    end: () => send(Math.ceil(at / (unit - dataHeadBytes))),
    discard: () => {
      at = 0;
    },
    packet: write,
    close: () => {
      stream.end();
    },
    closeHalfway: () => {
      const head = Buffer.alloc(dataHeadBytes);
      head.writeUInt32BE(at + dataHeadBytes, 0);
      head[4] = packetType.data;
      write(Buffer.concat([head, buffer.subarray(0, at >> 1)]));
      stream.end();
    },
    get blocked() {
      return blocked;
    },
    setSessionDataUnit: (bytes) => {
      unit = bytes;
    },
  };
}
