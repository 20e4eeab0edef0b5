import { canonicalText } from '../canonical/encode.ts';
import { compareDecimals, readDecimal, readDouble, readInteger } from '../canonical/numbers.ts';
import { compareTimes } from '../canonical/times.ts';
import type { CanonicalType } from '../canonical/types.ts';

/**
 * A value written in a contract (a bound, an entry of a list) as canonical text; `undefined` when the type has no such value.
 * `source` is the text as written: a double in between would round 64-bit numbers and decimals.
 */
export function canonicalLiteral(type: CanonicalType, source: string): string | undefined {
  const text = readLiteral(type, source);
  return typeof text === 'string' ? text : undefined;
}

/** Negative, zero or positive, for two canonical texts of one ordered type. */
export function compareLiterals(type: CanonicalType, left: string, right: string): number {
  switch (type.kind) {
    case 'integer':
    case 'bigint':
    case 'decimal':
      return compareDecimals(left, right);
    case 'number':
      return Number(left) - Number(right);
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return compareTimes(left, right);
    default:
      return left < right ? -1 : left > right ? 1 : 0;
  }
}

function readLiteral(type: CanonicalType, source: string): unknown {
  switch (type.kind) {
    case 'boolean':
      return source === 'true' || source === 'false' ? source : undefined;
    case 'number':
      return readDouble(source);
    case 'integer': {
      // Reads `1e3` and `5.0`, which YAML has as whole numbers.
      const exact = readDecimal(source, 400, 0);
      return typeof exact === 'string' ? readInteger(exact) : exact;
    }
    case 'bigint': {
      const exact = readDecimal(source, 400, 0);
      return typeof exact === 'string' ? canonicalText(type, exact) : exact;
    }
    case 'json':
    case 'array':
    case 'geometry':
      return undefined;
    default:
      return canonicalText(type, source);
  }
}
