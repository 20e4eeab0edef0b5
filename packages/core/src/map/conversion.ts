import type { RawForm, TypeMapping } from '../adapter/type-mapping.ts';
import { readBase64, readBytes, readHex, readUuid } from '../canonical/binary.ts';
import { canonicalText, fractionOf } from '../canonical/encode.ts';
import { failure, type Reading } from '../canonical/failure.ts';
import { readJson } from '../canonical/json-text.ts';
import { doubleText, readBigint, readDecimal, readDouble, readInteger, wholeText } from '../canonical/numbers.ts';
import { readText } from '../canonical/text.ts';
import { readDate, readInstant, readPartialDate, readTime, readTimestamp, toInstant, toLocal } from '../canonical/times.ts';
import { type CanonicalKind, type CanonicalType, formatType } from '../canonical/types.ts';
import type { Zone } from '../canonical/zone.ts';
import type { JsonValue } from '../json.ts';

/** From a driver's value (never NULL) to canonical text. */
export type ValueReader = (raw: unknown) => Reading;

export interface Conversion {
  readonly read: ValueReader;
  /** The two types are unlike: the mapping must say `cast`. */
  readonly needsCast: boolean;
}

const notString = failure('type-mismatch', 'is not text as the driver promised');
const notBoolean = failure('type-mismatch', 'is neither true nor false');
const offset = /(?:Z|[+-]\d\d(?::?\d\d){0,2})$/;
const unreadable = failure('not-representable', 'has no canonical form');

/** `undefined`: there is no way from this column to that type. */
export function findConversion(column: TypeMapping, target: CanonicalType, zone: Zone): Conversion | undefined {
  const implicit = implicitReader(column, target, zone);
  if (implicit !== undefined) return { read: implicit, needsCast: false };
  const cast = castReader(column, target, zone);
  return cast === undefined ? undefined : { read: cast, needsCast: true };
}

/** The column's own value as text: for look-ups, patterns and concatenation. */
export function findTextReader(column: TypeMapping): ValueReader | undefined {
  return ownReader(column);
}

function implicitReader(column: TypeMapping, target: CanonicalType, zone: Zone): ValueReader | undefined {
  if (column.canonical.kind === target.kind && (target.kind === 'array' || target.kind === 'geometry')) {
    return formatType(column.canonical) === formatType(target) || target.kind === 'array' ? readerOf(column, target) : undefined;
  }
  if (column.raw === 'canonical') return column.canonical.kind === target.kind ? readerOf(column, target) : undefined;
  if (!widenings[column.canonical.kind].includes(target.kind)) return undefined;
  if (column.canonical.kind === 'timestamp' && target.kind === 'timestamptz') return zoned(column, target, zone);
  return readerOf(column, target);
}

/** What a type becomes without loss and without a decision. */
const widenings: Readonly<Record<CanonicalKind, readonly CanonicalKind[]>> = {
  boolean: ['boolean'],
  integer: ['integer', 'bigint', 'decimal', 'number'],
  bigint: ['bigint', 'integer', 'decimal'],
  decimal: ['decimal'],
  number: ['number'],
  string: ['string'],
  date: ['date', 'partial-date'],
  'partial-date': ['partial-date'],
  time: ['time'],
  timestamp: ['timestamp', 'timestamptz'],
  timestamptz: ['timestamptz'],
  bytes: ['bytes'],
  uuid: ['uuid', 'string'],
  json: ['json'],
  array: ['array', 'json'],
  geometry: ['geometry'],
};

function castReader(column: TypeMapping, target: CanonicalType, zone: Zone): ValueReader | undefined {
  const own = ownReader(column);
  if (own === undefined) return undefined;
  const from = column.canonical.kind;
  if (from === 'timestamptz' && (target.kind === 'timestamp' || target.kind === 'date')) {
    return (raw) => {
      const text = own(raw);
      const local = typeof text === 'string' ? toLocal(text, zone) : text;
      if (typeof local !== 'string') return local;
      return target.kind === 'date' ? local.slice(0, 10) : readTimestamp(local, fractionOf(target));
    };
  }
  if (from === 'timestamp' && target.kind === 'date') return then(own, (text) => text.slice(0, 10));
  if (from === 'bytes' && target.kind === 'geometry' && target.encoding === 'wkb') return own;
  if (from === 'boolean' && target.kind === 'integer') return then(own, (text) => (text === 'true' ? '1' : '0'));
  const text = textReaderOf(target, zone);
  return text === undefined ? undefined : then(own, text);
}

/** Reads text that a person or a transform wrote: what `cast`, `dates` and look-ups end in. */
export function textReaderOf(target: CanonicalType, zone: Zone): ((text: string) => Reading) | undefined {
  switch (target.kind) {
    case 'string':
      return readText;
    case 'boolean':
      return readBooleanText;
    case 'integer':
      return readInteger;
    case 'bigint':
      return readBigint;
    case 'decimal':
      return (text) => readDecimal(text, target.precision, target.scale);
    case 'number':
      return readDouble;
    case 'date':
      return readDate;
    case 'partial-date':
      return readPartialDate;
    case 'time':
      return (text) => readTime(text, target.fraction);
    case 'timestamp':
      return (text) => readTimestamp(text, target.fraction);
    case 'timestamptz':
      return (text) => {
        // An offset in the text outranks the mapping's zone.
        if (offset.test(text.slice(11))) return readInstant(text, target.fraction);
        const local = readTimestamp(text, target.fraction);
        return typeof local === 'string' ? toInstant(local, zone) : local;
      };
    case 'uuid':
      return readUuid;
    case 'json':
      return readJson;
    case 'bytes':
      return readBase64;
    case 'array':
    case 'geometry':
      return (text) => {
        const json = readJson(text);
        return typeof json === 'string' ? canonicalText(target, JSON.parse(json) as JsonValue) : json; // JSON.parse gives nothing else
      };
  }
}

function zoned(column: TypeMapping, target: CanonicalType, zone: Zone): ValueReader | undefined {
  const read = readerOf(column, { kind: 'timestamp', fraction: fractionOf(target) });
  return read === undefined ? undefined : then(read, (text) => toInstant(text, zone));
}

function then(first: ValueReader, second: (text: string) => Reading): ValueReader {
  return (raw) => {
    const text = first(raw);
    return typeof text === 'string' ? second(text) : text;
  };
}

function ownReader(column: TypeMapping): ValueReader | undefined {
  return readerOf(column, column.canonical);
}

/** The column's raw form read as the target type, which is the column's own or a widening of it. */
function readerOf(column: TypeMapping, target: CanonicalType): ValueReader | undefined {
  if (column.raw === 'canonical') return readCanonical(column, target);
  const reader = rawReaders[column.raw](target);
  if (reader === undefined) return undefined;
  // Only JavaScript forms and bytes come as something else than a string.
  return reader;
}

const ofText =
  (read: (text: string) => Reading): ValueReader =>
  (raw) =>
    typeof raw === 'string' ? read(raw) : notString;

function numberReader(target: CanonicalType): ((text: string) => Reading) | undefined {
  switch (target.kind) {
    case 'integer':
      return readInteger;
    case 'bigint':
      return readBigint;
    case 'decimal':
      return (text) => readDecimal(text, target.precision, target.scale);
    case 'number':
      return readDouble;
    default:
      return undefined;
  }
}

const numeric = (target: CanonicalType): ValueReader | undefined => {
  const read = numberReader(target);
  return read === undefined ? undefined : ofText(read);
};

const rawReaders: { readonly [F in Exclude<RawForm, 'canonical'>]: (target: CanonicalType) => ValueReader | undefined } = {
  text: (target) => (target.kind === 'string' ? readText : undefined),
  'integer-text': numeric,
  'decimal-text': numeric,
  'number-text': numeric,
  'boolean-text': () => ofText(readBooleanText),
  'date-text': (target) => ofText(target.kind === 'partial-date' ? readPartialDate : readDate),
  'time-text': (target) => ofText((text) => readTime(text, fractionOf(target))),
  'timestamp-text': (target) => ofText((text) => readTimestamp(text, fractionOf(target))),
  'timestamptz-text': (target) => ofText((text) => readInstant(text, fractionOf(target))),
  'bytes-hex': () => ofText(readHex),
  bytes: () => readBytes,
  'uuid-text': () => ofText(readUuid),
  'json-text': (target) =>
    target.kind === 'json'
      ? ofText(readJson)
      : ofText((text) => {
          const json = readJson(text);
          return typeof json === 'string' ? canonicalText(target, JSON.parse(json) as JsonValue) : json; // JSON.parse gives nothing else
        }),
  boolean: () => (raw) => (typeof raw === 'boolean' ? (raw ? 'true' : 'false') : notBoolean),
  number: (target) => (raw) => {
    if (typeof raw !== 'number') return notString;
    if (target.kind === 'number') return doubleText(raw);
    const text = wholeText(raw);
    return typeof text === 'string' ? (numberReader(target)?.(text) ?? unreadable) : text;
  },
  bigint: (target) => (raw) => (typeof raw === 'bigint' ? (numberReader(target)?.(raw.toString()) ?? unreadable) : notString),
};

function readCanonical(column: TypeMapping, target: CanonicalType): ValueReader | undefined {
  const read = column.read;
  if (read === undefined) return undefined;
  return (raw) => {
    let value: JsonValue;
    try {
      value = read(raw);
    } catch (error) {
      // The adapter's own word for it; any other error is a defect and stops.
      if (error instanceof Error && error.name === 'Unrepresentable') return unreadable;
      throw error;
    }
    return canonicalText(target, value);
  };
}

function readBooleanText(text: string): Reading {
  if (text === 't' || text === 'true' || text === '1') return 'true';
  return text === 'f' || text === 'false' || text === '0' ? 'false' : notBoolean;
}
