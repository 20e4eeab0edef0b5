import { LienThongError } from '@lienthong/core';
import { eventType, type LogEvent } from './event.ts';
import { type FieldReader, readByte } from './packed.ts';

/** What the log says of a transaction before it tells of its changes. */
export interface GtidEvent {
  /** Who numbers: a UUID of MySQL, perhaps with a tag behind a colon; a domain of MariaDB. `undefined`: the transaction has no number. */
  readonly source: string | undefined;
  readonly number: bigint;
  /** Microseconds of Unix, where the server says when it committed. */
  readonly committedAt: number | undefined;
  /** MariaDB: one statement that no COMMIT ends. */
  readonly standalone: boolean;
  /** MariaDB: of a transaction in two phases, the first or the second. */
  readonly xa: 'prepared' | 'completed' | undefined;
}

const standaloneFlag = 1;
const preparedFlag = 64;
const completedFlag = 128;

export function isGtidEvent(type: number): boolean {
  return type === eventType.gtid || type === eventType.anonymousGtid || type === eventType.gtidTagged || type === eventType.mariadbGtid;
}

export function readGtidEvent(event: LogEvent): GtidEvent {
  const { bytes, start, end } = event;
  if (event.type === eventType.mariadbGtid) {
    const flags = bytes.readUInt8(start + 12);
    return {
      source: String(bytes.readUInt32LE(start + 8)),
      number: bytes.readBigUInt64LE(start),
      committedAt: undefined,
      standalone: (flags & standaloneFlag) !== 0,
      xa: (flags & preparedFlag) !== 0 ? 'prepared' : (flags & completedFlag) !== 0 ? 'completed' : undefined,
    };
  }
  if (event.type === eventType.gtidTagged) return { ...readTagged(bytes, start, end), standalone: false, xa: undefined };
  // Flags, UUID, number, kind of the clock, two numbers of the clock, then the time.
  const time = start + 42;
  return {
    source: event.type === eventType.gtid ? uuid(bytes, start + 1) : undefined,
    number: bytes.readBigUInt64LE(start + 17),
    // Seven bytes, of which the highest bit says that another time follows; a time of this age needs 51 bits.
    committedAt: end >= time + 7 ? bytes.readUIntLE(time, 4) + (bytes.readUIntLE(time + 4, 3) & 0x7f_ff_ff) * 0x1_0000_0000 : undefined,
    standalone: false,
    xa: undefined,
  };
}

function uuid(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Fields of MySQL's serialization, each with its number in front. */
const tagged = { flags: 0, uuid: 1, number: 2, tag: 3, lastCommitted: 4, sequence: 5, committedAt: 6 } as const;

function readTagged(bytes: Buffer, start: number, end: number): Pick<GtidEvent, 'source' | 'number' | 'committedAt'> {
  const from: FieldReader = { bytes, at: start };
  readVarint(from); // version of the form
  readVarint(from); // size
  readVarint(from); // the last field that must be understood
  let id = '';
  let tag = '';
  let number = 0n;
  let committedAt: number | undefined;
  while (from.at < end) {
    const field = Number(readVarint(from));
    switch (field) {
      case tagged.flags:
        readByte(from);
        break;
      case tagged.uuid: {
        const whole = Buffer.from(Array.from({ length: 16 }, () => Number(readVarint(from))));
        id = uuid(whole, 0);
        break;
      }
      case tagged.number:
        number = readSignedVarint(from);
        break;
      case tagged.tag: {
        const length = Number(readVarint(from));
        tag = bytes.toString('latin1', from.at, (from.at += length));
        break;
      }
      case tagged.lastCommitted:
      case tagged.sequence:
        readSignedVarint(from);
        break;
      case tagged.committedAt:
        committedAt = Number(readVarint(from));
        return { source: tag === '' ? id : `${id}:${tag}`, number, committedAt };
      default:
        throw new LienThongError('INTERNAL', {
          message: `the number of a transaction has the field ${field}, which this version does not know`,
        });
    }
  }
  return { source: tag === '' ? id : `${id}:${tag}`, number, committedAt };
}

/** As many ones at the low end of the first byte as bytes follow it. */
function readVarint(from: FieldReader): bigint {
  const first = readByte(from);
  let following = 0;
  while (following < 8 && ((first >> following) & 1) === 1) following++;
  let value = following >= 7 ? 0n : BigInt(first >> (following + 1));
  const shift = following >= 7 ? 0 : 7 - following;
  for (let index = 0; index < following; index++) value |= BigInt(readByte(from)) << BigInt(shift + index * 8);
  return value;
}

/** The sign is the lowest bit. */
function readSignedVarint(from: FieldReader): bigint {
  const value = readVarint(from);
  return (value & 1n) === 0n ? value >> 1n : -(value >> 1n) - 1n;
}
