import type { CanonicalType, TypeMapping } from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import { isKnownCharset } from './charsets.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { mysqlTypes } from './types.ts';

const byName = new Map(mysqlTypes.map((type) => [type.name, type]));

/** The mapping of a column; `undefined` when nothing is known that represents its type exactly. */
export function mapColumn(column: CatalogueColumn, policies: ColumnPolicies): TypeMapping | undefined {
  const known = byName.get(column.type);
  if (known === undefined) return undefined;
  if (isText(column) && !policies.storedText(column) && !isKnownCharset(column.charset ?? '')) return undefined;
  const { name: _, ...mapping } = known;
  return { ...mapping, native: nativeType(column), ...refined(column, policies, mapping.canonical) };
}

/** As people write it, with the character set of a text. */
export function nativeType(column: CatalogueColumn): string {
  return isText(column) && column.charset !== undefined ? `${column.native} character set ${column.charset}` : column.native;
}

/** Texts whose bytes mean what the column's character set says. Labels of enums and sets are asked for as UTF-8. */
export function isText(column: CatalogueColumn): boolean {
  return textTypes.has(column.type);
}

const textTypes: ReadonlySet<string> = new Set(['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext']);

/** Columns that hold dates, which may be zero. */
export function hasDates(column: CatalogueColumn): boolean {
  return column.type === 'date' || column.type === 'datetime' || column.type === 'timestamp';
}

function refined(column: CatalogueColumn, policies: ColumnPolicies, canonical: CanonicalType): Partial<TypeMapping> {
  if (column.type === 'bit' && column.precision === 1) return { canonical: { kind: 'boolean' }, raw: 'boolean-text' };
  if (hasDates(column) && policies.zeroDates(column) === 'text') return { canonical: { kind: 'string' }, raw: 'text' };
  if (column.type === 'time' && policies.duration(column)) return { canonical: { kind: 'string' }, raw: 'text' };
  if (canonical.kind === 'decimal') return { canonical: { kind: 'decimal', precision: column.precision, scale: column.scale ?? 0 } };
  if (canonical.kind === 'time' || canonical.kind === 'timestamp' || canonical.kind === 'timestamptz') {
    return { canonical: { kind: canonical.kind, fraction: column.fraction } };
  }
  return {};
}
