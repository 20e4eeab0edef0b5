import { inflateSync } from 'node:zlib';
import type { CatalogueColumn } from '../../catalogue.ts';
import { putDecimal } from './decimal.ts';
import { putJson } from './json-text.ts';
import { labelsOf } from './labels.ts';
import { type LogColumn, logType } from './log-types.ts';
import { networkText } from './network-text.ts';
import { putDate, putDatetime2, putInstant, putOldDatetime, putOldTime, putTime2, putTimestamp2 } from './temporal.ts';
import { putAscii, putByte, putBytes, putInteger, putSigned64, putUnsigned64, reserve, type TextOut } from './text-out.ts';
import { prefixBytes } from './value-size.ts';

/** Writes the value that lies at `at` as the server prints it: what `ColumnForm.sql` gives of it. */
export type Put = (out: TextOut, bytes: Buffer, at: number) => void;

/** `offset` says that a TIMESTAMP bears its offset: `column-form.ts` asks for it, unless zero dates are told as texts. */
export function putOf(column: LogColumn, catalogue: CatalogueColumn, offset: boolean): Put {
  const { type, meta } = column;
  const unsigned = column.unsigned ?? catalogue.native.includes('unsigned');
  switch (type) {
    case logType.tiny:
      return unsigned ? (out, bytes, at) => putInteger(out, bytes.readUInt8(at)) : (out, bytes, at) => putInteger(out, bytes.readInt8(at));
    case logType.short:
      return unsigned
        ? (out, bytes, at) => putInteger(out, bytes.readUInt16LE(at))
        : (out, bytes, at) => putInteger(out, bytes.readInt16LE(at));
    case logType.int24:
      return unsigned
        ? (out, bytes, at) => putInteger(out, bytes.readUIntLE(at, 3))
        : (out, bytes, at) => putInteger(out, bytes.readIntLE(at, 3));
    case logType.long:
      return unsigned
        ? (out, bytes, at) => putInteger(out, bytes.readUInt32LE(at))
        : (out, bytes, at) => putInteger(out, bytes.readInt32LE(at));
    case logType.longlong:
      return unsigned ? putUnsigned64 : putSigned64;
    case logType.float:
      return (out, bytes, at) => putAscii(out, String(bytes.readFloatLE(at)));
    case logType.double:
      return (out, bytes, at) => putAscii(out, String(bytes.readDoubleLE(at)));
    case logType.newDecimal:
      return (out, bytes, at) => putDecimal(out, bytes, at, meta >> 8, meta & 255);
    case logType.year:
      return (out, bytes, at) => putInteger(out, bytes[at] === 0 ? 0 : 1900 + (bytes[at] ?? 0));
    case logType.bit:
      return (out, bytes, at) => putBytes(out, bytes, at, at + ((meta + 7) >> 3));
    case logType.enum:
    case logType.set:
      return putLabels(column, catalogue);
    default:
      return temporalPut(column, offset) ?? textPut(column, catalogue);
  }
}

function temporalPut({ type, meta }: LogColumn, offset: boolean): Put | undefined {
  const behind = offset ? (out: TextOut) => putAscii(out, '+00') : () => undefined;
  switch (type) {
    case logType.date:
    case logType.newDate:
      return putDate;
    case logType.datetime2:
      return (out, bytes, at) => putDatetime2(out, bytes, at, meta);
    case logType.time2:
      return (out, bytes, at) => putTime2(out, bytes, at, meta);
    case logType.timestamp2:
      return (out, bytes, at) => {
        putTimestamp2(out, bytes, at, meta);
        behind(out);
      };
    case logType.timestamp:
      return (out, bytes, at) => {
        putInstant(out, bytes.readUInt32LE(at), 0, 0);
        behind(out);
      };
    case logType.datetime:
      return putOldDatetime;
    case logType.time:
      return putOldTime;
    default:
      return undefined;
  }
}

/** Texts and bytes, with their length in front: as they are stored. */
function textPut(column: LogColumn, catalogue: CatalogueColumn): Put {
  const prefix = prefixBytes(column);
  const body = (bytes: Buffer, at: number): number => at + prefix + bytes.readUIntLE(at, prefix);
  const network = networkText(catalogue.type);
  if (network !== undefined) {
    return (out, bytes, at) => putAscii(out, network(unstripped(bytes, at + prefix, body(bytes, at), column.meta)));
  }
  if (column.type === logType.json) return (out, bytes, at) => putJson(out, bytes, at + prefix, body(bytes, at));
  if (catalogue.type === 'binary') {
    // The zeros at the end are not in the log.
    return (out, bytes, at) => {
      const end = body(bytes, at);
      putBytes(out, bytes, at + prefix, end);
      for (let missing = column.meta - (end - at - prefix); missing > 0; missing--) putByte(out, 0);
    };
  }
  if (column.type === logType.varcharCompressed || column.type === logType.blobCompressed) {
    return (out, bytes, at) => {
      const value = decompress(bytes.subarray(at + prefix, body(bytes, at)));
      putBytes(out, value, 0, value.length);
    };
  }
  return (out, bytes, at) => putBytes(out, bytes, at + prefix, body(bytes, at));
}

function unstripped(bytes: Buffer, start: number, end: number, length: number): Buffer {
  const whole = Buffer.alloc(length);
  bytes.copy(whole, 0, start, end);
  return whole;
}

/** A compressed column of MariaDB: a byte that tells how, a length where it is compressed, then zlib without its head. */
function decompress(value: Buffer): Buffer {
  const head = value[0] ?? 0;
  if (value.length === 0 || head === 0) return value.subarray(1);
  return inflateSync(value.subarray(1 + (head & 0x07)));
}

/** Numbers of labels: an enum's from 1, a set's as bits. */
function putLabels(column: LogColumn, catalogue: CatalogueColumn): Put {
  const labels = labelsOf(column, catalogue);
  const size = column.meta;
  if (column.type === logType.enum) {
    return (out, bytes, at) => {
      const label = labels[bytes.readUIntLE(at, size) - 1];
      // 0 stands for a wrong value that the server kept: an empty text.
      if (label !== undefined) putBytes(out, label, 0, label.length);
    };
  }
  return (out, bytes, at) => {
    let first = true;
    reserve(out, 1);
    for (let index = 0; index < labels.length; index++) {
      if (((bytes[at + (index >> 3)] ?? 0) & (1 << (index & 7))) === 0) continue;
      const label = labels[index];
      if (label === undefined) continue;
      if (!first) putByte(out, 0x2c);
      putBytes(out, label, 0, label.length);
      first = false;
    }
  };
}
