import type { CollectionDescription } from '../adapter/collection.ts';
import type { RowValues } from '../adapter/read.ts';
import { type RowBlock, valuesOfBlock } from '../adapter/row-block.ts';
import { type ByteWriter, writeString } from '../bytes/byte-writer.ts';
import { encodingOf, jsonForm } from '../canonical/encode.ts';
import { quote } from '../canonical/text.ts';
import type { Rejection } from '../check/rejection.ts';
import { compileRules } from '../check/rules.ts';
import type { Contract } from '../contract/contract.ts';
import { LienThongError } from '../errors/lienthong-error.ts';
import type { Mapping } from '../map/mapping.ts';
import { type PropertyPlan, planMapping } from '../map/plan.ts';
import { compileProtections } from '../protect/protect.ts';
import { noProtectionKeys, type ProtectionKeys } from '../protect/protection-keys.ts';
import { type ByteEncode, compileByteEncoder } from './byte-encoder.ts';
import { createGenerator, type Generator } from './generate.ts';
import { rejectMissing, rejectProperty } from './rejections.ts';
import { type WrittenPlan, writtenPlans } from './written-plan.ts';

export interface EncoderInput {
  readonly contract: Contract;
  readonly mapping: Mapping;
  /** The collection as the adapter described it: its columns' type mappings decide how raw values are read. */
  readonly collection: CollectionDescription;
  /** What the contract's protections name. Default: none. */
  readonly keys?: ProtectionKeys;
}

/** Contract, mapping and checks of one dataset, compiled once into straight-line code from raw values to canonical JSON. */
export interface RecordEncoder {
  /** What to select, in the order `record` and `key` expect. */
  readonly columns: readonly string[];
  /** The columns that the primary key's properties come from. */
  readonly keyColumns: readonly string[];
  /** Canonical JSON of the record (RFC 8785), or why it is refused. */
  record(row: RowValues): string | Rejection;
  /** Canonical JSON object of the primary-key properties; only the key columns need to be filled. */
  key(row: RowValues): string | Rejection;
  /** Appends what `record` gives for a row of a block; a refused row appends nothing. */
  writeRecord(block: RowBlock, index: number, out: ByteWriter): Rejection | undefined;
  /** The same of `key`. */
  writeKey(block: RowBlock, index: number, out: ByteWriter): Rejection | undefined;
}

type Encode = (row: RowValues) => string | Rejection;

/** Throws MAPPING_INVALID with every problem at once, else PROTECTION_KEY_MISSING. */
export function compileEncoder(input: EncoderInput): RecordEncoder {
  const problems: string[] = [];
  const plans = planMapping(input, problems);
  problems.push(...plans.flatMap(unruly));
  const keyPlans = plans.filter((plan) => input.contract.primaryKey.includes(plan.property.name));
  if (keyPlans.length > 0 && keyPlans.every((plan) => columnsOf(plan).length === 0))
    problems.push('the primary key is constant: no two records would differ');
  if (problems.length > 0) {
    throw new LienThongError('MAPPING_INVALID', {
      message: `the mapping of ${input.contract.dataset} has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}: ${problems.join('; ')}`,
      details: { dataset: input.contract.dataset, problems },
    });
  }
  const written = writtenPlans(input.contract, plans, compileProtections(input.contract, input.keys ?? noProtectionKeys));
  const writtenKey = written.filter((plan) => input.contract.primaryKey.includes(plan.property.name));
  const columns = [...new Set(written.flatMap(columnsOf))];
  const record = generate(written, columns);
  const key = generate(writtenKey, columns);
  return {
    columns,
    keyColumns: [...new Set(writtenKey.flatMap(columnsOf))],
    record,
    key,
    writeRecord: overBytes(compileByteEncoder(written, columns), record),
    writeKey: overBytes(compileByteEncoder(writtenKey, columns), key),
  };
}

/** Bytes for what is plain; whatever is refused is looked at as texts, so that there is one word on why. */
function overBytes(write: ByteEncode, encode: Encode): RecordEncoder['writeRecord'] {
  return (block, index, out) => {
    if (write(block, index, out)) return undefined;
    const encoded = encode(valuesOfBlock(block, index));
    if (typeof encoded !== 'string') return encoded;
    writeString(out, encoded);
    return undefined;
  };
}

function columnsOf({ source }: PropertyPlan): readonly string[] {
  if (source.kind === 'constant') return [];
  return source.kind === 'column' ? [source.column] : source.columns;
}

/** A constant or default that breaks the contract's own rules would refuse every record. */
function unruly({ property, source, fallback }: PropertyPlan): string[] {
  const fixed = source.kind === 'constant' ? source.text : fallback;
  if (fixed === undefined) return [];
  return compileRules(property.type, property.rules).flatMap((rule) => {
    const wrong = rule(fixed);
    return wrong === undefined ? [] : [`${property.name}: the ${source.kind === 'constant' ? 'constant' : 'default'} ${wrong.reason}`];
  });
}

function generate(plans: readonly WrittenPlan[], columns: readonly string[]): Encode {
  const code = createGenerator();
  plans.forEach((plan, index) => {
    generateProperty(code, plan, `t${index}`, columns);
  });
  generateJson(code, plans);
  return code.build<Encode>('r');
}

/** Leaves what is written of the property, or null, in the variable `text`. */
function generateProperty(code: Generator, plan: WrittenPlan, text: string, columns: readonly string[]): void {
  const reject = `return ${code.constant(rejectProperty)}(${JSON.stringify(plan.property.name)}, ${text})`;
  generateText(code, plan, text, columns, reject);
  if (plan.protect === undefined) return;
  code.line(`if (${text} !== null) { ${text} = ${code.constant(plan.protect)}(${text}); if (typeof ${text} !== 'string') ${reject}; }`);
}

/** The canonical text, checked. */
function generateText(
  code: Generator,
  { property, source, fallback }: PropertyPlan,
  text: string,
  columns: readonly string[],
  reject: string,
): void {
  switch (source.kind) {
    case 'constant':
      code.line(`let ${text} = ${code.constant(source.text)};`);
      return;
    case 'column':
      code.line(`let ${text} = r[${columns.indexOf(source.column)}];`);
      code.line(`if (${text} === null || ${text} === undefined) ${text} = null;`);
      code.line(
        `else { ${text} = ${code.constant(source.read)}(${text}); if (typeof ${text} !== 'string' && ${text} !== null) ${reject}; }`,
      );
      break;
    case 'columns':
      code.line(
        `let ${text} = ${code.constant(source.read)}([${source.columns.map((column) => `r[${columns.indexOf(column)}]`).join(', ')}]);`,
      );
      code.line(`if (typeof ${text} !== 'string' && ${text} !== null) ${reject};`);
  }
  if (fallback !== undefined) code.line(`if (${text} === null) ${text} = ${code.constant(fallback)};`);
  if (property.required) code.line(`if (${text} === null) return ${code.constant(rejectMissing(property.name))};`);
  const rules = compileRules(property.type, property.rules);
  if (rules.length === 0) return;
  code.line(`if (${text} !== null) { let f;`);
  for (const rule of rules) {
    code.line(
      `if ((f = ${code.constant(rule)}(${text})) !== undefined) return ${code.constant(rejectProperty)}(${JSON.stringify(property.name)}, f);`,
    );
  }
  code.line('}');
}

/** One concatenation in the key order of RFC 8785; a property without a value is left out. */
function generateJson(code: Generator, plans: readonly WrittenPlan[]): void {
  const ordered = plans
    .map((plan, index) => ({ plan, text: `t${index}` }))
    .sort((left, right) => (left.plan.property.name < right.plan.property.name ? -1 : 1));
  code.line(`let o = '';`);
  let filled = false;
  for (const { plan, text } of ordered) {
    const { property, source } = plan;
    const always = property.required || source.kind === 'constant' || plan.fallback !== undefined;
    const name = `${JSON.stringify(property.name)}:`;
    const head = filled ? JSON.stringify(`,${name}`) : `(o === '' ? ${JSON.stringify(`{${name}`)} : ${JSON.stringify(`,${name}`)})`;
    const piece = `o += ${head} + ${jsonExpression(code, plan, text)};`;
    code.line(always ? piece : `if (${text} !== null) ${piece}`);
    filled ||= always;
  }
  code.line(`return o === '' ? '{}' : o + '}';`);
}

function jsonExpression(code: Generator, { written }: WrittenPlan, text: string): string {
  switch (jsonForm(written.kind, encodingOf(written))) {
    case 'bare':
      return text;
    case 'plain':
      return `'"' + ${text} + '"'`;
    case 'escaped':
      return `${code.constant(quote)}(${text})`;
  }
}
