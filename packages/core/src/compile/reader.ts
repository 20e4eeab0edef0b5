import { canonicalText, encodingOf, jsonOf } from '../canonical/encode.ts';
import { failure, type Reading } from '../canonical/failure.ts';
import type { CanonicalKind, CanonicalType } from '../canonical/types.ts';
import type { Rejection } from '../check/rejection.ts';
import { compileRules } from '../check/rules.ts';
import type { Contract, Property } from '../contract/contract.ts';
import { publishedContract } from '../contract/published.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Operation } from '../record/record.ts';
import type { Version } from '../record/version.ts';
import { createGenerator } from './generate.ts';
import { parseLine } from './line.ts';
import { compileScanner, type LineScanner } from './lines/scanner.ts';
import { rejectMissing, rejectProperty } from './rejections.ts';

/** One line of a batch as the receiver sees it, checked against the contract. */
export interface ParsedLine {
  readonly op: Operation;
  readonly version: Version;
  readonly at: string | undefined;
  readonly tx: string | undefined;
  /** Canonical JSON array of the primary-key values in key order; empty for `t`. */
  readonly key: string;
  /**
   * The record's values in the order of the contract's properties, as text, `null` where absent: numbers and booleans as
   * JSON writes them, strings unquoted, json, array and geojson as JSON text, bytes and wkb as base64. For `d` only the key's.
   */
  readonly values: readonly (string | null)[];
}

/** The published contract compiled once for the receiving side: the same checks as the encoder's, on the canonical form. */
export interface RecordReader {
  readonly properties: readonly string[];
  read(line: string): ParsedLine | Rejection;
  /** The fast way for most lines; `read` for those that it leaves. */
  readonly scanner: LineScanner;
}

// An integer beyond a double's exact range is refused by its range; a text bears no number.
const roundable: ReadonlySet<CanonicalKind> = new Set(['number', 'json', 'array', 'geometry']);

type Values = (record: JsonObject) => (string | null)[] | Rejection;

export function compileReader(agreed: Contract): RecordReader {
  const contract = publishedContract(agreed);
  const properties = contract.properties.map((property) => property.name);
  const keyProperties = contract.primaryKey.flatMap((name) => contract.properties.filter((property) => property.name === name));
  const keyIndexes = keyProperties.map((property) => properties.indexOf(property.name));
  const numbers = contract.properties.some(({ type }) => roundable.has(type.kind));
  const readRecord = generateValues(contract.properties, contract.properties);
  const readKey = generateValues(contract.properties, keyProperties);
  const keyText = (values: readonly (string | null)[]) =>
    `[${keyProperties.map(({ type }, index) => jsonOf(type.kind, encodingOf(type), values[keyIndexes[index] ?? 0] ?? '')).join(',')}]`;
  return {
    properties,
    scanner: compileScanner(contract),
    read(line) {
      const parsed = parseLine(line, numbers);
      if ('code' in parsed) return parsed;
      const { op, version, at, tx, body } = parsed;
      if (body === undefined) return { op, version, at, tx, key: '', values: [] };
      const values = op === 'd' ? readKey(body) : readRecord(body);
      return Array.isArray(values) ? { op, version, at, tx, key: keyText(values), values } : (values as Rejection); // not an array, so a rejection
    },
  };
}

/** Reads the values of `read` out of an object that may have no other members; the result is in the order of `all`. */
function generateValues(all: readonly Property[], read: readonly Property[]): Values {
  const code = createGenerator();
  const known = new Set(read.map((property) => property.name));
  code.line(`for (const name in o) if (!${code.constant(known)}.has(name)) return ${code.constant(unknownProperty)}();`);
  code.line('let f;');
  for (const property of read) {
    const name = JSON.stringify(property.name);
    const text = `t${all.indexOf(property)}`;
    const value = property.name in Object.prototype ? `(Object.hasOwn(o, ${name}) ? o[${name}] : undefined)` : `o[${name}]`;
    code.line(`let ${text} = ${value};`);
    code.line(
      `if (${text} === undefined) ${property.required ? `return ${code.constant(rejectMissing(property.name))}` : `${text} = null`};`,
    );
    code.line(`else { ${text} = ${code.constant(strictReader(property.type))}(${text});`);
    code.line(`if (typeof ${text} !== 'string') return ${code.constant(rejectProperty)}(${name}, ${text});`);
    for (const rule of compileRules(property.type, property.rules)) {
      code.line(`if ((f = ${code.constant(rule)}(${text})) !== undefined) return ${code.constant(rejectProperty)}(${name}, f);`);
    }
    code.line('}');
  }
  code.line(`return [${all.map((property, index) => (known.has(property.name) ? `t${index}` : 'null')).join(', ')}];`);
  return code.build<Values>('o');
}

const unknown: Rejection = Object.freeze({
  code: 'property-unknown',
  pointer: '',
  reason: 'the record has a property that the contract does not know',
});
// A name from outside could be a value put in the wrong place: it is not repeated.
const unknownProperty = (): Rejection => unknown;

const notCanonical = failure('not-representable', 'is not in canonical form');

function strictReader(type: CanonicalType): (value: JsonValue) => Reading {
  return (value) => {
    const text = canonicalText(type, value);
    return typeof value === 'string' && typeof text === 'string' && type.kind !== 'json' && text !== value ? notCanonical : text;
  };
}
