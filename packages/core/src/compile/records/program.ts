import type { RawForm } from '../../adapter/type-mapping.ts';
import { encodingOf, jsonOf } from '../../canonical/encode.ts';
import type { CanonicalType } from '../../canonical/types.ts';
import type { PropertyRules } from '../../contract/contract.ts';
import type { PlainValues } from '../../dictionary/dictionary.ts';
import type { DirectValue } from '../../map/direct.ts';
import type { ColumnSource } from '../../map/plan.ts';
import type { CountedPlan } from '../counting.ts';
import { keptRule, programRules, type WriteRule } from '../program-rules.ts';
import { createProgramWriter, type ProgramWriter } from '../program-writer.ts';
import type { WrittenPlan } from '../written-plan.ts';

/** What assembly/records.ts goes by for the rows of one dataset; its numbers are explained there. */
export interface RecordProgram {
  readonly bytes: Uint8Array;
  /** Rules that have no form there, by their numbers. */
  readonly rules: readonly PlainValues['holds'][];
}

export interface ProgramProperty {
  readonly plan: WrittenPlan;
  readonly counted: CountedPlan | undefined;
}

// As in assembly/records.ts.
const kinds = { constant: 0, read: 1, column: 2 } as const;
const forms = {
  ...{ none: 0, text: 1, integer: 2, bigint: 3, decimal: 4, double: 5, boolean: 6 },
  ...{ date: 7, time: 8, timestamp: 9, instant: 10, uuid: 11 },
} as const;
const flags = { required: 1, recalled: 2, tidy: 4, notEmpty: 8, fixed: 16, fixedElsewhere: 32, judgedAsWritten: 64, quoted: 128 } as const;
const inspections = { none: 0, rightText: 1, dayExcept: 2, elsewhere: 3 } as const;
const propertyNumbers = 20;

/** Numbers of a property; those that are left out are 0. */
interface PropertyNumbers {
  readonly kind: number;
  readonly column?: number;
  readonly form?: number;
  readonly flags?: number;
  /** Of the form: digits before the point, and behind it. */
  readonly digits?: readonly [whole: number, behind: number];
  /** What is written in the place of none, or always. */
  readonly constant?: string;
  readonly rules?: readonly WriteRule[];
  /** About the value as it came, before it is written. */
  readonly kept?: readonly WriteRule[];
  readonly inspection?: readonly [kind: number, data: number];
}

/** Properties in the order of their names. */
export function writeProgram(properties: readonly ProgramProperty[], columns: readonly string[]): RecordProgram {
  const writer = createProgramWriter(4 + properties.length * propertyNumbers);
  const counted = properties.flatMap(({ counted: one }, index) => (one?.always === false ? [index] : []));
  writer.set(0, [properties.length, counted.length, writer.numbers(counted)]);
  properties.forEach((property, index) => {
    const { plan } = property;
    const numbers = numbersOf(property, columns, writer);
    const head = Buffer.from(`${JSON.stringify(plan.property.name)}:`);
    const constant = Buffer.from(numbers.constant ?? '');
    writer.set(4 + index * propertyNumbers, [
      ...[numbers.kind, numbers.column ?? 0, writer.bytes(head), head.length, numbers.form ?? 0, numbers.flags ?? 0],
      ...(numbers.digits ?? [0, 0]),
      ...[writer.bytes(constant), constant.length],
      ...writeRules(numbers.rules ?? [], writer),
      ...writeRules(numbers.kept ?? [], writer),
      ...(numbers.inspection ?? [0, 0]),
    ]);
  });
  return { bytes: writer.finish(), rules: writer.elsewhere };
}

function writeRules(list: readonly WriteRule[], writer: ProgramWriter): readonly [place: number, count: number] {
  return [writer.numbers(list.flatMap((write) => write(writer))), list.length];
}

/** Whether a string is made of every value, to look what is found in it. */
export function isInspectedAsText(counted: CountedPlan | undefined): boolean {
  return counted?.inspector !== undefined && counted.inspector.plain === undefined;
}

function numbersOf(property: ProgramProperty, columns: readonly string[], writer: ProgramWriter): PropertyNumbers {
  const { plan, counted } = property;
  const { source, protect, fallback, written } = plan;
  if (source.kind === 'columns') return { kind: kinds.read };
  const fixed = source.kind === 'constant' ? source.text : fallback;
  const isFixedHere = protect === undefined && (counted?.foundInFixed ?? []).length === 0;
  const constant = fixed !== undefined && isFixedHere ? { constant: jsonOf(written.kind, encodingOf(written), fixed) } : {};
  if (source.kind === 'constant') return { kind: isFixedHere ? kinds.constant : kinds.read, ...constant };
  const inFlags = fixed === undefined ? 0 : isFixedHere ? flags.fixed : flags.fixedElsewhere;
  const column = { kind: kinds.column, column: columns.indexOf(source.column) * 8, ...constant };
  return { ...column, ...columnNumbers(property, source, inFlags | (plan.property.required ? flags.required : 0), writer) };
}

function columnNumbers(
  { plan, counted }: ProgramProperty,
  source: ColumnSource,
  given: number,
  writer: ProgramWriter,
): Pick<PropertyNumbers, 'flags' | 'form' | 'digits' | 'rules' | 'kept' | 'inspection'> {
  // A protected value is another one each time.
  if (plan.protect !== undefined) return { flags: given };
  // What is to be stepped is looked for once it turned out not to be plain.
  const own = given | (!source.stepped && isInspectedAsText(counted) ? flags.recalled : 0);
  const plain = source.direct === undefined ? undefined : plainForm(source.direct, plan.property.type, plan.property.rules);
  if (plain === undefined) return { flags: own };
  return { ...plain, flags: own | plain.flags, inspection: inspectionOf(counted, writer) };
}

interface PlainForm {
  readonly form: number;
  readonly digits?: readonly [whole: number, behind: number];
  readonly flags: number;
  readonly rules: readonly WriteRule[];
  readonly kept: readonly WriteRule[];
}

/** How plain values are written; `undefined`: values of this property always go through the reader of texts. */
function plainForm(direct: DirectValue, type: CanonicalType, of: PropertyRules): PlainForm | undefined {
  const found = formOf(direct.raw, type);
  const judged = programRules(type, of);
  if (found === undefined || judged === undefined) return undefined;
  const isText = type.kind === 'string';
  if ((direct.trim || direct.emptyAsNull) && !isText) return undefined;
  return {
    ...found,
    flags:
      (direct.trim ? flags.tidy : 0) |
      (direct.emptyAsNull ? flags.notEmpty : 0) |
      (isText ? 0 : flags.judgedAsWritten) |
      (bare.has(type.kind) ? 0 : flags.quoted),
    rules: judged,
    kept: direct.kept.map(keptRule),
  };
}

const bare: ReadonlySet<CanonicalType['kind']> = new Set(['boolean', 'integer', 'number']);

function formOf(raw: RawForm, type: CanonicalType): Pick<PlainForm, 'form' | 'digits'> | undefined {
  switch (raw) {
    case 'text':
      return type.kind === 'string' ? { form: forms.text } : undefined;
    case 'integer-text':
    case 'decimal-text':
    case 'number-text':
      return numberForm(type);
    case 'boolean-text':
      return type.kind === 'boolean' ? { form: forms.boolean } : undefined;
    case 'date-text':
      return type.kind === 'date' || type.kind === 'partial-date' ? { form: forms.date } : undefined;
    case 'time-text':
      return type.kind === 'time' ? { form: forms.time, digits: [type.fraction, 0] } : undefined;
    case 'timestamp-text':
      return type.kind === 'timestamp' ? { form: forms.timestamp, digits: [type.fraction, 0] } : undefined;
    case 'timestamptz-text':
      return type.kind === 'timestamptz' ? { form: forms.instant, digits: [type.fraction, 0] } : undefined;
    case 'uuid-text':
      return type.kind === 'uuid' || type.kind === 'string' ? { form: forms.uuid } : undefined;
    default:
      return undefined;
  }
}

function numberForm(type: CanonicalType): Pick<PlainForm, 'form' | 'digits'> | undefined {
  switch (type.kind) {
    case 'integer':
      return { form: forms.integer };
    case 'bigint':
      return { form: forms.bigint };
    case 'decimal':
      return { form: forms.decimal, digits: [type.precision - type.scale, type.scale] };
    case 'number':
      return { form: forms.double };
    default:
      return undefined;
  }
}

function inspectionOf(counted: CountedPlan | undefined, writer: ProgramWriter): readonly [kind: number, data: number] {
  if (counted?.inspector === undefined) return [inspections.none, 0];
  const { plain } = counted.inspector;
  // Where something is found in every plain value, each is counted.
  if (plain?.known === undefined || plain.findings.length > 0) return [inspections.elsewhere, 0];
  switch (plain.known.kind) {
    case 'right-text':
      return [inspections.rightText, 0];
    case 'day-except': {
      const days = plain.known.days.map((day) => Buffer.from(day).readInt32LE(6));
      return [inspections.dayExcept, writer.numbers([days.length, ...days])];
    }
  }
}
