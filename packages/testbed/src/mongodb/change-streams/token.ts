import { keyOf } from '../bson/key-string.ts';
import { bsonType } from '../bson/types.ts';
import { fieldOf, textOf, type Value } from '../bson/value.ts';
import type { ClusterTime } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import type { Operation, OplogEntry } from '../storage/oplog.ts';

/**
 * Resume tokens in the form of MongoDB's: a KeyString in hexadecimal of cluster time, version, kind of token, place within the
 * transaction, whether it is of an invalidate, UUID of the collection, and what the event was. They sort as events come.
 * Tokens of events whose `_id` is no ObjectId differ from a real server's in the last part, which nobody reads.
 */
export interface ResumePoint {
  readonly time: ClusterTime;
  readonly isEvent: boolean;
  readonly index: number;
  readonly fromInvalidate: boolean;
  /** Number of the fragment of a split event, 0 for a whole one. */
  readonly fragment: number;
}

const timestampMark = '82';
const version = '2B04';
const eventKind = '2C0100';
const highWaterKind = '29';
const end = '04';

export function eventToken(entry: OplogEntry, operationType: Operation): string {
  const what =
    entry.id === undefined
      ? identifier(operationType) + closed
      : identifier(operationType) + keyMark + hex(keyOf(entry.id)) + closed + closed;
  return `${head(entry.time)}${eventKind}${number(entry.index)}6E${uuid(entry)}${what}${end}`;
}

export function invalidateToken(entry: OplogEntry): string {
  return `${head(entry.time)}${eventKind}${number(entry.index)}6F${uuid(entry)}${identifier(entry.operation)}${closed}${end}`;
}

/** The key of the object `{operationType, documentKey: {_id}}`, piece by piece. */
const closed = '00';
const keyMark = hex('\x46documentKey\0\x46');

function identifier(operationType: Operation): string {
  return hex(`\x46\x3coperationType\0\x3c${operationType}\0`);
}

export function fragmentToken(token: string, fragment: number): string {
  return `${token.slice(0, -end.length)}${number(fragment)}${end}`;
}

/** A token of no event: everything before this time was seen. */
export function highWaterToken(time: ClusterTime): string {
  return `${head(time)}${highWaterKind}296E14${end}`;
}

const dataField = Buffer.from('_data');
const shape = /^82([0-9A-F]{8})([0-9A-F]{8})2B04(29|2C0100)(29|2B[0-9A-F]{2}|2C[0-9A-F]{4}|2D[0-9A-F]{6})(6E|6F)([0-9A-F]*)04$/;

export function resumePointOf(token: Value): ResumePoint {
  const data = fieldOf(token, dataField);
  if (data === undefined || data.type !== bsonType.string) {
    throw new ServerError(40647, 'Bad resume token: _data of missing or of wrong type');
  }
  const text = textOf(data);
  if (!/^([0-9a-fA-F]{2})+$/.test(text)) throw new ServerError(9, 'resume token string was not a valid hex string');
  const match = shape.exec(text.toUpperCase());
  if (match === null) throw new ServerError(260, 'Invalid resume token: it is not one of a change stream');
  const [, seconds = '', increment = '', kind, index = '', invalidate, rest = ''] = match;
  return {
    time: { seconds: Number.parseInt(seconds, 16), increment: Number.parseInt(increment, 16) },
    isEvent: kind === eventKind,
    index: numberOfHex(index),
    fromInvalidate: invalidate === '6F',
    fragment: fragmentOf(rest),
  };
}

/** What the event was ends with 00; only the number of a fragment can stand behind. */
function fragmentOf(rest: string): number {
  const match = /00(2B[0-9A-F]{2})$/.exec(rest);
  return match === null ? 0 : numberOfHex(match[1] ?? '');
}

function head({ seconds, increment }: ClusterTime): string {
  return `${timestampMark}${word(seconds)}${word(increment)}${version}`;
}

function word(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, '0');
}

/** A small integer as KeyString has it: a byte that says how many follow, and twice the number. */
function number(value: number): string {
  if (value === 0) return '29';
  const digits = (value * 2).toString(16).toUpperCase();
  const bytes = Math.ceil(digits.length / 2);
  return (0x2a + bytes).toString(16).toUpperCase() + digits.padStart(2 * bytes, '0');
}

function numberOfHex(text: string): number {
  return text === '29' ? 0 : Number.parseInt(text.slice(2), 16) / 2;
}

function uuid(entry: OplogEntry): string {
  return entry.uuid === undefined ? '14' : `5A1004${entry.uuid.toString('hex').toUpperCase()}`;
}

function hex(key: string): string {
  return Buffer.from(key, 'latin1').toString('hex').toUpperCase();
}
