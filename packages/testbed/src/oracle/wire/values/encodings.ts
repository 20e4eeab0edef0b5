import type { OracleType, OracleValue, ResultColumn } from '../../engine.ts';
import type { LobOwner } from '../lobs.ts';
import { characterForm, dataType, fieldVersion } from '../protocol.ts';
import type { Writer } from '../writer.ts';
import { type Encoding, type EncodingContext, expectNumber, expectText } from './encoding.ts';
import { writeMonths, writeSeconds } from './intervals.ts';
import { lobEncoding, longEncoding } from './large.ts';
import { writeDate, writeLocalTimestamp, writeTimestamp, writeZonedTimestamp } from './moments.ts';
import { writeFloat, writeNumber } from './numbers.ts';
import { objectEncoding, xmlEncoding } from './objects.ts';
import { writeRowId, writeUniversalRowId } from './rowids.ts';
import { rawEncoding, textEncoding } from './texts.ts';

/**
 * @param owner whose rows they are in: large objects are kept as long as it
 * @param defined what a client wants large objects as (`dataType`), when it said so
 */
export function encodingOf({ type }: Pick<ResultColumn, 'type'>, context: EncodingContext, owner?: LobOwner, defined?: number): Encoding {
  switch (type.name) {
    case 'number':
      return { ...plain(dataType.number, 22, writeText(writeNumber)), precision: type.precision, scale: type.scale };
    case 'binary_float':
      return plain(dataType.binaryFloat, 4, (out, value) => writeFloat(out, expectNumber(value), 4));
    case 'binary_double':
      return plain(dataType.binaryDouble, 8, (out, value) => writeFloat(out, expectNumber(value), 8));
    case 'date':
      return plain(dataType.date, 7, writeText(writeDate));
    case 'timestamp':
      return { ...plain(dataType.timestamp, 11, writeText(writeTimestamp)), scale: type.scale };
    case 'timestamp with time zone':
      return { ...plain(dataType.timestampTz, 13, writeText(writeZonedTimestamp)), scale: type.scale };
    case 'timestamp with local time zone':
      return { ...plain(dataType.timestampLtz, 11, localTimestamp(context)), scale: type.scale };
    case 'interval year to month':
      return { ...plain(dataType.intervalYm, 5, writeText(writeMonths)), precision: type.precision };
    case 'interval day to second':
      return { ...plain(dataType.intervalDs, 11, writeText(writeSeconds)), precision: type.precision, scale: type.scale };
    case 'rowid':
      return plain(dataType.rowid, 18, writeText(writeRowId));
    case 'urowid':
      return plain(dataType.urowid, 3950, writeText(writeUniversalRowId));
    case 'boolean':
      return plain(dataType.boolean, 1, writeBoolean);
    case 'varchar2':
    case 'char':
    case 'nvarchar2':
    case 'nchar':
      return textEncoding(type);
    case 'raw':
      return rawEncoding(type.length);
    case 'xmltype':
      return xmlEncoding;
    case 'object':
      return objectEncoding(type.schema, type.typeName);
    case 'cursor':
      return cursorEncoding;
    case 'long':
    case 'long raw':
      return longEncoding(type.name === 'long' ? dataType.long : dataType.longRaw, characterForm.implicit);
    case 'bfile':
      return fileEncoding;
    default:
      return lobEncoding(type.name, context, owner, defined);
  }
}

/** Rows with such columns are sent only when the client has said what it wants them as. */
export function needsDefine(type: OracleType): boolean {
  return type.name === 'clob' || type.name === 'nclob' || type.name === 'blob' || type.name === 'json';
}

/** A type that servers of this version do not have. */
export function isUnknown(type: OracleType, fields: number): boolean {
  return type.name === 'boolean' && fields < fieldVersion.v23;
}

function plain(code: number, bytes: number, write: Encoding['write']): Encoding {
  return { code, form: characterForm.none, precision: 0, scale: 0, bytes, characters: 0, flags: 0, write, writeNull };
}

function writeNull(out: Writer): void {
  out.u8(0);
}

function writeText(write: (out: Writer, text: string) => void): Encoding['write'] {
  return (out, value) => write(out, expectText(value));
}

function localTimestamp(context: EncodingContext): Encoding['write'] {
  return (out, value) => writeLocalTimestamp(out, expectText(value), context.sessionZone());
}

function writeBoolean(out: Writer, value: OracleValue): void {
  if (typeof value !== 'boolean') throw new TypeError(`The engine gave a ${typeof value} where a boolean belongs.`);
  out.u8(1);
  out.u8(value ? 1 : 0);
}

/** Described, so that a client can leave it out. */
const fileEncoding = plain(dataType.bfile, 530, () => {
  throw new TypeError('Files are not spoken here.');
});

/** Cursors are written by whoever gives them their numbers. */
const cursorEncoding = plain(dataType.cursor, 4, () => {
  throw new TypeError('The engine gave a cursor in a row: only a bind can take one out.');
});
