/**
 * The values of a tuple, where they lie in the log's bytes: two numbers each, where the text begins and ends. A beginning is
 * `sqlNull`, or `unchanged` for a value that the log left out because it did not change (TOAST).
 */
export interface Tuple {
  readonly bounds: Int32Array;
  readonly count: number;
}

export const sqlNull = -1;
export const unchanged = -2;

export interface RelationMessage {
  readonly kind: 'relation';
  readonly id: number;
  readonly schema: string;
  readonly name: string;
  /** `d` default, `n` nothing, `f` full, `i` index. */
  readonly identity: string;
  readonly columns: readonly RelationColumn[];
}

export interface RelationColumn {
  readonly name: string;
  /** Part of the replica identity. */
  readonly identity: boolean;
  readonly type: number;
  readonly modifier: number;
}

export type PgoutputMessage =
  | { readonly kind: 'begin'; readonly commitLsn: bigint; readonly at: bigint; readonly xid: number }
  | { readonly kind: 'commit'; readonly commitLsn: bigint; readonly endLsn: bigint }
  | RelationMessage
  | { readonly kind: 'insert'; readonly relation: number; readonly row: Tuple }
  | { readonly kind: 'update'; readonly relation: number; readonly old: OldTuple | undefined; readonly row: Tuple }
  | { readonly kind: 'delete'; readonly relation: number; readonly old: OldTuple }
  | { readonly kind: 'truncate'; readonly relations: readonly number[] }
  /** Type, Origin and Message: nothing that we need. */
  | { readonly kind: 'other' };

export interface OldTuple {
  /** All columns (REPLICA IDENTITY FULL) or only those of the identity. */
  readonly full: boolean;
  readonly row: Tuple;
}

/** Thrown when bytes do not follow the protocol; the message bears none of them. */
export class PgoutputError extends Error {
  override readonly name = 'PgoutputError';
}

/** Reads one message of pgoutput, protocol version 1: it lies in `bytes` from `start` to `end`. */
export type PgoutputReader = (bytes: Buffer, start: number, end: number) => PgoutputMessage;

interface Cursor {
  bytes: Buffer;
  at: number;
  end: number;
  readonly old: Scratch;
  readonly fresh: Scratch;
}

/** Tuples are read into the same memory again and again. */
interface Scratch {
  bounds: Int32Array;
  count: number;
}

/** The tuples of a message are valid until the next one is read. */
export function createPgoutputReader(): PgoutputReader {
  const scratch = (): Scratch => ({ bounds: new Int32Array(64), count: 0 });
  const cursor: Cursor = { bytes: Buffer.alloc(0), at: 0, end: 0, old: scratch(), fresh: scratch() };
  return (bytes, start, end) => {
    cursor.bytes = bytes;
    cursor.at = start;
    cursor.end = end;
    const message = readMessage(cursor);
    if (message.kind !== 'other' && cursor.at !== end) throw new PgoutputError('bytes behind the end of a message');
    return message;
  };
}

function readMessage(cursor: Cursor): PgoutputMessage {
  const code = byte(cursor);
  switch (code) {
    case 0x42: // B
      return { kind: 'begin', commitLsn: int64(cursor), at: int64(cursor), xid: uint32(cursor) };
    case 0x43: // C
      return readCommit(cursor);
    case 0x52: // R
      return readRelation(cursor);
    case 0x49: // I
      return { kind: 'insert', relation: uint32(cursor), row: newTuple(cursor) };
    case 0x55: // U
      return readUpdate(cursor);
    case 0x44: // D
      return readDelete(cursor);
    case 0x54: // T
      return readTruncate(cursor);
    case 0x59: // Y
    case 0x4f: // O
    case 0x4d: // M
      return { kind: 'other' };
    default:
      throw new PgoutputError('a message of an unknown kind');
  }
}

function readCommit(cursor: Cursor): PgoutputMessage {
  byte(cursor); // flags, unused
  const commitLsn = int64(cursor);
  const endLsn = int64(cursor);
  int64(cursor); // the time that Begin has told already
  return { kind: 'commit', commitLsn, endLsn };
}

function readRelation(cursor: Cursor): RelationMessage {
  const id = uint32(cursor);
  // An empty namespace means pg_catalog.
  const schema = text0(cursor) || 'pg_catalog';
  const name = text0(cursor);
  const identity = String.fromCharCode(byte(cursor));
  const count = uint16(cursor);
  const columns: RelationColumn[] = [];
  for (let index = 0; index < count; index += 1) {
    const flags = byte(cursor);
    columns.push({ identity: (flags & 1) === 1, name: text0(cursor), type: uint32(cursor), modifier: uint32(cursor) | 0 });
  }
  return { kind: 'relation', id, schema, name, identity, columns };
}

function readUpdate(cursor: Cursor): PgoutputMessage {
  const relation = uint32(cursor);
  const next = cursor.bytes[cursor.at];
  const old = next === 0x4b || next === 0x4f ? readOld(cursor) : undefined;
  return { kind: 'update', relation, old, row: newTuple(cursor) };
}

function readDelete(cursor: Cursor): PgoutputMessage {
  return { kind: 'delete', relation: uint32(cursor), old: readOld(cursor) };
}

function readTruncate(cursor: Cursor): PgoutputMessage {
  const count = uint32(cursor);
  byte(cursor); // options: CASCADE, RESTART IDENTITY; every table that was emptied is in the list
  const relations: number[] = [];
  for (let index = 0; index < count; index += 1) relations.push(uint32(cursor));
  return { kind: 'truncate', relations };
}

function readOld(cursor: Cursor): OldTuple {
  const code = byte(cursor);
  if (code !== 0x4b && code !== 0x4f) throw new PgoutputError('an old row without its mark');
  return { full: code === 0x4f, row: tuple(cursor, cursor.old) };
}

function newTuple(cursor: Cursor): Tuple {
  if (byte(cursor) !== 0x4e) throw new PgoutputError('a new row without its mark');
  return tuple(cursor, cursor.fresh);
}

function tuple(cursor: Cursor, into: Scratch): Tuple {
  const count = uint16(cursor);
  if (count * 2 > into.bounds.length) into.bounds = new Int32Array(count * 2);
  const { bounds } = into;
  into.count = count;
  for (let place = 0; place < count * 2; place += 2) {
    const kind = byte(cursor);
    if (kind === 0x74) {
      const length = uint32(cursor);
      const from = advance(cursor, length);
      bounds[place] = from;
      bounds[place + 1] = from + length;
    } else if (kind === 0x6e) bounds[place] = sqlNull;
    else if (kind === 0x75) bounds[place] = unchanged;
    else throw new PgoutputError('a value of an unknown kind');
  }
  return into;
}

function advance(cursor: Cursor, length: number): number {
  const from = cursor.at;
  if (from + length > cursor.end) throw new PgoutputError('a message that ends too early');
  cursor.at = from + length;
  return from;
}

function byte(cursor: Cursor): number {
  return cursor.bytes[advance(cursor, 1)] ?? 0;
}

function uint16(cursor: Cursor): number {
  const { bytes } = cursor;
  const at = advance(cursor, 2);
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function uint32(cursor: Cursor): number {
  const { bytes } = cursor;
  const at = advance(cursor, 4);
  return (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}

function int64(cursor: Cursor): bigint {
  return cursor.bytes.readBigInt64BE(advance(cursor, 8));
}

function text0(cursor: Cursor): string {
  const end = cursor.bytes.indexOf(0, cursor.at);
  if (end < 0 || end >= cursor.end) throw new PgoutputError('a name without its end');
  const from = cursor.at;
  cursor.at = end + 1;
  return cursor.bytes.toString('utf8', from, end);
}
