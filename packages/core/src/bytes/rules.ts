import type { CanonicalType } from '../canonical/types.ts';
import { maxMatched } from '../check/rules.ts';
import type { PropertyRules } from '../contract/contract.ts';
import { compileByteAutomaton } from '../contract/pattern/byte-automaton.ts';

/** Whether a value surely fulfils a rule. False says nothing: the rule over texts (check/) looks at it. */
export type ByteRule = (bytes: DataView, start: number, end: number) => boolean;

/** The rules of a property over the UTF-8 bytes of its canonical text; `undefined` when one of them cannot be judged so. */
export function byteRules(type: CanonicalType, rules: PropertyRules): readonly ByteRule[] | undefined {
  if (rules.minItems !== undefined || rules.maxItems !== undefined) return undefined;
  const found: ByteRule[] = [];
  if (rules.enum !== undefined) found.push(listRule(rules.enum));
  if (rules.minLength !== undefined || rules.maxLength !== undefined) found.push(lengthRule(rules.minLength ?? 0, rules.maxLength));
  if (rules.pattern !== undefined) {
    const automaton = compileByteAutomaton(rules.pattern);
    if (automaton === undefined) return undefined;
    found.push((bytes, start, end) => end - start <= maxMatched && automaton.matches(bytes, start, end));
  }
  for (const bound of [
    { text: rules.minimum, least: true, open: false },
    { text: rules.maximum, least: false, open: false },
    { text: rules.exclusiveMinimum, least: true, open: true },
    { text: rules.exclusiveMaximum, least: false, open: true },
  ]) {
    if (bound.text === undefined) continue;
    const rule = boundRule(type, bound.text, bound.least, bound.open);
    if (rule === undefined) return undefined;
    found.push(rule);
  }
  return found;
}

function listRule(list: readonly string[]): ByteRule {
  const values = list.map((text) => Buffer.from(text));
  return (bytes, start, end) => {
    for (const value of values) if (value.length === end - start && equals(bytes, start, value)) return true;
    return false;
  };
}

function equals(bytes: DataView, start: number, value: Uint8Array): boolean {
  for (let place = 0; place < value.length; place++) if (bytes.getUint8(start + place) !== value[place]) return false;
  return true;
}

/** In code points, of which each takes one to four bytes: counted only where that leaves a doubt. */
function lengthRule(least: number, most: number | undefined): ByteRule {
  const upper = most ?? Number.MAX_SAFE_INTEGER;
  return (bytes, start, end) => {
    const length = end - start;
    if (length >= least * 4 && length <= upper) return true;
    let count = 0;
    for (let at = start; at < end; at++) if ((bytes.getUint8(at) & 0xc0) !== 0x80) count++;
    return count >= least && count <= upper;
  };
}

// Texts of so many digits are doubles of their own, in the same order.
const plainNumber = /^-?\d+(?:\.\d+)?$/;
const exactCharacters = 15;

function boundRule(type: CanonicalType, bound: string, least: boolean, open: boolean): ByteRule | undefined {
  switch (type.kind) {
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'number':
      if (bound.length > exactCharacters || !plainNumber.test(bound)) return undefined;
      return numberRule(Number(bound), least, open);
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return momentRule(Buffer.from(bound.slice(0, 19)), least);
    default:
      return undefined;
  }
}

/** By the part before the point: a number lies between it and the next one further from zero. */
function numberRule(bound: number, least: boolean, open: boolean): ByteRule {
  return (bytes, start, end) => {
    const negative = bytes.getUint8(start) === 45;
    let whole = 0;
    let at = negative ? start + 1 : start;
    if (end - at > exactCharacters) return false;
    for (; at < end && bytes.getUint8(at) !== 46; at++) whole = whole * 10 + bytes.getUint8(at) - 48;
    const far = at < end ? whole + 1 : whole;
    const low = negative ? -far : whole;
    const high = negative ? -whole : far;
    if (least) return open ? low > bound : low >= bound;
    return open ? high < bound : high <= bound;
  };
}

/** By day and second alone: equal ones are left to the rule over texts. */
function momentRule(bound: Uint8Array, least: boolean): ByteRule {
  return (bytes, start, end) => {
    const length = Math.min(bound.length, end - start);
    for (let place = 0; place < length; place++) {
      const difference = bytes.getUint8(start + place) - (bound[place] ?? 0);
      if (difference !== 0) return least ? difference > 0 : difference < 0;
    }
    return false;
  };
}
