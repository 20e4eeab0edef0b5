import { LienThongError } from '@lienthong/core';
import { eventType, type LogEvent } from './event.ts';
import { inflate } from './row-event.ts';

/** A statement in the log: where transactions begin and end, and what changes tables otherwise than row by row. */
export interface QueryEvent {
  readonly database: string;
  readonly text: string;
}

const fixedBytes = 13;

export function readQuery(event: LogEvent): QueryEvent {
  const { bytes, start, end } = event;
  const databaseBytes = bytes.readUInt8(start + 8);
  const statusBytes = bytes.readUInt16LE(start + 11);
  const database = start + fixedBytes + statusBytes;
  const text = database + databaseBytes + 1;
  if (text > end) throw new LienThongError('INTERNAL', { message: 'a statement of the log is cut off' });
  const body = event.type === eventType.queryCompressed ? inflate(bytes, text, end) : bytes.subarray(text, end);
  return { database: bytes.toString('utf8', database, database + databaseBytes), text: body.toString('utf8') };
}
