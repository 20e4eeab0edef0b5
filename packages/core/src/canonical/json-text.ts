import type { JsonValue } from '../json.ts';
import { type Failure, failure, type Reading } from './failure.ts';
import { doubleText, readDecimal } from './numbers.ts';
import { quote, readText } from './text.ts';

const notJson = failure('type-mismatch', 'is not JSON');
const tooDeep = failure('not-representable', 'is nested deeper than 64 levels');
const inexact = failure('not-representable', 'holds a number that a double cannot hold exactly');

const maxDepth = 64;
const numbers = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
// A number of up to 15 digits without exponent is always the shortest form of its double.
const suspicious = /\d[\d.]{15}|\d[eE]/;

/** JSON text in the form of RFC 8785; numbers that would be rounded are refused, strings are brought to NFC. */
export function readJson(raw: string): Reading {
  if (holdsInexactNumber(raw)) return inexact;
  let value: JsonValue;
  try {
    value = JSON.parse(raw) as JsonValue; // JSON.parse gives nothing else
  } catch {
    return notJson;
  }
  return jsonText(value, 0);
}

/** RFC 8785 form of a parsed value. */
export function jsonText(value: JsonValue, depth: number): Reading {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return doubleText(value);
    case 'string': {
      const text = readText(value);
      return typeof text === 'string' ? quote(text) : text;
    }
    default:
      if (depth >= maxDepth) return tooDeep;
      return Array.isArray(value) ? arrayText(value, depth) : objectText(value as { readonly [key: string]: JsonValue }, depth); // not an array, so an object
  }
}

function arrayText(values: readonly JsonValue[], depth: number): Reading {
  const parts: string[] = [];
  for (const value of values) {
    const text = jsonText(value, depth + 1);
    if (typeof text !== 'string') return text;
    parts.push(text);
  }
  return `[${parts.join(',')}]`;
}

function objectText(object: { readonly [key: string]: JsonValue }, depth: number): string | Failure {
  const parts: string[] = [];
  for (const key of Object.keys(object).sort()) {
    const name = readText(key);
    if (typeof name !== 'string') return name;
    const text = jsonText(object[key] ?? null, depth + 1);
    if (typeof text !== 'string') return text;
    parts.push(`${quote(name)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}

/** Whether JSON.parse would change a number: its decimal value is compared with that of the double's shortest form. */
export function holdsInexactNumber(json: string): boolean {
  if (!suspicious.test(json)) return false;
  // Texts are stepped over by hand: a pattern for them overflows the engine's stack on a text of some megabytes.
  for (let start = 0; start < json.length; ) {
    const quoted = json.indexOf('"', start);
    const between = json.slice(start, quoted < 0 ? json.length : quoted);
    if (suspicious.test(between) && holdsInexact(between)) return true;
    start = quoted < 0 ? json.length : endOfText(json, quoted + 1);
  }
  return false;
}

function holdsInexact(outside: string): boolean {
  for (const [token] of outside.matchAll(numbers)) {
    if (token.length <= 15 && !/[eE]/.test(token)) continue;
    const nearest = String(Number(token));
    if (readDecimal(token, 1000, 400) !== readDecimal(nearest, 1000, 400) || typeof readDecimal(nearest, 1000, 400) !== 'string')
      return true;
  }
  return false;
}

// Behind the quote that an even number of backslashes precedes.
function endOfText(json: string, start: number): number {
  for (let quoted = json.indexOf('"', start); quoted >= 0; quoted = json.indexOf('"', quoted + 1)) {
    let before = quoted;
    while (before > start && json[before - 1] === '\\') before--;
    if ((quoted - before) % 2 === 0) return quoted + 1;
  }
  return json.length;
}
