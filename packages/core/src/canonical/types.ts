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

/** Reads what `formatType` writes; `undefined` when the text names no type. */
export function parseType(text: string): CanonicalType | undefined {
  const match = /^([a-z-]+)(?:\((.*)\)|<(.*)>)?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, kind, argument, inner] = match;
  switch (kind) {
    case 'boolean':
    case 'integer':
    case 'bigint':
    case 'number':
    case 'string':
    case 'date':
    case 'partial-date':
    case 'bytes':
    case 'uuid':
    case 'json':
      return argument === undefined && inner === undefined ? { kind } : undefined;
    case 'decimal': {
      const digits = /^(\d+)\s*,\s*(\d+)$/.exec(argument ?? '');
      if (digits === null) return undefined;
      const precision = Number(digits[1]);
      const scale = Number(digits[2]);
      return precision >= 1 && precision <= 1000 && scale <= precision ? { kind, precision, scale } : undefined;
    }
    case 'time':
    case 'timestamp':
    case 'timestamptz': {
      if (inner !== undefined) return undefined;
      const fraction = argument === undefined ? 6 : /^\d$/.test(argument) ? Number(argument) : undefined;
      return fraction === undefined ? undefined : { kind, fraction };
    }
    case 'array': {
      const items = inner === undefined ? undefined : parseType(inner);
      return items === undefined ? undefined : { kind, items };
    }
    case 'geometry':
      return argument === 'geojson' || argument === 'wkb' ? { kind, encoding: argument } : undefined;
    default:
      return undefined;
  }
}
