import { packetType } from './protocol.ts';
import { MalformedMessage } from './reader.ts';

/** One packet of TNS as it came, with its header. */
export interface Packet {
  readonly type: number;
  readonly bytes: Buffer;
}

export interface PacketAssembler {
  /** The packets that are whole now. Throws on a length that no packet has. */
  push(chunk: Buffer): Packet[];
  /** From the accept on, lengths have four bytes, and a packet at most this many. */
  enlarge(sessionDataUnit: number): void;
}

const headBytes = 8;
/** Header and flags of a data packet. */
export const dataHeadBytes = headBytes + 2;
/** Before the accept; connect data of a client are smaller. */
const smallPacket = 8192;

/** Cuts a stream of bytes into packets. */
export function packetAssembler(): PacketAssembler {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let isLarge = false;
  let largest = smallPacket;
  return {
    push: (chunk) => {
      pending.push(chunk);
      pendingBytes += chunk.length;
      const packets: Packet[] = [];
      if (pendingBytes < headBytes) return packets;
      let bytes = pending.length === 1 ? chunk : Buffer.concat(pending);
      while (bytes.length >= headBytes) {
        const length = isLarge ? bytes.readUInt32BE(0) : bytes.readUInt16BE(0);
        if (length < headBytes || length > largest) throw new MalformedMessage(`A packet of ${length} bytes.`);
        if (bytes.length < length) break;
        packets.push({ type: bytes.readUInt8(4), bytes: bytes.subarray(0, length) });
        bytes = bytes.subarray(length);
      }
      pending = bytes.length === 0 ? [] : [bytes];
      pendingBytes = bytes.length;
      return packets;
    },
    enlarge: (sessionDataUnit) => {
      isLarge = true;
      largest = sessionDataUnit;
    },
  };
}

/** A packet that is sent by itself. */
export function packetOf(type: number, body: Buffer, isLarge: boolean): Buffer {
  const packet = Buffer.alloc(headBytes + body.length);
  if (isLarge) packet.writeUInt32BE(packet.length, 0);
  else packet.writeUInt16BE(packet.length, 0);
  packet[4] = type;
  body.copy(packet, headBytes);
  return packet;
}

export function markerOf(kind: number): Buffer {
  return packetOf(packetType.marker, Buffer.from([1, 0, kind]), true);
}
