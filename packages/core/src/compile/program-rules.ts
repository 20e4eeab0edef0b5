import { isPlainAscii } from '../bytes/ascii.ts';
import type { CanonicalType } from '../canonical/types.ts';
import { maxMatched } from '../check/rules.ts';
import type { PropertyRules } from '../contract/contract.ts';
import { type ByteAutomaton, compileByteAutomaton } from '../contract/pattern/byte-automaton.ts';
import type { PlainValues } from '../dictionary/dictionary.ts';
import type { ProgramWriter } from './program-writer.ts';

/**
 * Writes what a rule needs into a program, and gives its numbers. As the program has it, a rule says whether a value surely fulfils it;
 * where it does not, the rule over texts (check/) looks at the value.
 */
export type WriteRule = (writer: ProgramWriter) => readonly [kind: number, first: number, second: number, third: number];

// As in assembly/rules.ts.
const kinds = { elsewhere: 0, oneOf: 1, length: 2, chain: 3, table: 4, bound: 5, moment: 6, ascii: 7 } as const;

/** The rules of a property over the UTF-8 bytes of its canonical text; `undefined` when one of them cannot be judged so. */
export function programRules(type: CanonicalType, rules: PropertyRules): readonly WriteRule[] | undefined {
  if (rules.minItems !== undefined || rules.maxItems !== undefined) return undefined;
  const found: (WriteRule | undefined)[] = [];
  if (rules.enum !== undefined) found.push(oneOf(rules.enum));
  if (rules.minLength !== undefined || rules.maxLength !== undefined) found.push(ofLength(rules.minLength ?? 0, rules.maxLength));
  if (rules.pattern !== undefined) found.push(matching(compileByteAutomaton(rules.pattern)));
  for (const { text, isLeast, isOpen } of [
    { text: rules.minimum, isLeast: true, isOpen: false },
    { text: rules.maximum, isLeast: false, isOpen: false },
    { text: rules.exclusiveMinimum, isLeast: true, isOpen: true },
    { text: rules.exclusiveMaximum, isLeast: false, isOpen: true },
  ]) {
    if (text !== undefined) found.push(bounded(type, text, isLeast, isOpen));
  }
  const known = found.filter((rule) => rule !== undefined);
  return known.length < found.length ? undefined : known;
}

/** A test of a value as it came. */
export function keptRule(test: PlainValues['holds']): WriteRule {
  return test === isPlainAscii ? () => [kinds.ascii, 0, 0, 0] : elsewhere(test);
}

/** A test that has no form here. */
export function elsewhere(holds: PlainValues['holds']): WriteRule {
  return (writer) => [kinds.elsewhere, writer.rule(holds), 0, 0];
}

function oneOf(list: readonly string[]): WriteRule {
  const values = list.flatMap((text) => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeInt32LE(bytes.length);
    return [length, bytes];
  });
  return (writer) => [kinds.oneOf, writer.bytes(Buffer.concat(values)), list.length, 0];
}

const mostNumber = 2 ** 31 - 1;

function ofLength(least: number, most: number | undefined): WriteRule | undefined {
  // Four bytes a code point have to be a number too.
  if (least > mostNumber / 4) return undefined;
  return () => [kinds.length, least, Math.min(most ?? mostNumber, mostNumber), 0];
}

/** A program bears tables of so many cells: it is copied each time that another dataset's was there. */
const mostCells = 8192;
const chainBytes = 16;

function matching(automaton: ByteAutomaton | undefined): WriteRule | undefined {
  if (automaton === undefined) return undefined;
  const { form } = automaton;
  if ('lows' in form) {
    const { lows, highs } = form;
    if (lows.length > mostCells) return elsewhere(short(automaton));
    return (writer) => [kinds.chain, writer.bytes(chainRanges(lows, highs)), lows.length, 0];
  }
  if (form.cells.length > mostCells) return elsewhere(short(automaton));
  return (writer) => {
    const numbers = Int32Array.of(form.first, writer.bytes(bytesOf(form.cells)), writer.bytes(form.ends), form.last, maxMatched);
    return [kinds.table, writer.bytes(Buffer.concat([form.columns, bytesOf(numbers)])), 0, 0];
  };
}

function short(automaton: ByteAutomaton): PlainValues['holds'] {
  return (bytes, start, end) => end - start <= maxMatched && automaton.matches(bytes, start, end);
}

/** Lowest and highest bytes, 16 of each in turn. */
function chainRanges(lows: readonly number[], highs: readonly number[]): Uint8Array {
  const ranges = Buffer.alloc(Math.ceil(lows.length / chainBytes) * chainBytes * 2, 255);
  for (const [index, low] of lows.entries()) {
    const place = Math.floor(index / chainBytes) * chainBytes * 2 + (index % chainBytes);
    ranges[place] = low;
    ranges[place + chainBytes] = highs[index] ?? low;
  }
  return ranges;
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

// Texts of so many digits are doubles of their own, in the same order.
const plainNumber = /^-?\d+(?:\.\d+)?$/;
const exactCharacters = 15;

function bounded(type: CanonicalType, bound: string, isLeast: boolean, isOpen: boolean): WriteRule | undefined {
  switch (type.kind) {
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'number': {
      if (bound.length > exactCharacters || !plainNumber.test(bound)) return undefined;
      return (writer) => [kinds.bound, writer.double(Number(bound)), (isLeast ? 1 : 0) | (isOpen ? 2 : 0), 0];
    }
    case 'date':
    case 'timestamp':
    case 'timestamptz': {
      // By day and second alone.
      const bytes = Buffer.from(bound.slice(0, 19));
      return (writer) => [kinds.moment, writer.bytes(bytes), bytes.length, isLeast ? 1 : 0];
    }
    default:
      return undefined;
  }
}
