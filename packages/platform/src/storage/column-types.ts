import type { CanonicalType, JsonValue, TypeMapping } from '@lienthong/core';
import {
  type WriteValue,
  writeBigint,
  writeBoolean,
  writeBytes,
  writeDate,
  writeDouble,
  writeJson,
  writeNumeric,
  writeText,
  writeTime,
  writeTimestamp,
  writeUuid,
} from './binary-values.ts';

/** How values of one canonical type lie in a column. */
export interface ColumnType {
  /** The column's SQL type. */
  readonly sql: string;
  /** Writes what COPY takes for this column from the canonical text. */
  readonly write: WriteValue;
  /** How the column's text is read back. */
  readonly mapping: TypeMapping;
}

/** The platform's own type table: exact both ways, so that what is read back is the record that was sent. */
export function columnType(type: CanonicalType): ColumnType {
  switch (type.kind) {
    case 'boolean':
      return column('boolean', type, 'boolean-text', writeBoolean);
    case 'integer':
      return column('bigint', type, 'integer-text', writeBigint);
    case 'bigint':
      return column('numeric(20,0)', type, 'integer-text', writeNumeric);
    case 'decimal':
      return column(`numeric(${type.precision},${type.scale})`, type, 'decimal-text', writeNumeric);
    case 'number':
      return column('double precision', type, 'number-text', writeDouble);
    case 'string':
      return column('text', type, 'text', writeText);
    case 'date':
      return column('date', type, 'date-text', writeDate);
    case 'uuid':
      return column('uuid', type, 'uuid-text', writeUuid);
    case 'json':
      return column('jsonb', type, 'json-text', writeJson);
    case 'array':
      return canonical('jsonb', type, parseJson, writeJson);
    case 'partial-date':
      return canonical('text collate "C"', type, text, writeText);
    // PostgreSQL keeps six digits of the second: finer types stay text, which sorts rightly enough and loses nothing.
    case 'time':
      return type.fraction > 6 ? canonical('text collate "C"', type, text, writeText) : column('time', type, 'time-text', writeTime);
    case 'timestamp':
      return moment(type, 'timestamp', 'timestamp-text');
    case 'timestamptz':
      return moment(type, 'timestamptz', 'timestamptz-text');
    case 'bytes':
      return column('bytea', type, 'bytes-hex', writeBytes);
    case 'geometry':
      if (type.encoding === 'geojson') return canonical('jsonb', type, parseJson, writeJson);
      return canonical('bytea', type, (raw) => Buffer.from(text(raw).slice(2), 'hex').toString('base64'), writeBytes);
  }
}

function moment(type: CanonicalType & { readonly fraction: number }, sql: string, raw: TypeMapping['raw']): ColumnType {
  return type.fraction > 6 ? canonical('text collate "C"', type, text, writeText) : column(sql, type, raw, writeTimestamp);
}

function column(sql: string, type: CanonicalType, raw: TypeMapping['raw'], write: WriteValue): ColumnType {
  return { sql, write, mapping: { native: sql, canonical: type, raw } };
}

function canonical(sql: string, type: CanonicalType, read: (raw: unknown) => JsonValue, write: WriteValue): ColumnType {
  return { sql, write, mapping: { native: sql, canonical: type, raw: 'canonical', read } };
}

function text(raw: unknown): string {
  return String(raw);
}

function parseJson(raw: unknown): JsonValue {
  return JSON.parse(String(raw)) as JsonValue; // what JSON.parse gives is a JsonValue by definition
}
