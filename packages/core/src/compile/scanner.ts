import { Buffer } from 'node:buffer';
import * as values from '../bytes/scan.ts';
import { canonicalText, encodingOf, jsonForm } from '../canonical/encode.ts';
import type { CanonicalType } from '../canonical/types.ts';
import { compileRules, maxMatched, type Rule } from '../check/rules.ts';
import type { Contract, Property, PropertyRules } from '../contract/contract.ts';
import { compileByteAutomaton } from '../contract/pattern/byte-automaton.ts';
import { differences, standsAt } from './constant-bytes.ts';
import { createGenerator, type Generator } from './generate.ts';

/**
 * Reads lines as bytes, without making strings. It knows only the one form that our own connectors write: whatever else a
 * line is, it is left to `read`, which alone refuses. What it accepts, `read` accepts with the same values.
 */
export interface LineScanner {
  /** How many numbers `spans` must hold. */
  readonly size: number;
  /**
   * Reads the line at `start` and gives the place of the line feed behind it, or -1 when the line is not surely canonical.
   * The bytes must be valid UTF-8, and a line feed must stand at `limit - 1`: nothing behind it is read. `spans` then holds at `slot(value)` where the
   * value starts (-1: it is absent), where it ends, and whether JSON escapes are in it: strings without their quotes.
   */
  scan(bytes: DataView, start: number, limit: number, spans: Int32Array): number;
}

/** Slots of what a line says besides its record; those of the properties follow in the contract's order. */
export const lineSlots = { op: 0, version: 3, at: 6, tx: 9 } as const;

/** The slot of the property with this index. */
export function propertySlot(index: number): number {
  return 12 + index * 3;
}

type Scan = LineScanner['scan'];

export function compileScanner(contract: Contract): LineScanner {
  const { properties, primaryKey } = contract;
  const keys = properties.filter((property) => primaryKey.includes(property.name));
  const after = generateBody(properties, properties, '"after":');
  const key = generateBody(properties, keys, '"key":');
  const isLine = compileHead();
  const at = Buffer.from(',"at":"');
  const tx = Buffer.from(',"tx":"');
  return {
    size: propertySlot(properties.length),
    scan(bytes, start, limit, spans) {
      // The shortest line is longer than its head: nothing below reads past the line feed.
      if (start + 21 >= limit || !isLine(bytes, start)) return -1;
      const op = bytes.getUint8(start + 7);
      if (!bearsRecord(op)) return -1;
      spans[lineSlots.op] = op;
      let place = values.scanVersion(bytes, start + 21, op);
      if (place === 0) return -1;
      spans[lineSlots.version] = start + 21;
      spans[lineSlots.version + 1] = place++;
      spans[lineSlots.at] = -1;
      spans[lineSlots.tx] = -1;
      if (values.standsAt(bytes, place, at)) {
        if (place + at.length + shortest.timestamptz >= limit) return -1;
        spans[lineSlots.at] = place + at.length;
        place = values.scanInstant(bytes, place + at.length, 9);
        if (place === 0 || bytes.getUint8(place) !== 34) return -1;
        spans[lineSlots.at + 1] = place++;
      }
      if (values.standsAt(bytes, place, tx)) {
        spans[lineSlots.tx] = place + tx.length;
        place = values.scanAscii(bytes, place + tx.length, 100, 0x20);
        if (place === 0) return -1;
        spans[lineSlots.tx + 1] = place++;
      }
      return op === 100 ? key(bytes, place, limit, spans) : after(bytes, place, limit, spans);
    },
  };
}

/** Values of these types are read in words: as many bytes must stand before the line's end. */
const shortest: Readonly<Partial<Record<CanonicalType['kind'], number>>> & { readonly timestamptz: number } = {
  date: 10,
  time: 8,
  timestamp: 19,
  timestamptz: 20,
};

/** `r`, `c`, `u` or `d`. */
function bearsRecord(op: number): boolean {
  return op === 114 || op === 99 || op === 117 || op === 100;
}

/** `{"op":"` and, behind the letter, `","version":"`. */
function compileHead(): (bytes: DataView, start: number) => boolean {
  const code = createGenerator();
  code.line(`return (${differences('p', Buffer.from('{"op":"'))} | ${differences('p + 8', Buffer.from('","version":"'))}) === 0;`);
  return code.build('b', 'p');
}

/** From the comma before `"after":` to the line feed. */
function generateBody(all: readonly Property[], read: readonly Property[], name: string): Scan {
  const code = createGenerator();
  const ordered = [...read].sort((left, right) => (left.name < right.name ? -1 : 1));
  for (const [index, property] of all.entries()) if (!read.includes(property)) code.line(`o[${propertySlot(index)}] = -1;`);
  const opening = `,${name}`;
  code.line(`if (!(${standsAt(code, opening, '44')})) return -1;`);
  code.line(`p += ${Buffer.byteLength(opening)}; let c = 123, s = 0, e = 0, x = 0;`);
  for (const property of ordered) {
    const head = `,${JSON.stringify(property.name)}:`;
    const slot = propertySlot(all.indexOf(property));
    code.line(`if (${standsAt(code, head, 'c')}) { s = p + ${Buffer.byteLength(head)};`);
    generateValue(code, property);
    code.line(`o[${slot}] = s; o[${slot + 1}] = e; o[${slot + 2}] = x; c = 44;`);
    code.line(property.required ? '} else return -1;' : `} else o[${slot}] = -1;`);
  }
  // Without any property the brace is still open.
  code.line('if (c === 123) { if (b.getUint8(p) !== 123) return -1; p++; }');
  code.line('return p + 2 < l && b.getUint8(p) === 125 && b.getUint8(p + 1) === 125 && b.getUint8(p + 2) === 10 ? p + 2 : -1;');
  return code.build<Scan>('b', 'p', 'l', 'o');
}

/** Leaves the value between `s` and `e`, whether it is escaped in `x`, and in `p` the place behind it. */
function generateValue(code: Generator, { type, rules }: Property): void {
  const form = jsonForm(type.kind, encodingOf(type));
  if (form === 'bare') {
    const scan = bareScan(code, type);
    code.line(scan === undefined ? 'return -1;' : `e = ${scan}; if (e === 0) return -1; p = e; x = 0;`);
  } else {
    code.line('if (b.getUint8(s) !== 34) return -1; s++;');
    const least = shortest[type.kind];
    if (least !== undefined) code.line(`if (s + ${least} >= l) return -1;`);
    code.line(`e = ${quotedScan(code, type)}; x = 0;`);
    if (form === 'escaped') code.line('if (e < 0) { e = -e; x = 1; }');
    code.line('if (e === 0 || b.getUint8(e) !== 34) return -1; p = e + 1;');
    if (isRare(type)) code.line(`if (!${code.constant(isCanonical)}(${code.constant(type)}, b, s, e)) return -1;`);
  }
  generateRules(code, type, rules);
}

function bareScan(code: Generator, type: CanonicalType): string | undefined {
  switch (type.kind) {
    case 'boolean':
      return `${code.constant(values.scanBoolean)}(b, s)`;
    case 'integer':
      return `${code.constant(values.scanWhole)}(b, s, 15)`;
    case 'number':
      return `${code.constant(values.scanNumber)}(b, s)`;
    default:
      return undefined;
  }
}

function quotedScan(code: Generator, type: CanonicalType): string {
  switch (type.kind) {
    case 'bigint':
      return `${code.constant(values.scanWhole)}(b, s, 17)`;
    case 'decimal':
      return `${code.constant(values.scanDecimal)}(b, s, ${type.precision - type.scale}, ${type.scale})`;
    case 'date':
      return `${code.constant(values.scanDate)}(b, s)`;
    case 'time':
      return `${code.constant(values.scanTime)}(b, s, ${type.fraction})`;
    case 'timestamp':
      return `${code.constant(values.scanTimestamp)}(b, s, ${type.fraction})`;
    case 'timestamptz':
      return `${code.constant(values.scanInstant)}(b, s, ${type.fraction})`;
    case 'uuid':
      return `${code.constant(values.scanUuid)}(b, s)`;
    case 'string':
      return `${code.constant(values.scanText)}(b, s, l)`;
    default:
      return `${code.constant(values.scanAscii)}(b, s, 1000000, 32)`;
  }
}

/** Types that are not worth a scanner of their own: their canonical form is asked as text. */
function isRare({ kind }: CanonicalType): boolean {
  return kind === 'partial-date' || kind === 'bytes' || kind === 'geometry';
}

function isCanonical(type: CanonicalType, bytes: DataView, start: number, end: number): boolean {
  const text = values.textAt(bytes, start, end);
  return canonicalText(type, text) === text;
}

/** What bytes cannot decide is left to the rules of the reader, on text. */
function generateRules(code: Generator, type: CanonicalType, rules: PropertyRules): void {
  generateLengths(code, rules);
  const { pattern, enum: list } = rules;
  const automaton = pattern === undefined ? undefined : compileByteAutomaton(pattern);
  if (automaton !== undefined)
    code.line(`if (x === 1 || e - s > ${maxMatched} || !${code.constant(automaton)}.matches(b, s, e)) return -1;`);
  const short = list !== undefined && list.length <= 8 ? list.map((text) => Buffer.from(text)) : undefined;
  if (short !== undefined) code.line(`if (x === 1 || !${code.constant(values.isOneOf)}(b, s, e, ${code.constant(short)})) return -1;`);
  if (type.kind === 'integer') generateBounds(code, rules);
  const left: PropertyRules = {
    ...(automaton === undefined && pattern !== undefined ? { pattern } : {}),
    ...(short === undefined && list !== undefined ? { enum: list } : {}),
    ...(type.kind === 'integer' ? {} : boundsOf(rules)),
  };
  const others = compileRules(type, left);
  if (others.length > 0) code.line(`if (x === 1 || !${code.constant(holdsAll(others))}(b, s, e)) return -1;`);
}

/** A code point has one to three bytes here, or an escape's two: only where that leaves a doubt are they counted. */
function generateLengths(code: Generator, { minLength = 0, maxLength }: PropertyRules): void {
  const points = `${code.constant(values.countPoints)}(b, s, e)`;
  if (minLength > 0) code.line(`if (e - s < ${minLength} || (e - s < ${3 * minLength} && ${points} < ${minLength})) return -1;`);
  if (maxLength !== undefined) code.line(`if (e - s > ${maxLength} && ${points} > ${maxLength}) return -1;`);
}

function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: PropertyRules): PropertyRules {
  const bounds = Object.entries({ minimum, maximum, exclusiveMinimum, exclusiveMaximum });
  return Object.fromEntries(bounds.filter(([, bound]) => bound !== undefined));
}

/** Both sides have at most 16 digits, so that doubles compare them exactly. */
function generateBounds(code: Generator, { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: PropertyRules): void {
  const value = `${code.constant(values.wholeAt)}(b, s, e)`;
  const compare = (sign: string, bound: string | undefined): void => {
    if (bound !== undefined) code.line(`if (!(${value} ${sign} ${code.constant(Number(bound))})) return -1;`);
  };
  compare('>=', minimum);
  compare('<=', maximum);
  compare('>', exclusiveMinimum);
  compare('<', exclusiveMaximum);
}

function holdsAll(rules: readonly Rule[]): (bytes: DataView, start: number, end: number) => boolean {
  return (bytes, start, end) => {
    const text = values.textAt(bytes, start, end);
    return rules.every((rule) => rule(text) === undefined);
  };
}
