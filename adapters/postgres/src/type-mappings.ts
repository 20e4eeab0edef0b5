import type { CanonicalType, JsonValue, TypeMapping } from '@lienthong/core';
import { Unrepresentable } from '@lienthong/core';
import { type ArrayText, parseArrayText } from './array-text.ts';
import { elementReaders } from './element-values.ts';
import { type PostgresType, postgresTypes } from './types.ts';

/** A row of `pg_type`, as far as a mapping depends on it. */
export interface CatalogueType {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `typtype`: b base, c composite, d domain, e enum, p pseudo, r range, m multirange. */
  readonly kind: string;
  readonly category: string;
  /** Element of an array, else 0. */
  readonly element: number;
  /** Base of a domain, else 0. */
  readonly base: number;
  readonly modifier: number;
  readonly dimensions: number;
  readonly delimiter: string;
  readonly extension: string | undefined;
}

export interface ColumnType {
  readonly oid: number;
  readonly modifier: number;
  readonly dimensions: number;
  /** As the database prints it. */
  readonly native: string;
}

const byName = new Map(postgresTypes.map((type) => [type.name, type]));

/** The mapping of a column; `undefined` when nothing is known that represents its type exactly. */
export function mapColumn(column: ColumnType, types: ReadonlyMap<number, CatalogueType>): TypeMapping | undefined {
  const type = types.get(column.oid);
  if (type === undefined) return undefined;
  if (type.kind === 'd') {
    const base = mapColumn({ oid: type.base, modifier: type.modifier, dimensions: type.dimensions, native: column.native }, types);
    return base === undefined ? undefined : { ...base, native: column.native };
  }
  if (type.kind === 'b' && type.element !== 0 && type.category === 'A') return mapArray(column, type, types);
  if (type.kind === 'e') return { native: column.native, canonical: { kind: 'string' }, raw: 'text', note: 'enum' };
  if (type.kind === 'r' || type.kind === 'm') return { native: column.native, canonical: { kind: 'string' }, raw: 'text', note: 'range' };
  if (type.kind === 'c') {
    return { native: column.native, canonical: { kind: 'string' }, raw: 'text', note: "composite, in PostgreSQL's row notation" };
  }
  const known = byName.get(type.name);
  if (known === undefined || known.extension !== type.extension) return undefined;
  return modified(known, column);
}

function modified(known: PostgresType, column: ColumnType): TypeMapping {
  const { name: _, extension: __, ...mapping } = known;
  const canonical = withModifier(known, column.modifier);
  return { ...mapping, canonical, native: column.native };
}

function withModifier(known: PostgresType, modifier: number): CanonicalType {
  const { canonical } = known;
  if (modifier < 0) return canonical;
  if (canonical.kind === 'decimal') {
    const precision = ((modifier - 4) >> 16) & 0xffff;
    // Eleven bits, signed: the scale may be negative or above the precision since PostgreSQL 15.
    const scale = (((modifier - 4) & 0x7ff) ^ 0x400) - 0x400;
    return { kind: 'decimal', precision: Math.max(precision - Math.min(scale, 0), scale), scale: Math.max(scale, 0) };
  }
  if (canonical.kind === 'time' || canonical.kind === 'timestamp' || canonical.kind === 'timestamptz') {
    return { kind: canonical.kind, fraction: Math.min(modifier, 6) };
  }
  return canonical;
}

function mapArray(column: ColumnType, type: CatalogueType, types: ReadonlyMap<number, CatalogueType>): TypeMapping | undefined {
  const element = mapColumn({ oid: type.element, modifier: column.modifier, dimensions: 0, native: column.native }, types);
  if (element === undefined) return undefined;
  const reader = readerOf(element);
  if (reader === undefined) return undefined;
  // The declared number of dimensions is not enforced by the server, and 0 where a column was computed.
  const dimensions = Math.max(1, column.dimensions);
  let canonical = element.canonical;
  for (let depth = 0; depth < dimensions; depth += 1) canonical = { kind: 'array', items: canonical };
  return {
    native: column.native,
    canonical,
    raw: 'canonical',
    read: (raw) => {
      const array = parseArrayText(String(raw), type.delimiter);
      return readItems(array, dimensions, reader);
    },
    note: 'array; another number of dimensions than declared, or bounds that do not begin at 1, are rejected',
  };
}

function readerOf(element: TypeMapping): ((text: string) => JsonValue) | undefined {
  if (element.raw === 'canonical') return element.read;
  if (element.raw === 'integer-text' && element.canonical.kind === 'bigint') return (text) => text;
  return elementReaders[element.raw];
}

function readItems(items: ArrayText, depth: number, reader: (text: string) => JsonValue): JsonValue[] {
  return items.map((item) => {
    if (depth > 1) {
      if (item === null || typeof item === 'string') throw new Unrepresentable('an array with fewer dimensions than declared');
      return readItems(item, depth - 1, reader);
    }
    if (item === null) return null;
    if (typeof item !== 'string') throw new Unrepresentable('an array with more dimensions than declared');
    return reader(item);
  });
}
