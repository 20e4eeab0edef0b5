/** Takes what the socket brings, whose pieces may end anywhere. */
export interface PacketReader {
  push(chunk: Buffer): void;
}

/** The payload of one packet, valid only during the call. */
export type PacketHandler = (bytes: Buffer, start: number, end: number) => void;

const header = 4;
/** A payload of this length goes on in the next packet. */
const full = 0xff_ff_ff;
const keptBytes = 1024 * 1024;

/** Cuts the protocol's packets out of the socket's pieces, and joins those that were longer than a packet may be. */
export function createPacketReader(onPacket: PacketHandler): PacketReader {
  // The beginning of a packet whose end has not come: with its headers.
  let held = Buffer.allocUnsafe(64 * 1024);
  let size = 0;

  const hold = (chunk: Buffer, from: number, to: number): void => {
    const needed = size + to - from;
    if (needed > held.length) {
      const larger = Buffer.allocUnsafe(Math.max(held.length * 2, needed));
      held.copy(larger, 0, 0, size);
      held = larger;
    }
    chunk.copy(held, size, from, to);
    size += to - from;
  };

  /** Bytes that must be there before anything more can be said; the whole packet when nothing is missing. */
  const wanted = (): number => {
    let at = 0;
    for (;;) {
      if (size < at + header) return at + header;
      const length = held.readUIntLE(at, 3);
      at += header + length;
      if (length < full) return at;
    }
  };

  const release = (): void => {
    let end = header + held.readUIntLE(0, 3);
    for (let at = end; at < size; ) {
      const length = held.readUIntLE(at, 3);
      held.copy(held, end, at + header, at + header + length);
      end += length;
      at += header + length;
    }
    size = 0;
    onPacket(held, header, end);
    if (held.length > keptBytes) held = Buffer.allocUnsafe(64 * 1024);
  };

  return {
    push(chunk) {
      let at = 0;
      while (size > 0) {
        const missing = wanted() - size;
        if (missing === 0) {
          release();
          break;
        }
        if (at === chunk.length) return;
        const taken = Math.min(missing, chunk.length - at);
        hold(chunk, at, at + taken);
        at += taken;
      }
      while (chunk.length - at >= header) {
        const length = chunk.readUIntLE(at, 3);
        const end = at + header + length;
        if (length === full || end > chunk.length) break;
        onPacket(chunk, at + header, end);
        at = end;
      }
      if (at < chunk.length) hold(chunk, at, chunk.length);
    },
  };
}

/** One command of ours: always the first packet of a conversation. */
export function commandPacket(payload: Buffer): Buffer {
  const packet = Buffer.allocUnsafe(header + payload.length);
  packet.writeUIntLE(payload.length, 0, 3);
  packet[3] = 0;
  payload.copy(packet, header);
  return packet;
}
