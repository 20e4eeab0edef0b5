import type { JsonValue } from '../json.ts';
import { readBase64, readUuid } from './binary.ts';
import { failure, type Reading } from './failure.ts';
import { jsonText } from './json-text.ts';
import { doubleText, readBigint, readDecimal, wholeText } from './numbers.ts';
import { quote, readText } from './text.ts';
import { readDate, readInstant, readPartialDate, readTime, readTimestamp } from './times.ts';
import type { CanonicalKind, CanonicalType } from './types.ts';

const mismatch = (kind: string) => failure('type-mismatch', `is not a ${kind}`);
const notBoolean = mismatch('boolean');
const notNumber = mismatch('number');
const notArray = mismatch('list');
const notString = mismatch('string');
const notObject = mismatch('GeoJSON object');

/** A canonical value as JSON brings it → its canonical text. The one place that decides what is canonical for a type. */
export function canonicalText(type: CanonicalType, value: JsonValue): Reading {
  switch (type.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? (value ? 'true' : 'false') : notBoolean;
    case 'integer':
      return typeof value === 'number' ? wholeText(value) : notNumber;
    case 'number':
      return typeof value === 'number' ? doubleText(value) : notNumber;
    case 'json':
      return jsonText(value, 0);
    case 'array':
      return Array.isArray(value) ? arrayText(type.items, value) : notArray;
    case 'geometry':
      if (type.encoding === 'geojson') return isObject(value) ? jsonText(value, 0) : notObject;
      return typeof value === 'string' ? readBase64(value) : notString;
    default:
      return typeof value === 'string' ? textReaders[type.kind](value, type) : notString;
  }
}

/** JSON of a canonical text. */
export function jsonOf(kind: CanonicalKind, encoding: 'geojson' | 'wkb' | undefined, text: string): string {
  switch (jsonForm(kind, encoding)) {
    case 'bare':
      return text;
    case 'plain':
      return `"${text}"`;
    case 'escaped':
      return quote(text);
  }
}

/** `bare`: the text is JSON · `plain`: between quotes as it is · `escaped`: between quotes, escaped. */
export function jsonForm(kind: CanonicalKind, encoding: 'geojson' | 'wkb' | undefined): 'bare' | 'plain' | 'escaped' {
  switch (kind) {
    case 'boolean':
    case 'integer':
    case 'number':
    case 'json':
    case 'array':
      return 'bare';
    case 'geometry':
      return encoding === 'geojson' ? 'bare' : 'plain';
    case 'string':
      return 'escaped';
    default:
      return 'plain';
  }
}

export function encodingOf(type: CanonicalType): 'geojson' | 'wkb' | undefined {
  return type.kind === 'geometry' ? type.encoding : undefined;
}

type TextKind = Exclude<CanonicalKind, 'boolean' | 'integer' | 'number' | 'json' | 'array' | 'geometry'>;

const textReaders: { readonly [K in TextKind]: (text: string, type: CanonicalType) => Reading } = {
  bigint: (text) => readBigint(text),
  decimal: (text, type) => (type.kind === 'decimal' ? readDecimal(text, type.precision, type.scale) : notNumber),
  string: (text) => readText(text),
  date: (text) => readDate(text),
  'partial-date': (text) => readPartialDate(text),
  time: (text, type) => readTime(text, fractionOf(type)),
  timestamp: (text, type) => readTimestamp(text, fractionOf(type)),
  timestamptz: (text, type) => readInstant(text, fractionOf(type)),
  bytes: (text) => readBase64(text),
  uuid: (text) => readUuid(text),
};

export function fractionOf(type: CanonicalType): number {
  return type.kind === 'time' || type.kind === 'timestamp' || type.kind === 'timestamptz' ? type.fraction : 9;
}

function arrayText(items: CanonicalType, values: readonly JsonValue[]): Reading {
  const parts: string[] = [];
  for (const value of values) {
    // Arrays of legacy systems hold NULL; the others keep their places.
    const text = value === null ? 'null' : canonicalText(items, value);
    if (typeof text !== 'string') return text;
    parts.push(value === null ? text : jsonOf(items.kind, encodingOf(items), text));
  }
  return `[${parts.join(',')}]`;
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
