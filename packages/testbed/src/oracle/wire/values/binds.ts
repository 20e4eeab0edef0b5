import { OracleError, type OracleType, type OracleValue } from '../../engine.ts';
import { characterForm, dataType, fieldVersion } from '../protocol.ts';
import type { Reader } from '../reader.ts';
import type { EncodingContext } from './encoding.ts';
import { readMonths, readSeconds } from './intervals.ts';
import { readJson } from './json-reading.ts';
import { readDate, readLocalTimestamp, readTimestamp, readZonedTimestamp } from './moments.ts';
import { readFloat, readNumber } from './numbers.ts';

/** What a client says of a bind, or of how it wants a column. */
export interface SentType {
  readonly code: number;
  readonly form: number;
  /** Room that it has for a value. */
  readonly bytes: number;
  /** A table of PL/SQL. */
  readonly isArray: boolean;
}

const arrayFlag = 0x40;
/** Before a boolean that is null. */
const escape = 253;

export function readSentType(reader: Reader, fields: number): SentType {
  const code = reader.u8();
  const flag = reader.u8();
  // Precision and scale, always 0.
  reader.take(2);
  const bytes = reader.integer();
  const elements = reader.integer();
  reader.integer();
  reader.sized();
  reader.integer();
  reader.integer();
  const form = reader.u8();
  reader.integer();
  if (fields >= fieldVersion.v12_2) reader.integer();
  return { code, form, bytes, isArray: (flag & arrayFlag) !== 0 || elements > 0 };
}

/** Of a bind. Throws 3001 for what is not spoken here. */
export function typeOfBind(sent: SentType): OracleType {
  const { code, form, bytes, isArray } = sent;
  if (isArray) throw notSpoken();
  const isNational = form === characterForm.national;
  switch (code) {
    case dataType.varchar:
      if (isLong(sent)) return { name: 'long' };
      return isNational ? { name: 'nvarchar2', length: bytes } : { name: 'varchar2', length: bytes };
    case dataType.char:
      return isNational ? { name: 'nchar', length: bytes } : { name: 'char', length: bytes };
    case dataType.raw:
      return isLong(sent) ? { name: 'long raw' } : { name: 'raw', length: bytes };
    case dataType.clob:
      return { name: isNational ? 'nclob' : 'clob' };
    default:
      return others.get(code) ?? refuse();
  }
}

const longest = 32_767;

/** More than a string of the database holds. National texts are told with four bytes for each character, JSON with all that it may have. */
export function isLong({ code, bytes, form }: SentType): boolean {
  return code !== dataType.json && bytes > (form === characterForm.national ? longest * 4 : longest);
}

const others: ReadonlyMap<number, OracleType> = new Map<number, OracleType>([
  [dataType.number, { name: 'number', precision: 0, scale: -127 }],
  [dataType.binaryInteger, { name: 'number', precision: 0, scale: -127 }],
  [dataType.long, { name: 'long' }],
  [dataType.longRaw, { name: 'long raw' }],
  [dataType.date, { name: 'date' }],
  [dataType.binaryFloat, { name: 'binary_float' }],
  [dataType.binaryDouble, { name: 'binary_double' }],
  [dataType.blob, { name: 'blob' }],
  [dataType.boolean, { name: 'boolean' }],
  [dataType.json, { name: 'json' }],
  [dataType.cursor, { name: 'cursor' }],
  [dataType.timestamp, { name: 'timestamp', scale: 9 }],
  [dataType.timestampTz, { name: 'timestamp with time zone', scale: 9 }],
  [dataType.timestampLtz, { name: 'timestamp with local time zone', scale: 9 }],
  [dataType.intervalYm, { name: 'interval year to month', precision: 9 }],
  [dataType.intervalDs, { name: 'interval day to second', precision: 9, scale: 9 }],
]);

function notSpoken(): OracleError {
  return new OracleError(3001, 'unimplemented feature');
}

function refuse(): never {
  throw notSpoken();
}

/** The value of a bind as the engine takes it. Throws 22922 on a locator of nothing. */
export function readBindValue(reader: Reader, { code, form }: SentType, context: EncodingContext): OracleValue {
  if (code === dataType.clob || code === dataType.blob) return readLocator(reader, context);
  if (code === dataType.cursor) return readCursor(reader);
  if (code === dataType.json) return readDocument(reader);
  if (code === dataType.boolean && reader.peek() === escape) {
    reader.take(2);
    return null;
  }
  const bytes = reader.bytes();
  if (bytes === null) return null;
  switch (code) {
    case dataType.number:
    case dataType.binaryInteger:
      return readNumber(bytes);
    case dataType.raw:
    case dataType.longRaw:
      return Buffer.from(bytes);
    case dataType.date:
      return readDate(bytes);
    case dataType.timestamp:
      return readTimestamp(bytes);
    case dataType.timestampTz:
      return readZonedTimestamp(bytes);
    case dataType.timestampLtz:
      return readLocalTimestamp(bytes, context.sessionZone());
    case dataType.intervalYm:
      return readMonths(bytes);
    case dataType.intervalDs:
      return readSeconds(bytes);
    case dataType.binaryFloat:
    case dataType.binaryDouble:
      return readFloat(bytes);
    case dataType.boolean:
      return bytes[0] === 1;
    default:
      return form === characterForm.national ? Buffer.from(bytes).swap16().toString('utf16le') : bytes.toString('utf8');
  }
}

/** The value itself is what the engine binds. */
function readLocator(reader: Reader, { lobs }: EncodingContext): OracleValue {
  if (reader.integer() === 0) return null;
  const lob = lobs.find(reader.bytes() ?? Buffer.alloc(0));
  if (lob === undefined) throw new OracleError(22922, 'nonexistent LOB value');
  return lob.value;
}

/** Behind a locator of nothing. */
function readDocument(reader: Reader): OracleValue {
  if (reader.sized().length === 0) return null;
  const bytes = reader.bytes();
  return bytes === null ? null : readJson(bytes);
}

/** Only ever taken out. */
function readCursor(reader: Reader): null {
  if (reader.integer() !== 0) reader.integer();
  return null;
}
