import type { CanonicalType, RawForm, TypeMapping } from '@lienthong/core';

/** One row of the type table; `name` is the type in the catalogue without its measures: `TIMESTAMP WITH TIME ZONE`. */
export interface OracleType extends TypeMapping {
  readonly name: string;
}

const text: CanonicalType = { kind: 'string' };

function row(name: string, canonical: CanonicalType, raw: RawForm, note?: string): OracleType {
  return note === undefined ? { name, native: name, canonical, raw } : { name, native: name, canonical, raw, note };
}

const storedNote = 'As the character set of the database says; with `storedText` the stored bytes.';
const largeNote = 'An empty one comes as NULL. Read again by its key when it changes.';

/** Every type that is known by name. What a column's own definition adds (precision, digits of a second): type-mappings.ts. */
export const oracleTypes: readonly OracleType[] = [
  row(
    'NUMBER',
    { kind: 'decimal', precision: 38, scale: 10 },
    'decimal-text',
    '`NUMBER(p,s)`; without a scale of its own `integer` up to 15 digits, `bigint` up to 18, else `decimal(p,0)`. A bare `NUMBER` is `decimal(125,63)`: map it to what it holds. Every digit is kept.',
  ),
  row('FLOAT', { kind: 'decimal', precision: 125, scale: 63 }, 'decimal-text', 'A `NUMBER` rounded to binary digits.'),
  row(
    'BINARY_FLOAT',
    { kind: 'number' },
    'number-text',
    'Shortest text that reads back as the same single-precision value. Infinity and NaN are refused.',
  ),
  row('BINARY_DOUBLE', { kind: 'number' }, 'number-text', 'Infinity and NaN are refused.'),
  row('DATE', { kind: 'timestamp', fraction: 0 }, 'timestamp-text', 'With its time. Years before Christ are refused.'),
  row('TIMESTAMP', { kind: 'timestamp', fraction: 6 }, 'timestamp-text'),
  row('TIMESTAMP WITH TIME ZONE', { kind: 'timestamptz', fraction: 6 }, 'timestamptz-text', 'The instant; offset or region are not kept.'),
  row('TIMESTAMP WITH LOCAL TIME ZONE', { kind: 'timestamptz', fraction: 6 }, 'timestamptz-text', 'The instant.'),
  row('INTERVAL YEAR TO MONTH', text, 'text', '`+01-02`'),
  row('INTERVAL DAY TO SECOND', text, 'text', '`+01 02:03:04.000000`'),
  row('CHAR', text, 'text', `With the blanks that fill it up. ${storedNote}`),
  row('VARCHAR2', text, 'text', `${storedNote} An empty text is NULL, as everywhere in Oracle.`),
  row('NCHAR', text, 'text', 'With the blanks that fill it up.'),
  row('NVARCHAR2', text, 'text'),
  row('CLOB', text, 'text', largeNote),
  row('NCLOB', text, 'text', largeNote),
  row('LONG', text, 'text', largeNote),
  row('RAW', { kind: 'bytes' }, 'bytes'),
  row('BLOB', { kind: 'bytes' }, 'bytes', largeNote),
  row('LONG RAW', { kind: 'bytes' }, 'bytes', largeNote),
  row('ROWID', text, 'text'),
  row('UROWID', text, 'text'),
  row('XMLTYPE', text, 'text', `As the server writes it. ${largeNote}`),
  row('JSON', { kind: 'json' }, 'json-text', `From 21c on. ${largeNote}`),
  row('BOOLEAN', { kind: 'boolean' }, 'boolean-text', 'From 23ai on.'),
];
