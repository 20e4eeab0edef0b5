import type { CanonicalType } from '../canonical/types.ts';

/** An anchored ECMA-262 regular expression (flag `u`) of the canonical text of a type; `undefined` where JSON itself is the form. */
export function canonicalPattern(type: CanonicalType): string | undefined {
  switch (type.kind) {
    case 'bigint':
      return `^(?:${upTo('18446744073709551615')}|-(?:(?!0)(?:${upTo('9223372036854775808')})))$`;
    case 'decimal':
      return decimalPattern(type.precision - type.scale, type.scale);
    case 'string':
      return '^[^\\u{0}\\u{d800}-\\u{dfff}]*$';
    case 'date':
      return `^${date}$`;
    case 'partial-date':
      return `^(?:${year}(?:-(?:0[1-9]|1[0-2]))?|${date})$`;
    case 'time':
      return `^${clock}${fraction(type.fraction)}$`;
    case 'timestamp':
      return `^${date}T${clock}${fraction(type.fraction)}$`;
    case 'timestamptz':
      return `^${date}T${clock}${fraction(type.fraction)}Z$`;
    case 'uuid':
      return '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
    case 'bytes':
      return base64;
    case 'geometry':
      return type.encoding === 'wkb' ? base64 : undefined;
    default:
      return undefined;
  }
}

const year = '(?!0000)[0-9]{4}';
const leapYear = '(?!0000)(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const date = `(?:${year}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|${leapYear}-02-29)`;
const clock = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';
// The last group may not carry bits that its padding drops: one text per value.
const base64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$';

// No fraction, or one without trailing zeros.
function fraction(digits: number): string {
  return digits === 0 ? '' : `(?:\\.[0-9]{0,${digits - 1}}[1-9])?`;
}

function decimalPattern(whole: number, scale: number): string {
  const positive = whole === 0 ? undefined : `-?[1-9][0-9]{0,${whole - 1}}${fraction(scale)}`;
  const small = scale === 0 ? undefined : `-?0\\.[0-9]{0,${scale - 1}}[1-9]`;
  return `^(?:${[positive, small, '0'].filter((part) => part !== undefined).join('|')})$`;
}

// Whole numbers without leading zeros from 0 to `highest`.
function upTo(highest: string): string {
  const shorter = `0|[1-9][0-9]{0,${highest.length - 2}}`;
  const sameLength = [...highest].map((digit, index) => {
    const lowest = index === 0 ? 1 : 0;
    const below = Number(digit) - 1;
    if (below < lowest) return undefined;
    const rest = highest.length - index - 1;
    return `${highest.slice(0, index)}[${lowest}-${below}]${rest === 0 ? '' : `[0-9]{${rest}}`}`;
  });
  return [shorter, ...sameLength.filter((part) => part !== undefined), highest].join('|');
}
