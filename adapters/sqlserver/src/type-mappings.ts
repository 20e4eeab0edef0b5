import type { CanonicalType, TypeMapping } from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import { sqlserverTypes } from './types.ts';

const byName = new Map(sqlserverTypes.map((type) => [type.name, type]));

/** The mapping of a column; `undefined` when nothing is known that represents its type exactly. */
export function mapColumn(column: CatalogueColumn): TypeMapping | undefined {
  const known = byName.get(column.type);
  if (known === undefined) return undefined;
  const { name: _, ...mapping } = known;
  return { ...mapping, native: nativeType(column), ...refined(column, mapping.canonical) };
}

/** As people write it, with the collation of a text. */
export function nativeType(column: CatalogueColumn): string {
  return column.collation === undefined ? declaredType(column) : `${declaredType(column)} collate ${column.collation}`;
}

/** What a statement converts to: `varchar(60)`, `datetime2(7)`, `decimal(15,2)`. */
export function declaredType({ type, length, precision, scale }: CatalogueColumn): string {
  if (wide.has(type)) return `${type}(${length === -1 ? 'max' : length / 2})`;
  if (sized.has(type)) return `${type}(${length === -1 ? 'max' : length})`;
  if (type === 'decimal' || type === 'numeric') return `${type}(${precision},${scale})`;
  return fractional.has(type) ? `${type}(${scale})` : type;
}

const wide: ReadonlySet<string> = new Set(['nchar', 'nvarchar']);
const sized: ReadonlySet<string> = new Set(['char', 'varchar', 'binary', 'varbinary']);
const fractional: ReadonlySet<string> = new Set(['datetime2', 'datetimeoffset', 'time']);

function refined({ type, precision, scale }: CatalogueColumn, canonical: CanonicalType): Partial<TypeMapping> {
  if (type === 'decimal' || type === 'numeric') return { canonical: { kind: 'decimal', precision, scale } };
  const withFraction = canonical.kind === 'time' || canonical.kind === 'timestamp' || canonical.kind === 'timestamptz';
  return withFraction && fractional.has(type) ? { canonical: { kind: canonical.kind, fraction: scale } } : {};
}
