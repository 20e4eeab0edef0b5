/** How a value of the contract is written in JSON: docs/standard/canonical-types.md. */
export type CanonicalType =
  | { readonly kind: 'boolean' }
  /** Whole number within ±(2^53−1), a JSON number. */
  | { readonly kind: 'integer' }
  /** Whole number from −2^63 to 2^64−1, a JSON string. */
  | { readonly kind: 'bigint' }
  /** Exact decimal, a JSON string without exponent and without trailing zeros. `precision` digits in all, `scale` behind the point. */
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** IEEE 754 double, a JSON number. */
  | { readonly kind: 'number' }
  /** Unicode text in NFC. */
  | { readonly kind: 'string' }
  | { readonly kind: 'date' }
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  | { readonly kind: 'partial-date' }
  /** Time of day; `fraction` digits of the second at most (0 to 9). */
  | { readonly kind: 'time'; readonly fraction: number }
  /** Date and time without zone. */
  | { readonly kind: 'timestamp'; readonly fraction: number }
  /** Instant, written in UTC. */
  | { readonly kind: 'timestamptz'; readonly fraction: number }
  /** Base64 with padding (RFC 4648 §4). */
  | { readonly kind: 'bytes' }
  | { readonly kind: 'uuid' }
  /** Any JSON whose numbers are exact as doubles, in RFC 8785 form. */
  | { readonly kind: 'json' }
  | { readonly kind: 'array'; readonly items: CanonicalType }
  | { readonly kind: 'geometry'; readonly encoding: 'geojson' | 'wkb' };

export type CanonicalKind = CanonicalType['kind'];

/** `decimal(15,2)`, `array<string>`, `timestamptz(9)`: the form used in contracts, messages and tables. */
export function formatType(type: CanonicalType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return type.fraction === 6 ? type.kind : `${type.kind}(${type.fraction})`;
    case 'array':
      return `array<${formatType(type.items)}>`;
    case 'geometry':
      return `geometry(${type.encoding})`;
    default:
      return type.kind;
  }
}

const simpleKinds = ['boolean', 'integer', 'bigint', 'number', 'string', 'date', 'partial-date', 'bytes', 'uuid', 'json'] as const;

/** Reads what `formatType` writes; `undefined` when the text names no type. */
export function parseType(text: string): CanonicalType | undefined {
  const trimmed = text.trim();
  const simple = simpleKinds.find((kind) => kind === trimmed);
  if (simple !== undefined) return { kind: simple };
  const timed = /^(time|timestamp|timestamptz)(?:\((\d)\))?$/.exec(trimmed);
  // The expression permits these three kinds alone.
  if (timed !== null) return { kind: timed[1] as 'time' | 'timestamp' | 'timestamptz', fraction: Number(timed[2] ?? '6') };
  const array = /^array<(.+)>$/.exec(trimmed);
  if (array !== null) {
    const items = parseType(array[1] ?? '');
    return items === undefined ? undefined : { kind: 'array', items };
  }
  if (trimmed === 'geometry(geojson)') return { kind: 'geometry', encoding: 'geojson' };
  if (trimmed === 'geometry(wkb)') return { kind: 'geometry', encoding: 'wkb' };
  return parseDecimalType(trimmed);
}

function parseDecimalType(text: string): CanonicalType | undefined {
  const digits = /^decimal\(\s*(\d{1,4})\s*,\s*(\d{1,4})\s*\)$/.exec(text);
  if (digits === null) return undefined;
  const precision = Number(digits[1]);
  const scale = Number(digits[2]);
  return precision >= 1 && precision <= 1000 && scale <= precision ? { kind: 'decimal', precision, scale } : undefined;
}
