import { type CanonicalKind, type CanonicalType, formatType } from '../canonical/types.ts';

/** Whether every canonical value of `from` is a canonical value of `to`: the same JSON, read by another type. */
export function accepts(to: CanonicalType, from: CanonicalType): boolean {
  switch (to.kind) {
    case 'decimal':
      return acceptsDecimal(to.precision - to.scale, to.scale, from);
    case 'array':
      return from.kind === 'array' && accepts(to.items, from.items);
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return from.kind === to.kind && to.fraction >= from.fraction;
    default:
      return (
        formatType(to) === formatType(from) || (wider[to.kind]?.includes(from.kind) ?? false) || (to.kind === 'string' && isText(from))
      );
  }
}

const wider: Readonly<Partial<Record<CanonicalKind, readonly CanonicalKind[]>>> = {
  number: ['integer'],
  json: ['integer', 'boolean', 'string', 'uuid', 'date', 'partial-date', 'bigint', 'decimal', 'time', 'timestamp', 'timestamptz', 'bytes'],
  'partial-date': ['date'],
};

const texts: readonly CanonicalKind[] = [
  'string',
  'uuid',
  'date',
  'partial-date',
  'bigint',
  'decimal',
  'time',
  'timestamp',
  'timestamptz',
  'bytes',
];

function isText(type: CanonicalType): boolean {
  return texts.includes(type.kind) || (type.kind === 'geometry' && type.encoding === 'wkb');
}

function acceptsDecimal(whole: number, scale: number, from: CanonicalType): boolean {
  // The widest bigint has 20 digits.
  if (from.kind === 'bigint') return whole >= 20;
  return from.kind === 'decimal' && scale >= from.scale && whole >= from.precision - from.scale;
}
