/**
 * Contract and mapping walked value by value, slow and plain: the oracle that the compiled encoder must agree with. It shares no code
 * with `src` but types; where it can, it takes another way to the same end (BigInt for decimals, Date for the calendar, a library for
 * the JSON form).
 */
import canonicalize from 'canonicalize';
import type {
  CanonicalType,
  CollectionDescription,
  ColumnMapping,
  Contract,
  DatesStep,
  Dictionary,
  Finding,
  JsonValue,
  Mapping,
  Property,
  Rejection,
  RejectionCode,
  RowValues,
  Steps,
  TypeMapping,
} from '../src/index.ts';

export class Refused extends Error {
  readonly code: RejectionCode;
  constructor(code: RejectionCode) {
    super(code);
    this.code = code;
  }
}

export interface InterpreterInput {
  readonly contract: Contract;
  readonly mapping: Mapping;
  readonly collection: CollectionDescription;
  readonly columns: readonly string[];
  /** For steps that ask it. */
  readonly dictionary?: Dictionary;
  readonly note?: (property: string, finding: Finding) => void;
}

export function interpret(input: InterpreterInput, row: RowValues): string | Pick<Rejection, 'code' | 'pointer'> {
  const record: Record<string, JsonValue> = {};
  for (const [name, outcome] of interpretEach(input, row)) {
    if (outcome instanceof Refused) return { code: outcome.code, pointer: `/${name}` };
    if (outcome !== undefined) record[name] = outcome;
  }
  return canonicalize(record) ?? '';
}

/** What becomes of each property of a row: its value, none, or why it is refused. */
export function interpretEach(input: InterpreterInput, row: RowValues): ReadonlyMap<string, JsonValue | undefined | Refused> {
  return new Map(
    input.contract.properties.map((property): [string, JsonValue | undefined | Refused] => {
      try {
        const value = interpretProperty(input, property, row);
        if (value === undefined && property.required) throw new Refused('required-missing');
        if (value !== undefined) checkRules(property, value);
        return [property.name, value];
      } catch (error) {
        if (error instanceof Refused) return [property.name, error];
        throw error;
      }
    }),
  );
}

function interpretProperty(input: InterpreterInput, property: Property, row: RowValues): JsonValue | undefined {
  const mapping = input.mapping.properties[property.name];
  if (mapping === undefined) return undefined;
  if (typeof mapping === 'string') return orDefault(property, {}, fromColumn(input, property, { column: mapping }, row));
  if ('constant' in mapping) return mapping.constant;
  if ('compute' in mapping) {
    const value = mapping.compute(...mapping.columns.map((column) => textOf(input, column, row) ?? null));
    return value === null ? undefined : value;
  }
  if ('concat' in mapping) {
    const parts = mapping.concat.map((column) => textOf(input, column, row)).filter((part) => part !== undefined && part !== '');
    const joined = parts.length === 0 ? undefined : parts.join(mapping.separator ?? '');
    return orDefault(property, mapping, joined === undefined ? undefined : applySteps(input, property, mapping, joined));
  }
  return orDefault(property, mapping, fromColumn(input, property, mapping, row));
}

function orDefault(_property: Property, steps: Steps, value: JsonValue | undefined): JsonValue | undefined {
  return value === undefined ? steps.default : value;
}

function rawOf(input: InterpreterInput, column: string, row: RowValues): { raw: unknown; type: TypeMapping } | undefined {
  const raw = row[input.columns.indexOf(column)];
  const type = input.collection.columns.find(({ name }) => name === column)?.type;
  if (type === undefined) throw new Error(`no type for ${column}`);
  return raw === null || raw === undefined ? undefined : { raw, type };
}

/** The column's own value as text. */
function textOf(input: InterpreterInput, column: string, row: RowValues): string | undefined {
  const found = rawOf(input, column, row);
  if (found === undefined) return undefined;
  const value = readRaw(found.raw, found.type, found.type.canonical);
  return typeof value === 'string' ? value : (canonicalize(value) ?? '');
}

function fromColumn(input: InterpreterInput, property: Property, mapping: ColumnMapping, row: RowValues): JsonValue | undefined {
  const found = rawOf(input, mapping.column, row);
  if (found === undefined) return undefined;
  const own = found.type.canonical.kind;
  const target = property.type.kind;
  if (mapping.encoding) {
    const notes: Finding[] = [];
    const repaired = input.dictionary?.textRepair({ encoding: mapping.encoding });
    const text = typeof repaired === 'object' ? repaired.repair(String(found.raw), notes) : '';
    for (const one of notes) input.note?.(property.name, one);
    return applySteps(input, property, mapping, cleaned(text));
  }
  const dates = mapping.dates;
  const ofText = dates !== undefined && (Array.isArray(dates) || !('placeholders' in dates) || 'patterns' in dates || 'serials' in dates);
  if (mapping.trim || mapping.emptyAsNull || mapping.lookup || ofText || mapping.codes || mapping.identifier) {
    return applySteps(input, property, mapping, textOf(input, mapping.column, row) ?? '');
  }
  if (dates !== undefined && 'placeholders' in dates && isPlaceholder(dates.placeholders, String(found.raw))) {
    input.note?.(property.name, dropped);
    return undefined;
  }
  if (own === 'timestamp' && target === 'timestamptz') {
    const local = readRaw(found.raw, found.type, { kind: 'timestamp', fraction: fractionOf(property.type) });
    return readText(property.type, typeof local === 'string' ? local : '', mapping);
  }
  if (own === target || widened(own, target)) return readRaw(found.raw, found.type, property.type);
  return readText(property.type, textOf(input, mapping.column, row) ?? '', mapping);
}

function widened(own: string, target: string): boolean {
  return [
    'integer>bigint',
    'integer>decimal',
    'integer>number',
    'bigint>integer',
    'bigint>decimal',
    'date>partial-date',
    'uuid>string',
  ].includes(`${own}>${target}`);
}

function applySteps(input: InterpreterInput, property: Property, steps: Steps, text: string): JsonValue | undefined {
  let value = text;
  if (steps.trim) {
    value = value
      .split('')
      .map((letter) => (/[\s\u00a0\u3000]/u.test(letter) ? ' ' : letter))
      .join('');
    const blanks = /^[ \u200b-\u200d\u2060\ufeff]/u;
    while (blanks.test(value)) value = value.slice(1);
    while (/[ \u200b-\u200d\u2060\ufeff]$/u.test(value)) value = value.slice(0, -1);
    while (value.includes('  ')) value = value.replace('  ', ' ');
  }
  if (steps.emptyAsNull && value === '') return undefined;
  if (steps.lookup) {
    for (const [code, meaning] of Object.entries(steps.lookup)) if (code.normalize('NFC') === value) return meaning;
    if (steps.otherwise !== undefined) return steps.otherwise;
    throw new Refused('code-unknown');
  }
  if (steps.codes || steps.identifier) {
    const notes: Finding[] = [];
    const repair = steps.codes ? input.dictionary?.codeRepair(property, undefined) : input.dictionary?.identifierRepair(property, true);
    const answer = typeof repair === 'function' ? repair(value, notes) : undefined;
    for (const one of notes) input.note?.(property.name, one);
    if (answer !== undefined) return readText(property.type, answer, steps);
    if (steps.otherwise !== undefined) return steps.otherwise;
    throw new Refused('code-unknown');
  }
  if (steps.dates) {
    const date = readDates(steps.dates, value, (finding) => input.note?.(property.name, finding));
    return date === undefined ? undefined : readText(property.type, date, steps);
  }
  return readText(property.type, value, steps);
}

const warning = (code: string): Finding => ({ code, severity: 'warning', message: '' });
const dropped = warning('date-placeholder-dropped');

function isPlaceholder(placeholders: readonly string[] = [], text: string): boolean {
  return placeholders.some((one) => {
    if (one === '0000-00-00') return text.includes('0') && text.replaceAll(/[0/:. -]/g, '') === '';
    return text === one || (one.length === 10 && [`${one}T`, `${one} `].some((start) => text.startsWith(start)));
  });
}

/** `undefined`: a placeholder. */
function readDates(dates: NonNullable<Steps['dates']>, text: string, note: (finding: Finding) => void): string | undefined {
  const step: DatesStep = 'placeholders' in dates || 'patterns' in dates ? dates : { patterns: dates as readonly string[] }; // the short form
  const readings = (step.patterns ?? []).map((pattern) => byPattern(pattern, step, text)).filter((reading) => reading !== undefined);
  const [first, ...others] = readings.filter((reading) => typeof reading !== 'string');
  const serial = first === undefined && step.serials !== undefined ? bySerial(text) : undefined;
  const date = first?.date ?? serial;
  if (isPlaceholder(step.placeholders, text) || (date !== undefined && isPlaceholder(step.placeholders, date))) {
    note(dropped);
    return undefined;
  }
  for (const finding of first?.notes ?? []) note(finding);
  if (serial !== undefined) note(warning('date-serial-read'));
  if (others.some((other) => other.date !== date)) note({ ...warning('date-ambiguous'), severity: 'needs-reference' });
  if (date === undefined) throw new Refused(readings.length > 0 ? 'not-representable' : 'date-unreadable');
  return date;
}

/** Reads letter by letter, fields of fixed width only: what the generated cases use. A text: it fits, and is no date. */
function byPattern(
  pattern: string,
  { pivot = 0, zeroParts }: DatesStep,
  text: string,
): { date: string; notes: readonly Finding[] } | 'wrong' | undefined {
  if (pattern.length !== text.length) return undefined;
  const fields: Record<string, string> = {};
  for (let index = 0; index < pattern.length; index++) {
    const letter = pattern.charAt(index);
    const sign = text.charAt(index);
    if ('yMdHms'.includes(letter)) {
      if (!/[0-9]/.test(sign)) return undefined;
      fields[letter] = (fields[letter] ?? '') + sign;
    } else if (letter !== sign) return undefined;
  }
  const notes: Finding[] = [];
  let year = fields['y'] ?? '';
  if (year.length === 2) {
    for (let one = pivot; one < pivot + 100; one++) if (String(one).endsWith(fields['y'] ?? '')) year = String(one);
    notes.push(warning('date-pivot-used'));
  }
  const parts = [year, fields['M'], fields['d']].filter((part) => part !== undefined);
  if (zeroParts === 'unknown' && !fields['H'] && parts.at(-1) === '00') {
    while (parts.at(-1) === '00') parts.pop();
    notes.push(warning('date-zeros-dropped'));
  }
  try {
    const date = day(parts.join('-'), parts.length);
    if (!fields['H']) return { date, notes };
    const time = `${fields['H']}:${fields['m'] ?? '00'}:${fields['s'] ?? '00'}`;
    return { date: `${date}T${timeOfDay(time, 0)}`, notes };
  } catch {
    return 'wrong';
  }
}

/** Day 1 is 1900-01-01, and day 60 was never. */
function bySerial(text: string): string | undefined {
  const [whole = '', fraction = ''] = text.split('.');
  if (!/^[0-9]{1,7}$/.test(whole) || !/^0*$/.test(fraction) || text.endsWith('.') || Number(whole) === 0 || Number(whole) === 60)
    return undefined;
  const date = new Date(Date.UTC(1899, 11, Number(whole) < 60 ? 31 : 30));
  date.setUTCDate(date.getUTCDate() + Number(whole));
  return date.getUTCFullYear() > 9999 ? undefined : date.toISOString().slice(0, 10);
}

function readRaw(raw: unknown, column: TypeMapping, target: CanonicalType): JsonValue {
  if (column.raw === 'canonical') return column.read?.(raw) ?? null;
  if (column.raw === 'bytes-hex') {
    const hex = String(raw).replace('\\x', '');
    if (!/^([0-9a-f]{2})*$/i.test(hex)) throw new Refused('type-mismatch');
    return btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))));
  }
  if (typeof raw !== 'string') throw new Refused('type-mismatch');
  if (column.raw === 'boolean-text' && target.kind === 'boolean') return bool(raw);
  if (column.raw === 'timestamptz-text') return instant(raw, fractionOf(target));
  return readText(target, raw, {});
}

function fractionOf(type: CanonicalType): number {
  return 'fraction' in type ? type.fraction : 9;
}

function bool(text: string): boolean {
  if (['t', 'true', '1'].includes(text)) return true;
  if (['f', 'false', '0'].includes(text)) return false;
  throw new Refused('type-mismatch');
}

function readText(type: CanonicalType, text: string, steps: Steps): JsonValue {
  switch (type.kind) {
    case 'string':
      return cleaned(text);
    case 'boolean':
      return bool(text);
    case 'integer': {
      const value = wholeNumber(text);
      if (value > 9007199254740991n || value < -9007199254740991n) throw new Refused('out-of-range');
      return Number(value);
    }
    case 'bigint': {
      const value = wholeNumber(text);
      if (value < -(2n ** 63n) || value >= 2n ** 64n) throw new Refused('out-of-range');
      return value.toString();
    }
    case 'decimal':
      return decimalNumber(text, type.precision, type.scale);
    case 'number':
      if (/^[+-]?(nan|inf(inity)?)$/i.test(text)) throw new Refused('not-representable');
      if (!/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text)) throw new Refused('type-mismatch');
      if (!Number.isFinite(Number(text))) throw new Refused('not-representable');
      return Number(text) === 0 ? 0 : Number(text);
    case 'date':
      return day(text, 3);
    case 'partial-date':
      return day(text, text.split('-').length);
    case 'time':
      return timeOfDay(text, type.fraction);
    case 'timestamp':
      return timestamp(text, type.fraction);
    case 'timestamptz':
      return /(Z|[+-]\d\d(:?\d\d)*)$/.test(text.slice(11))
        ? instant(text, type.fraction)
        : instant(`${timestamp(text, type.fraction)}${steps.zone ?? '+07:00'}`, type.fraction);
    case 'uuid':
      if (!/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(text)) throw new Refused('type-mismatch');
      return text.toLowerCase();
    case 'json':
      return jsonValue(text);
    default:
      throw new Error(`the interpreter has no ${type.kind}`);
  }
}

function cleaned(text: string): string {
  if ([...text].some((letter) => letter === '\u0000' || (letter.length === 1 && letter >= '\ud800' && letter <= '\udfff'))) {
    throw new Refused('text-invalid');
  }
  return text.normalize('NFC');
}

function wholeNumber(text: string): bigint {
  if (/^[+-]?(nan|inf(inity)?)$/i.test(text)) throw new Refused('not-representable');
  if (!/^[+-]?[0-9]+$/.test(text)) throw new Refused('type-mismatch');
  return BigInt(text.replace('+', ''));
}

/** value = digits × 10^exponent, without trailing zeros. */
function exact(text: string): { digits: bigint; exponent: number } | undefined {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  if (!/^[+-]?[0-9]*\.?[0-9]*$/.test(mantissa) || !/[0-9]/.test(mantissa) || !/^[+-]?[0-9]{1,5}$/.test(power)) return undefined;
  const [whole = '', fraction = ''] = mantissa.split('.');
  let digits = BigInt(`${whole.replace(/[+-]/, '')}${fraction}` || '0');
  let exponent = Number(power) - fraction.length;
  if (digits === 0n) return { digits, exponent: 0 };
  while (digits % 10n === 0n) {
    digits /= 10n;
    exponent++;
  }
  return { digits: mantissa.startsWith('-') ? -digits : digits, exponent };
}

function decimalNumber(text: string, precision: number, scale: number): string {
  if (/^[+-]?(nan|inf(inity)?)$/i.test(text)) throw new Refused('not-representable');
  const value = exact(text);
  if (value === undefined) throw new Refused('type-mismatch');
  if (value.digits === 0n) return '0';
  if (-value.exponent > scale) throw new Refused('not-representable');
  const magnitude = value.digits < 0n ? -value.digits : value.digits;
  if (magnitude * 10n ** BigInt(scale + value.exponent) >= 10n ** BigInt(precision)) throw new Refused('out-of-range');
  const sign = value.digits < 0n ? '-' : '';
  if (value.exponent >= 0) return `${sign}${magnitude * 10n ** BigInt(value.exponent)}`;
  const unit = 10n ** BigInt(-value.exponent);
  return `${sign}${magnitude / unit}.${(magnitude % unit).toString().padStart(-value.exponent, '0')}`;
}

/** What databases print for dates that exist there and not here. */
function beyondOurYears(text: string): boolean {
  return text === 'infinity' || text === '-infinity' || text.endsWith(' BC') || /^[+-]?[0-9]{5,}-/.test(text);
}

function day(text: string, parts: number): string {
  const outside = beyondOurYears(text);
  if (!/^[0-9]{4}(-[0-9]{2}){0,2}$/.test(text) || text.split('-').length !== parts)
    throw new Refused(outside ? 'not-representable' : 'type-mismatch');
  const [year = 0, month = 1, dayOfMonth = 1] = text.split('-').map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  if (year < 1 || date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== dayOfMonth) {
    throw new Refused('not-representable');
  }
  return text;
}

function timeOfDay(text: string, permitted: number): string {
  const match = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]{1,12})?$/.exec(text);
  if (match === null) throw new Refused('type-mismatch');
  if (Number(match[1]) > 23 || Number(match[2]) > 59 || Number(match[3]) > 59) throw new Refused('not-representable');
  const digits = (match[4] ?? '').replace(/0+$/, '').replace(/\.$/, '');
  if (digits.length - 1 > permitted) throw new Refused('not-representable');
  return text.slice(0, 8) + digits;
}

function timestamp(text: string, permitted: number): string {
  const outside = beyondOurYears(text);
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,12})?$/.test(text)) {
    throw new Refused(outside ? 'not-representable' : 'type-mismatch');
  }
  return `${day(text.slice(0, 10), 3)}T${timeOfDay(text.slice(11), permitted)}`;
}

function instant(text: string, permitted: number): string {
  const match = /^(.{19}(?:\.[0-9]+)?)(Z|[+-][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2})?)?)$/.exec(text);
  if (match === null) throw new Refused(beyondOurYears(text) ? 'not-representable' : 'type-mismatch');
  const local = timestamp(match[1] ?? '', permitted);
  const [, offset = 'Z'] = match.slice(1);
  const [hours = 0, minutes = 0, seconds = 0] = (offset.slice(1).replaceAll(':', '').match(/../g) ?? []).map(Number);
  const east = (offset.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
  const clock = new Date(`${local.slice(0, 19)}Z`);
  clock.setTime(clock.getTime() - (offset === 'Z' ? 0 : east * 1000));
  if (clock.getUTCFullYear() < 1 || clock.getUTCFullYear() > 9999) throw new Refused('not-representable');
  return `${clock.toISOString().slice(0, 19)}${local.slice(19)}Z`;
}

function jsonValue(text: string): JsonValue {
  for (const [token] of text.replace(/"(?:[^"\\]|\\[^])*"/g, '""').matchAll(/-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/g)) {
    const meant = exact(token);
    const held = exact(String(Number(token)));
    if (held === undefined || meant?.digits !== held.digits || meant.exponent !== held.exponent) throw new Refused('not-representable');
  }
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue; // JSON.parse gives nothing else
  } catch {
    throw new Refused('type-mismatch');
  }
  return normalised(value, 0);
}

function normalised(value: JsonValue, depth: number): JsonValue {
  if (typeof value === 'string') return cleaned(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= 64) throw new Refused('not-representable');
  if (Array.isArray(value)) return value.map((item: JsonValue) => normalised(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [cleaned(name), normalised(item as JsonValue, depth + 1)]));
}

function checkRules({ type, rules }: Property, value: JsonValue): void {
  const text = typeof value === 'string' ? value : (canonicalize(value) ?? '');
  const length = [...text].length;
  if (rules.enum !== undefined && !rules.enum.includes(text)) throw new Refused('not-in-list');
  if (rules.minLength !== undefined && length < rules.minLength) throw new Refused('too-short');
  if (rules.maxLength !== undefined && length > rules.maxLength) throw new Refused('too-long');
  if (rules.pattern !== undefined && !new RegExp(rules.pattern, 'u').test(text)) throw new Refused('pattern-mismatch');
  const below = (left: string, right: string): boolean => {
    if (type.kind === 'integer' || type.kind === 'bigint' || type.kind === 'decimal') return scaled(left) < scaled(right);
    if (type.kind === 'number') return Number(left) < Number(right);
    if (type.kind === 'timestamptz') return paddedInstant(left) < paddedInstant(right);
    return left < right;
  };
  if (rules.minimum !== undefined && below(text, rules.minimum)) throw new Refused('out-of-range');
  if (rules.maximum !== undefined && below(rules.maximum, text)) throw new Refused('out-of-range');
  if (rules.exclusiveMinimum !== undefined && !below(rules.exclusiveMinimum, text)) throw new Refused('out-of-range');
  if (rules.exclusiveMaximum !== undefined && !below(text, rules.exclusiveMaximum)) throw new Refused('out-of-range');
}

function scaled(text: string): bigint {
  const value = exact(text);
  return value === undefined ? 0n : value.digits * 10n ** BigInt(40 + value.exponent);
}

function paddedInstant(text: string): string {
  const [seconds = '', fraction = ''] = text.replace('Z', '').split('.');
  return seconds + fraction.padEnd(9, '0');
}
