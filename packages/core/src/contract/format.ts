import { type CanonicalType, formatType } from '../canonical/types.ts';
import type { PropertyRules } from './contract.ts';
import { canonicalLiteral, compareLiterals } from './literal.ts';
import { nearest } from './nearest.ts';
import type { ProblemList } from './problem.ts';
import type { TypeReading } from './property-type.ts';
import { clip, type YamlNode } from './yaml.ts';

/** Rules while they are read. */
export type RulesDraft = { -readonly [K in keyof PropertyRules]: PropertyRules[K] };

interface Room extends TypeReading {
  readonly path: string;
  readonly problems: ProblemList;
}

/** The option `format`: of an integer a pair of bounds, of a text perhaps a uuid, otherwise a description. */
export function readFormat(value: YamlNode, rules: RulesDraft, room: Room): void {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') {
    room.problems.error('wrong-kind', value.place, room.path, 'must be text');
    return;
  }
  const reading = { format: value.value, ...room, place: value.place };
  if (room.logical === 'string') readTextFormat(reading);
  else if (room.logical === 'number') readNumberFormat(reading);
  else if (room.logical === 'integer') readIntegerFormat(reading, rules);
}

interface FormatReading extends Room {
  readonly format: string;
  readonly place: YamlNode['place'];
}

function readTextFormat({ format, type, place, path, problems }: FormatReading): void {
  if (format !== 'uuid') {
    problems.warning('rule-not-checked', place, path, `the format \`${clip(format)}\` is not checked on records`, 'use `pattern`');
  } else if (type !== undefined && type.kind !== 'uuid') {
    problems.error('type-incompatible', place, path, `the format uuid contradicts \`${formatType(type)}\``, 'canonicalType: uuid');
  }
}

function readNumberFormat({ format, place, path, problems }: FormatReading): void {
  if (format === 'f32') problems.warning('rule-not-checked', place, path, 'the format `f32` is not checked on records');
  else if (format !== 'f64') problems.error('value-invalid', place, path, `\`${clip(format)}\` is none of f32, f64`, 'f64');
}

const integerFormats: ReadonlyMap<string, readonly [minimum: string, maximum: string]> = new Map([
  ['i8', ['-128', '127']],
  ['i16', ['-32768', '32767']],
  ['i32', ['-2147483648', '2147483647']],
  ['i64', ['-9223372036854775808', '9223372036854775807']],
  ['u8', ['0', '255']],
  ['u16', ['0', '65535']],
  ['u32', ['0', '4294967295']],
  ['u64', ['0', '18446744073709551615']],
]);

function readIntegerFormat({ format, type, place, path, problems }: FormatReading, rules: RulesDraft): void {
  if (format === 'i128' || format === 'u128') {
    if (type?.kind === 'decimal') return;
    problems.error('type-incompatible', place, path, `\`${format}\` fits neither integer nor bigint`, 'canonicalType: decimal(39,0)');
    return;
  }
  const range = integerFormats.get(format);
  if (range === undefined) {
    problems.error('value-invalid', place, path, `\`${clip(format)}\` is no integer format`, nearest(format, integerFormats.keys()));
    return;
  }
  if (type !== undefined) tighten(rules, type, range);
}

// Bounds that the author wrote himself and that are tighter win.
function tighten(rules: RulesDraft, type: CanonicalType, [minimum, maximum]: readonly [string, string]): void {
  const low = canonicalLiteral(type, minimum);
  const high = canonicalLiteral(type, maximum);
  if (low !== undefined && (rules.minimum === undefined || compareLiterals(type, rules.minimum, low) < 0)) rules.minimum = low;
  if (high !== undefined && (rules.maximum === undefined || compareLiterals(type, rules.maximum, high) > 0)) rules.maximum = high;
}
