import { textAt } from '../../bytes/scan.ts';
import { canonicalText, encodingOf } from '../../canonical/encode.ts';
import type { CanonicalType } from '../../canonical/types.ts';
import { compileRules } from '../../check/rules.ts';
import type { Contract, Property, PropertyRules } from '../../contract/contract.ts';
import type { PlainValues } from '../../dictionary/dictionary.ts';
import { elsewhere, programRules, type WriteRule } from '../program-rules.ts';
import { createProgramWriter, type ProgramWriter } from '../program-writer.ts';

export interface LineProgram {
  readonly bytes: Uint8Array;
  readonly rules: readonly PlainValues['holds'][];
}

// As in assembly/lines.ts.
const forms = {
  ...{ none: 0, text: 1, integer: 2, bigint: 3, decimal: 4, double: 5, boolean: 6 },
  ...{ date: 7, time: 8, timestamp: 9, instant: 10, uuid: 11, ascii: 12 },
} as const;

/** How many properties a record has and where they are, then those of a key; of each the numbers of `numbersOf`. */
export function writeLineProgram({ properties, primaryKey }: Contract, slotOf: (index: number) => number): LineProgram {
  const writer = createProgramWriter(4);
  const ordered = properties.map((property, index) => ({ property, slot: slotOf(index) }));
  ordered.sort((left, right) => (left.property.name < right.property.name ? -1 : 1));
  const numbers = ordered.map(({ property, slot }) => ({ name: property.name, numbers: numbersOf(property, slot, writer) }));
  const ofKey = numbers.filter(({ name }) => primaryKey.includes(name));
  const write = (list: typeof numbers): readonly [count: number, place: number] => [
    list.length,
    writer.numbers(list.flatMap((one) => one.numbers)),
  ];
  writer.set(0, [...write(numbers), ...write(ofKey)]);
  return { bytes: writer.finish(), rules: writer.elsewhere };
}

function numbersOf({ name, type, rules, required }: Property, slot: number, writer: ProgramWriter): readonly number[] {
  const head = Buffer.from(`${JSON.stringify(name)}:`);
  const { form, digits } = formOf(type);
  const judged = judgedBy(type, rules);
  const place = writer.numbers(judged.rules.flatMap((write) => write(writer)));
  const elsewhere = judged.inDoubt === undefined ? -1 : writer.rule(judged.inDoubt);
  return [slot * 4, form, required ? 1 : 0, writer.bytes(head), head.length, ...digits, place, judged.rules.length, elsewhere];
}

function formOf(type: CanonicalType): { readonly form: number; readonly digits: readonly [number, number] } {
  switch (type.kind) {
    case 'boolean':
      return { form: forms.boolean, digits: [0, 0] };
    case 'integer':
      return { form: forms.integer, digits: [0, 0] };
    case 'number':
      return { form: forms.double, digits: [0, 0] };
    case 'bigint':
      return { form: forms.bigint, digits: [0, 0] };
    case 'decimal':
      return { form: forms.decimal, digits: [type.precision - type.scale, type.scale] };
    case 'string':
      return { form: forms.text, digits: [0, 0] };
    case 'date':
      return { form: forms.date, digits: [0, 0] };
    case 'time':
      return { form: forms.time, digits: [type.fraction, 0] };
    case 'timestamp':
      return { form: forms.timestamp, digits: [type.fraction, 0] };
    case 'timestamptz':
      return { form: forms.instant, digits: [type.fraction, 0] };
    case 'uuid':
      return { form: forms.uuid, digits: [0, 0] };
    case 'partial-date':
    case 'bytes':
      return { form: forms.ascii, digits: [0, 0] };
    case 'geometry':
      return { form: encodingOf(type) === 'wkb' ? forms.ascii : forms.none, digits: [0, 0] };
    case 'json':
    case 'array':
      return { form: forms.none, digits: [0, 0] };
  }
}

interface Judged {
  readonly rules: readonly WriteRule[];
  /** Looks at a value as text where the rules do not surely hold. */
  readonly inDoubt?: PlainValues['holds'];
}

function judgedBy(type: CanonicalType, of: PropertyRules): Judged {
  const rules = compileRules(type, of);
  const holdsAll = (text: string): boolean => rules.every((rule) => rule(text) === undefined);
  // Not worth a form of their own: their canonical form is asked as text.
  if (type.kind === 'partial-date' || type.kind === 'bytes' || type.kind === 'geometry')
    return { rules: [asText((text) => canonicalText(type, text) === text && holdsAll(text))] };
  const known = programRules(type, of);
  if (known === undefined) return { rules: [asText(holdsAll)] };
  return { rules: known, inDoubt: overText(holdsAll) };
}

function asText(holds: (text: string) => boolean): WriteRule {
  return elsewhere(overText(holds));
}

function overText(holds: (text: string) => boolean): PlainValues['holds'] {
  return (bytes, start, end) => holds(textAt(bytes, start, end));
}
