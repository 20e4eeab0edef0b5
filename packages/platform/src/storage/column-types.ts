import type { CanonicalType, JsonValue, TypeMapping } from '@lienthong/core';

/** How values of one canonical type lie in a column. */
export interface ColumnType {
  /** The column's SQL type. */
  readonly sql: string;
  /** From the text that `compileReader` gives to what COPY takes for this column; `undefined`: the text itself. */
  readonly store?: (text: string) => string;
  /** How the column's text is read back. */
  readonly mapping: TypeMapping;
}

/** The platform's own type table: exact both ways, so that what is read back is the record that was sent. */
export function columnType(type: CanonicalType): ColumnType {
  switch (type.kind) {
    case 'boolean':
      return column('boolean', type, 'boolean-text');
    case 'integer':
      return column('bigint', type, 'integer-text');
    case 'bigint':
      return column('numeric(20,0)', type, 'integer-text');
    case 'decimal':
      return column(`numeric(${type.precision},${type.scale})`, type, 'decimal-text');
    case 'number':
      return column('double precision', type, 'number-text');
    case 'string':
      return column('text', type, 'text');
    case 'date':
      return column('date', type, 'date-text');
    case 'uuid':
      return column('uuid', type, 'uuid-text');
    case 'json':
      return column('jsonb', type, 'json-text');
    case 'array':
      return canonical('jsonb', type, parseJson);
    case 'partial-date':
      return canonical('text collate "C"', type, text);
    // PostgreSQL keeps six digits of the second: finer types stay text, which sorts rightly enough and loses nothing.
    case 'time':
      return type.fraction > 6 ? canonical('text collate "C"', type, text) : column('time', type, 'time-text');
    case 'timestamp':
      return type.fraction > 6 ? canonical('text collate "C"', type, text) : column('timestamp', type, 'timestamp-text');
    case 'timestamptz':
      return type.fraction > 6 ? canonical('text collate "C"', type, text) : column('timestamptz', type, 'timestamptz-text');
    case 'bytes':
      return { ...column('bytea', type, 'bytes-hex'), store: base64ToHex };
    case 'geometry':
      if (type.encoding === 'geojson') return canonical('jsonb', type, parseJson);
      return { ...canonical('bytea', type, (raw) => Buffer.from(text(raw).slice(2), 'hex').toString('base64')), store: base64ToHex };
  }
}

function column(sql: string, type: CanonicalType, raw: TypeMapping['raw']): ColumnType {
  return { sql, mapping: { native: sql, canonical: type, raw } };
}

function canonical(sql: string, type: CanonicalType, read: (raw: unknown) => JsonValue): ColumnType {
  return { sql, mapping: { native: sql, canonical: type, raw: 'canonical', read } };
}

function text(raw: unknown): string {
  return String(raw);
}

function parseJson(raw: unknown): JsonValue {
  return JSON.parse(String(raw)) as JsonValue; // what JSON.parse gives is a JsonValue by definition
}

function base64ToHex(value: string): string {
  return `\\x${Buffer.from(value, 'base64').toString('hex')}`;
}
