import { inflateSync } from 'node:zlib';
import { LienThongError } from '@lienthong/core';
import { eventType } from './event.ts';
import { type FieldReader, readLittle, readPacked } from './packed.ts';

export type RowOperation = 'insert' | 'update' | 'delete';

/** The head of a row event; the rows themselves lie in `bytes` from `start` to `end`. */
export interface RowEvent {
  readonly operation: RowOperation;
  readonly table: number;
  readonly columns: number;
  /** Bits of the columns that the old row has: of updates and deletes. */
  readonly before: Uint8Array | undefined;
  /** The same of the new row: of inserts and updates. */
  readonly after: Uint8Array | undefined;
  /** The engine carried out what foreign keys say, and the log tells nothing of it. */
  readonly unlogged: boolean;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

interface Form {
  readonly operation: RowOperation;
  /** The second version has a head that may grow. */
  readonly version: 1 | 2;
  readonly compressed: boolean;
}

/** Of what a session did with foreign keys: it had switched them off, or the server carried them out and wrote their rows as well (MySQL from 9.6 on). */
const rowFlag = { keysOff: 0x02, keysLogged: 0x10 } as const;

const form = (operation: RowOperation, version: 1 | 2, compressed = false): Form => ({ operation, version, compressed });

const forms: ReadonlyMap<number, Form> = new Map([
  [eventType.writeRows1, form('insert', 1)],
  [eventType.updateRows1, form('update', 1)],
  [eventType.deleteRows1, form('delete', 1)],
  [eventType.writeRows, form('insert', 2)],
  [eventType.updateRows, form('update', 2)],
  [eventType.deleteRows, form('delete', 2)],
  [eventType.writeRowsCompressed1, form('insert', 1, true)],
  [eventType.updateRowsCompressed1, form('update', 1, true)],
  [eventType.deleteRowsCompressed1, form('delete', 1, true)],
  [eventType.writeRowsCompressed, form('insert', 2, true)],
  [eventType.updateRowsCompressed, form('update', 2, true)],
  [eventType.deleteRowsCompressed, form('delete', 2, true)],
]);

export function isRowEvent(type: number): boolean {
  return forms.has(type);
}

/** `start` is behind the event's header. */
export function readRowEvent(type: number, bytes: Buffer, start: number, end: number): RowEvent {
  const found = forms.get(type);
  if (found === undefined) throw new LienThongError('INTERNAL', { message: `event ${type} of the log is no row event` });
  const { operation, version, compressed } = found;
  const from: FieldReader = { bytes, at: start };
  const table = readLittle(from, 6);
  const flags = readLittle(from, 2);
  if (version === 2) from.at += bytes.readUInt16LE(from.at);
  const columns = readPacked(from);
  const size = (columns + 7) >> 3;
  const first = bytes.subarray(from.at, (from.at += size));
  const second = operation === 'update' ? bytes.subarray(from.at, (from.at += size)) : undefined;
  const rows = compressed ? inflate(bytes, from.at, end) : undefined;
  return {
    operation,
    table,
    columns,
    before: operation === 'insert' ? undefined : first,
    after: operation === 'insert' ? first : second,
    unlogged: (flags & (rowFlag.keysOff | rowFlag.keysLogged)) === 0,
    bytes: rows ?? bytes,
    start: rows === undefined ? from.at : 0,
    end: rows?.length ?? end,
  };
}

/** MariaDB's form: a byte with the size of the length in its lowest bits, the length, then zlib. */
export function inflate(bytes: Buffer, start: number, end: number): Buffer {
  const head = bytes[start] ?? 0;
  if ((head & 0x70) !== 0)
    throw new LienThongError('INTERNAL', { message: 'the log is compressed in a way that this version does not know' });
  return inflateSync(bytes.subarray(start + 1 + (head & 0x07), end));
}
