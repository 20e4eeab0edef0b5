import type { CanonicalType, RawForm, TypeMapping } from '@lienthong/core';
import { Unrepresentable } from '@lienthong/core';

/** One row of the type table; `name` is `DATA_TYPE` of information_schema.COLUMNS. */
export interface MysqlType extends TypeMapping {
  readonly name: string;
}

const text: CanonicalType = { kind: 'string' };

function row(name: string, canonical: CanonicalType, raw: RawForm, note?: string, native = name): MysqlType {
  return note === undefined ? { name, native, canonical, raw } : { name, native, canonical, raw, note };
}

const geometryNote = 'EWKB, base64; coordinates in the order that is stored, x before y.';

/** Every type that is known by name. What a column's own definition adds (precision, character set, policies): type-mappings.ts. */
export const mysqlTypes: readonly MysqlType[] = [
  row(
    'tinyint',
    { kind: 'integer' },
    'integer-text',
    '`BOOLEAN` is `tinyint(1)`, which may hold more than 0 and 1: `cast: boolean` in the mapping.',
  ),
  row('smallint', { kind: 'integer' }, 'integer-text'),
  row('mediumint', { kind: 'integer' }, 'integer-text'),
  row('int', { kind: 'integer' }, 'integer-text'),
  row('bigint', { kind: 'bigint' }, 'integer-text', '`UNSIGNED` up to 18446744073709551615.'),
  row('decimal', { kind: 'decimal', precision: 65, scale: 30 }, 'decimal-text', '`decimal(p,s)`.'),
  row('float', { kind: 'number' }, 'number-text', 'Shortest text that reads back as the same value, where MySQL prints six digits.'),
  row('double', { kind: 'number' }, 'number-text', 'Shortest text that reads back as the same value.'),
  row('bit', text, 'text', 'Zeros and ones; `bit(1)` is `boolean`.'),
  row('year', { kind: 'integer' }, 'integer-text', '`0000` is 0.'),
  row('date', { kind: 'date' }, 'date-text', 'Zero dates (`0000-00-00`, `2026-00-00`) are rejected, or as `zeroDates` says.'),
  row('datetime', { kind: 'timestamp', fraction: 6 }, 'timestamp-text', 'As `date`.'),
  row(
    'timestamp',
    { kind: 'timestamptz', fraction: 6 },
    'timestamptz-text',
    'Always UTC, whatever zone server and account have. As `date`.',
  ),
  row(
    'time',
    { kind: 'time', fraction: 6 },
    'time-text',
    'Negative ones and those beyond 24 hours are rejected; columns of `durations` are `string`.',
  ),
  row('char', text, 'text', 'Without the blanks at the end, which MySQL does not keep.'),
  row('varchar', text, 'text'),
  row('tinytext', text, 'text'),
  row('text', text, 'text'),
  row('mediumtext', text, 'text'),
  row('longtext', text, 'text'),
  row('enum', text, 'text', 'The label; the empty text where MySQL kept a wrong one.'),
  row('set', text, 'text', 'Labels with commas between.'),
  row('binary', { kind: 'bytes' }, 'bytes', 'With the zeros that fill it up.'),
  row('varbinary', { kind: 'bytes' }, 'bytes'),
  row('tinyblob', { kind: 'bytes' }, 'bytes'),
  row('blob', { kind: 'bytes' }, 'bytes'),
  row('mediumblob', { kind: 'bytes' }, 'bytes'),
  row('longblob', { kind: 'bytes' }, 'bytes'),
  row(
    'json',
    { kind: 'json' },
    'json-text',
    "Numbers that a double does not hold exactly are rejected. MariaDB's `JSON` is `longtext` with a check, and known by it.",
  ),
  row('vector', { kind: 'bytes' }, 'bytes', 'Single-precision numbers, four bytes each, lowest byte first.'),
  row('uuid', { kind: 'uuid' }, 'uuid-text', 'MariaDB 10.7+.'),
  row('inet4', text, 'text', 'MariaDB 10.10+.'),
  row('inet6', text, 'text', 'MariaDB 10.5+.'),
  ...['geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon', 'geometrycollection'].map(
    (name): MysqlType => ({
      ...row(name, { kind: 'geometry', encoding: 'wkb' }, 'canonical', geometryNote),
      read: readStoredGeometry,
    }),
  ),
];

const sridFlag = 0x20_00_00_00;

/** MySQL stores the number of the reference system, four bytes, then WKB: the same as EWKB has it inside, which PostGIS gives. */
function readStoredGeometry(raw: unknown): string {
  if (!(raw instanceof Uint8Array) || raw.length < 9) throw new Unrepresentable('a geometry that is none');
  const stored = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  const srid = stored.readUInt32LE(0);
  if (srid === 0) return stored.toString('base64', 4);
  if (stored[4] !== 1) throw new Unrepresentable('a geometry whose highest byte comes first');
  const extended = Buffer.allocUnsafe(stored.length);
  extended[0] = 1;
  extended.writeUInt32LE((stored.readUInt32LE(5) | sridFlag) >>> 0, 1);
  extended.writeUInt32LE(srid, 5);
  stored.copy(extended, 9, 9);
  return extended.toString('base64');
}
