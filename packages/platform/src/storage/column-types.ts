import type { CanonicalType, JsonValue, TypeMapping } from '@lienthong/core';

/** PostgreSQL's binary formats, as assembly/rows.ts numbers them. */
const valueForms = {
  text: 0,
  json: 1,
  boolean: 2,
  bigint: 3,
  numeric: 4,
  double: 5,
  date: 6,
  time: 7,
  timestamp: 8,
  uuid: 9,
  bytes: 10,
} as const;

export type ValueForm = (typeof valueForms)[keyof typeof valueForms];

/** How values of one canonical type lie in a column. */
export interface ColumnType {
  /** The column's SQL type. */
  readonly sql: string;
  /** What COPY takes for this column, in its binary format, of a canonical text. */
  readonly form: ValueForm;
  /** How the column's text is read back. */
  readonly mapping: TypeMapping;
}

/** The platform's own type table: exact both ways, so that what is read back is the record that was sent. */
export function columnType(type: CanonicalType): ColumnType {
  switch (type.kind) {
    case 'boolean':
      return column('boolean', type, 'boolean-text', valueForms.boolean);
    case 'integer':
      return column('bigint', type, 'integer-text', valueForms.bigint);
    case 'bigint':
      return column('numeric(20,0)', type, 'integer-text', valueForms.numeric);
    case 'decimal':
      return column(`numeric(${type.precision},${type.scale})`, type, 'decimal-text', valueForms.numeric);
    case 'number':
      return column('double precision', type, 'number-text', valueForms.double);
    case 'string':
      return column('text', type, 'text', valueForms.text);
    case 'date':
      return column('date', type, 'date-text', valueForms.date);
    case 'uuid':
      return column('uuid', type, 'uuid-text', valueForms.uuid);
    case 'json':
      return column('jsonb', type, 'json-text', valueForms.json);
    case 'array':
      return canonical('jsonb', type, parseJson, valueForms.json);
    case 'partial-date':
      return canonical('text collate "C"', type, text, valueForms.text);
    // PostgreSQL keeps six digits of the second: finer types stay text, which sorts rightly enough and loses nothing.
    case 'time':
      return type.fraction > 6
        ? canonical('text collate "C"', type, text, valueForms.text)
        : column('time', type, 'time-text', valueForms.time);
    case 'timestamp':
      return moment(type, 'timestamp', 'timestamp-text');
    case 'timestamptz':
      return moment(type, 'timestamptz', 'timestamptz-text');
    case 'bytes':
      return column('bytea', type, 'bytes-hex', valueForms.bytes);
    case 'geometry':
      if (type.encoding === 'geojson') return canonical('jsonb', type, parseJson, valueForms.json);
      return canonical('bytea', type, (raw) => Buffer.from(text(raw).slice(2), 'hex').toString('base64'), valueForms.bytes);
  }
}

function moment(type: CanonicalType & { readonly fraction: number }, sql: string, raw: TypeMapping['raw']): ColumnType {
  return type.fraction > 6 ? canonical('text collate "C"', type, text, valueForms.text) : column(sql, type, raw, valueForms.timestamp);
}

function column(sql: string, type: CanonicalType, raw: TypeMapping['raw'], form: ValueForm): ColumnType {
  return { sql, form, mapping: { native: sql, canonical: type, raw } };
}

function canonical(sql: string, type: CanonicalType, read: (raw: unknown) => JsonValue, form: ValueForm): ColumnType {
  return { sql, form, mapping: { native: sql, canonical: type, raw: 'canonical', read } };
}

function text(raw: unknown): string {
  return String(raw);
}

function parseJson(raw: unknown): JsonValue {
  return JSON.parse(String(raw)) as JsonValue; // what JSON.parse gives is a JsonValue by definition
}
