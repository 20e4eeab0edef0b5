import { type CanonicalType, type RawForm, type TypeMapping, Unrepresentable } from '@lienthong/core';

/** One row of the type table; `name` is the base type in `sys.types`. */
export interface SqlserverType extends TypeMapping {
  readonly name: string;
}

const text: CanonicalType = { kind: 'string' };

function row(name: string, canonical: CanonicalType, raw: RawForm, note?: string, native = name): SqlserverType {
  return note === undefined ? { name, native, canonical, raw } : { name, native, canonical, raw, note };
}

const codePageNote = 'As the code page of the collation says; with `storedText` the stored bytes.';
const geometryNote = 'EWKB, base64; heights and measures included.';

/** Every type that is known by name. What a column's own definition adds (precision, digits of a second): type-mappings.ts. */
export const sqlserverTypes: readonly SqlserverType[] = [
  row('bit', { kind: 'boolean' }, 'boolean-text'),
  row('tinyint', { kind: 'integer' }, 'integer-text', '0 to 255.'),
  row('smallint', { kind: 'integer' }, 'integer-text'),
  row('int', { kind: 'integer' }, 'integer-text'),
  row('bigint', { kind: 'bigint' }, 'integer-text'),
  row('decimal', { kind: 'decimal', precision: 38, scale: 10 }, 'decimal-text', '`decimal(p,s)`.'),
  row('numeric', { kind: 'decimal', precision: 38, scale: 10 }, 'decimal-text', '`numeric(p,s)`.'),
  row('money', { kind: 'decimal', precision: 19, scale: 4 }, 'decimal-text'),
  row('smallmoney', { kind: 'decimal', precision: 10, scale: 4 }, 'decimal-text'),
  row('float', { kind: 'number' }, 'number-text', 'Shortest text that reads back as the same value.'),
  row('real', { kind: 'number' }, 'number-text', 'Shortest text that reads back as the same single-precision value.'),
  row('date', { kind: 'date' }, 'date-text'),
  row('datetime', { kind: 'timestamp', fraction: 3 }, 'timestamp-text', 'Steps of 1/300 second, rounded to the millisecond by the server.'),
  row('smalldatetime', { kind: 'timestamp', fraction: 0 }, 'timestamp-text', 'Minutes.'),
  row('datetime2', { kind: 'timestamp', fraction: 7 }, 'timestamp-text'),
  row('datetimeoffset', { kind: 'timestamptz', fraction: 7 }, 'timestamptz-text', 'The instant; the offset itself is not kept.'),
  row('time', { kind: 'time', fraction: 7 }, 'time-text'),
  row('char', text, 'text', `With the blanks that fill it up. ${codePageNote}`),
  row('varchar', text, 'text', codePageNote),
  row('text', text, 'text', codePageNote),
  row('nchar', text, 'text', 'With the blanks that fill it up.'),
  row('nvarchar', text, 'text', 'An unpaired half of a surrogate pair is refused.'),
  row('ntext', text, 'text'),
  row('binary', { kind: 'bytes' }, 'bytes', 'With the zeros that fill it up.'),
  row('varbinary', { kind: 'bytes' }, 'bytes'),
  row('image', { kind: 'bytes' }, 'bytes'),
  row('timestamp', text, 'text', '`rowversion`: `0x` and 16 hex digits. A watermark: see *Incremental*.'),
  row('uniqueidentifier', { kind: 'uuid' }, 'uuid-text'),
  row('xml', text, 'text', 'As the server writes it: without the declaration, blanks as it keeps them.'),
  row('hierarchyid', text, 'text', '`/1/2/`'),
  row('sql_variant', text, 'text', 'The base type, a colon and the value as that type is written: `int:5`, `nvarchar:An`.'),
  ...['geometry', 'geography'].map(
    (name): SqlserverType => ({
      ...row(name, { kind: 'geometry', encoding: 'wkb' }, 'canonical', geometryNote),
      read: readGeometry,
    }),
  ),
];

const sridFlag = 0x20_00_00_00;

/** The number of the reference system, four bytes, highest first, then WKB with its lowest byte first: the same as EWKB has it inside. */
function readGeometry(raw: unknown): string {
  if (!(raw instanceof Uint8Array) || raw.length < 9) throw new Unrepresentable('a geometry that is none');
  const given = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  const srid = given.readUInt32BE(0);
  if (srid === 0) return given.toString('base64', 4);
  if (given[4] !== 1) throw new Unrepresentable('a geometry whose highest byte comes first');
  const extended = Buffer.allocUnsafe(given.length);
  extended[0] = 1;
  extended.writeUInt32LE((given.readUInt32LE(5) | sridFlag) >>> 0, 1);
  extended.writeUInt32LE(srid, 5);
  given.copy(extended, 9, 9);
  return extended.toString('base64');
}
