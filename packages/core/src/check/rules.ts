import { type Failure, failure } from '../canonical/failure.ts';
import { compareDecimals } from '../canonical/numbers.ts';
import { codePoints } from '../canonical/text.ts';
import { compareTimes } from '../canonical/times.ts';
import type { CanonicalType } from '../canonical/types.ts';
import type { PropertyRules } from '../contract/contract.ts';

/** One rule of a property on canonical text: `undefined` when it holds. */
export type Rule = (text: string) => Failure | undefined;

type Comparison = (left: string, right: string) => number;

/** The rules of a property in their fixed order: list, length, pattern, bounds, items. */
export function compileRules(type: CanonicalType, rules: PropertyRules): readonly Rule[] {
  return [...listRule(rules), ...lengthRules(rules), ...patternRule(rules), ...boundRules(type, rules), ...itemRules(rules)];
}

function listRule(rules: PropertyRules): Rule[] {
  if (rules.enum === undefined) return [];
  const permitted = new Set(rules.enum);
  const wrong = failure('not-in-list', 'is not one of the permitted values');
  return [(text) => (permitted.has(text) ? undefined : wrong)];
}

function lengthRules({ minLength, maxLength }: PropertyRules): Rule[] {
  const found: Rule[] = [];
  if (minLength !== undefined && minLength > 0) {
    const wrong = failure('too-short', `is shorter than ${minLength} characters`);
    // A code point takes one or two units: only between the two does counting matter.
    found.push((text) => (text.length < minLength || (text.length < 2 * minLength && codePoints(text) < minLength) ? wrong : undefined));
  }
  if (maxLength !== undefined) {
    const wrong = failure('too-long', `is longer than ${maxLength} characters`);
    found.push((text) => (text.length > maxLength && codePoints(text) > maxLength ? wrong : undefined));
  }
  return found;
}

// A safe pattern takes linear time, but the engine's stack may grow with the text and end in an exception.
export const maxMatched = 100_000;

function patternRule({ pattern }: PropertyRules): Rule[] {
  if (pattern === undefined) return [];
  const expression = new RegExp(pattern, 'u');
  const wrong = failure('pattern-mismatch', `does not match the pattern ${pattern}`);
  const long = failure('too-long', `is longer than the ${maxMatched} characters that a pattern is run on`);
  return [(text) => (text.length > maxMatched ? long : expression.test(text) ? undefined : wrong)];
}

function boundRules(type: CanonicalType, rules: PropertyRules): Rule[] {
  const compare = comparisonOf(type);
  const bounds = [
    { bound: rules.minimum, holds: (order: number) => order >= 0, words: 'is less than' },
    { bound: rules.maximum, holds: (order: number) => order <= 0, words: 'is greater than' },
    { bound: rules.exclusiveMinimum, holds: (order: number) => order > 0, words: 'is not greater than' },
    { bound: rules.exclusiveMaximum, holds: (order: number) => order < 0, words: 'is not less than' },
  ];
  return bounds.flatMap(({ bound, holds, words }): Rule[] => {
    if (bound === undefined) return [];
    const wrong = failure('out-of-range', `${words} ${bound}`);
    return [(text) => (holds(compare(text, bound)) ? undefined : wrong)];
  });
}

function comparisonOf(type: CanonicalType): Comparison {
  switch (type.kind) {
    case 'integer':
    case 'bigint':
    case 'decimal':
      return compareDecimals;
    case 'number':
      return (left, right) => Number(left) - Number(right);
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return compareTimes;
    default:
      return (left, right) => (left < right ? -1 : left > right ? 1 : 0);
  }
}

function itemRules({ minItems, maxItems }: PropertyRules): Rule[] {
  if (minItems === undefined && maxItems === undefined) return [];
  const few = failure('too-short', `has fewer than ${minItems ?? 0} items`);
  const many = failure('too-long', `has more than ${maxItems ?? 0} items`);
  return [
    (text) => {
      const count = (JSON.parse(text) as readonly unknown[]).length; // canonical text of an array
      if (minItems !== undefined && count < minItems) return few;
      return maxItems !== undefined && count > maxItems ? many : undefined;
    },
  ];
}
