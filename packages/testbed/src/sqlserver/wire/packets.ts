import { MalformedMessage } from './reader.ts';

/** Types of messages (MS-TDS 2.2.3.1.1). */
export const messageType = {
  batch: 0x01,
  call: 0x03,
  response: 0x04,
  attention: 0x06,
  federatedToken: 0x08,
  transaction: 0x0e,
  login: 0x10,
  sspi: 0x11,
  prelogin: 0x12,
} as const;

export const headBytes = 8;
export const endOfMessage = 0x01;
const status = { end: endOfMessage, ignore: 0x02, reset: 0x08, resetKeepingTransaction: 0x10 };

/** One message of a client: the bodies of its packets, put together. */
export interface Message {
  readonly type: number;
  readonly body: Buffer;
  /** The client gave it up before it was whole: nothing of it is carried out. */
  readonly ignored: boolean;
  /** The session is renewed before it is carried out. */
  readonly resets: boolean;
}

/** Cuts a stream of bytes into messages; `push` returns those that are whole now. Throws on a length that no packet has. */
export function messageAssembler(): { push(chunk: Buffer): Message[] } {
  let rest: Buffer = Buffer.alloc(0);
  let bodies: Buffer[] = [];
  let flags = 0;
  return {
    push: (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const messages: Message[] = [];
      let at = 0;
      while (bytes.length - at >= headBytes) {
        const length = bytes.readUInt16BE(at + 2);
        if (length < headBytes) throw new MalformedMessage(`A packet of ${length} bytes.`);
        if (bytes.length - at < length) break;
        const type = bytes.readUInt8(at);
        flags |= bytes.readUInt8(at + 1);
        bodies.push(bytes.subarray(at + headBytes, at + length));
        at += length;
        if ((flags & status.end) !== 0) {
          const [only] = bodies;
          const body = bodies.length === 1 && only !== undefined ? only : Buffer.concat(bodies);
          const resets = (flags & (status.reset | status.resetKeepingTransaction)) !== 0;
          messages.push({ type, body, ignored: (flags & status.ignore) !== 0, resets });
          bodies = [];
          flags = 0;
        }
      }
      rest = bytes.subarray(at);
      return messages;
    },
  };
}

/** One message as packets of at most `packetSize` bytes: what is sent before there is a login. */
export function packetsOf(type: number, body: Buffer, packetSize: number): Buffer {
  const room = packetSize - headBytes;
  const packets: Buffer[] = [];
  for (let at = 0, id = 1; at === 0 || at < body.length; at += room, id++) {
    const part = body.subarray(at, at + room);
    const head = Buffer.alloc(headBytes);
    head[0] = type;
    head[1] = at + room >= body.length ? status.end : 0;
    head.writeUInt16BE(headBytes + part.length, 2);
    head[6] = id & 0xff;
    packets.push(head, part);
  }
  return Buffer.concat(packets);
}
