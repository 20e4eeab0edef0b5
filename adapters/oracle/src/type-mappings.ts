import type { CanonicalType, TypeMapping } from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import { oracleTypes } from './types.ts';

const byName = new Map(oracleTypes.map((type) => [type.name, type]));

/** The mapping of a column; `undefined` when nothing is known that represents its type exactly. */
export function mapColumn(column: CatalogueColumn): TypeMapping | undefined {
  const known = byName.get(column.type);
  if (known === undefined) return undefined;
  const { name: _, ...mapping } = known;
  return { ...mapping, native: nativeType(column), ...refined(column, mapping.canonical) };
}

/** As people write it: `VARCHAR2(60 CHAR)`, `TIMESTAMP(9) WITH TIME ZONE`, `NUMBER(15,2)`. */
export function nativeType(column: CatalogueColumn): string {
  return natives[column.type]?.(column) ?? column.type;
}

type Native = (column: CatalogueColumn) => string;

const text: Native = ({ type, length, characters, byCharacters }) => `${type}(${byCharacters ? `${characters} CHAR` : length})`;
const national: Native = ({ type, characters }) => `${type}(${characters})`;
const bytes: Native = ({ type, length }) => `${type}(${length})`;
const time: Native = ({ type, scale }) => type.replace('TIMESTAMP', `TIMESTAMP(${scale ?? 6})`);

const natives: Readonly<Record<string, Native>> = {
  VARCHAR2: text,
  CHAR: text,
  NVARCHAR2: national,
  NCHAR: national,
  RAW: bytes,
  UROWID: bytes,
  NUMBER: ({ precision, scale }) => numberType(precision, scale),
  FLOAT: ({ precision }) => `FLOAT(${precision ?? 126})`,
  TIMESTAMP: time,
  'TIMESTAMP WITH TIME ZONE': time,
  'TIMESTAMP WITH LOCAL TIME ZONE': time,
  'INTERVAL YEAR TO MONTH': ({ precision }) => `INTERVAL YEAR(${precision ?? 2}) TO MONTH`,
  'INTERVAL DAY TO SECOND': ({ precision, scale }) => `INTERVAL DAY(${precision ?? 2}) TO SECOND(${scale ?? 6})`,
};

function numberType(precision: number | undefined, scale: number | undefined): string {
  if (precision === undefined) return scale === undefined ? 'NUMBER' : `NUMBER(*,${scale})`;
  return `NUMBER(${precision},${scale ?? 0})`;
}

function refined(column: CatalogueColumn, canonical: CanonicalType): Partial<TypeMapping> {
  if (column.type === 'NUMBER') return numberMapping(column);
  const isTime = canonical.kind === 'timestamp' || canonical.kind === 'timestamptz';
  return isTime && column.type !== 'DATE' ? { canonical: { kind: canonical.kind, fraction: column.scale ?? 6 } } : {};
}

function numberMapping({ precision, scale }: CatalogueColumn): Partial<TypeMapping> {
  // A bare NUMBER holds 40 digits at most, anywhere from 10^125 down to 10^-130: no decimal holds all of them.
  if (precision === undefined && scale === undefined) return { canonical: { kind: 'decimal', precision: 125, scale: 63 } };
  const digits = precision ?? 38;
  const behind = scale ?? 0;
  if (behind <= 0) {
    const whole = digits - behind;
    if (whole <= 15) return { canonical: { kind: 'integer' }, raw: 'integer-text' };
    if (whole <= 18) return { canonical: { kind: 'bigint' }, raw: 'integer-text' };
    return { canonical: { kind: 'decimal', precision: whole, scale: 0 } };
  }
  // A scale above the precision: only digits behind leading zeros.
  return { canonical: { kind: 'decimal', precision: Math.max(digits, behind), scale: behind } };
}
