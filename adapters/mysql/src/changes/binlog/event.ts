import { crc32 } from 'node:zlib';
import { LienThongError } from '@lienthong/core';

/** Kinds of events that are looked at; all others are passed over. */
export const eventType = {
  query: 2,
  rotate: 4,
  intvar: 5,
  formatDescription: 15,
  xid: 16,
  tableMap: 19,
  writeRows1: 23,
  updateRows1: 24,
  deleteRows1: 25,
  incident: 26,
  heartbeat: 27,
  rowsQuery: 29,
  writeRows: 30,
  updateRows: 31,
  deleteRows: 32,
  gtid: 33,
  anonymousGtid: 34,
  previousGtids: 35,
  xaPrepare: 38,
  partialUpdateRows: 39,
  transactionPayload: 40,
  heartbeat2: 41,
  gtidTagged: 42,
  mariadbGtid: 162,
  mariadbGtidList: 163,
  startEncryption: 164,
  queryCompressed: 165,
  writeRowsCompressed1: 166,
  updateRowsCompressed1: 167,
  deleteRowsCompressed1: 168,
  writeRowsCompressed: 169,
  updateRowsCompressed: 170,
  deleteRowsCompressed: 171,
} as const;

const headerBytes = 19;
const checksumBytes = 4;
const artificial = 0x20;

/** One event of the log; its body lies in `bytes` from `start` to `end`, without header and checksum. */
export interface LogEvent {
  readonly type: number;
  /** Seconds of Unix. */
  readonly timestamp: number;
  readonly serverId: number;
  /** Where it ends in its file; 0 when it is in none. */
  readonly endsAt: number;
  /** Made by the server for this connection alone. */
  readonly artificial: boolean;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Reads an event that lies in `bytes` from `start` to `end`; refuses one whose checksum is wrong. */
export function readEvent(bytes: Buffer, start: number, end: number, checksum: boolean): LogEvent {
  const type = bytes[start + 4] ?? 0;
  const bodyEnd = checksum ? end - checksumBytes : end;
  if (checksum && crc32(bytes.subarray(start, bodyEnd)) !== bytes.readUInt32LE(bodyEnd)) {
    throw new LienThongError('SOURCE_UNREACHABLE', { message: `the checksum of an event of the log (type ${type}) is wrong` });
  }
  return {
    type,
    timestamp: bytes.readUInt32LE(start),
    serverId: bytes.readUInt32LE(start + 5),
    endsAt: bytes.readUInt32LE(start + 13),
    artificial: (bytes.readUInt16LE(start + 17) & artificial) !== 0,
    bytes,
    start: start + headerBytes,
    end: bodyEnd,
  };
}

/** Whether the events behind a format description bear checksums: its last byte before its own. */
export function hasChecksums(bytes: Buffer, end: number): boolean {
  return bytes[end - checksumBytes - 1] === 1;
}

export interface Rotation {
  readonly file: string;
  readonly offset: number;
}

export function readRotation({ bytes, start, end }: LogEvent): Rotation {
  return { offset: Number(bytes.readBigUInt64LE(start)), file: bytes.toString('utf8', start + 8, end) };
}
