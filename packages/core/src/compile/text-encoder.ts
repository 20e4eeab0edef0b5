import type { RowValues } from '../adapter/read.ts';
import { encodingOf, jsonForm } from '../canonical/encode.ts';
import { quote } from '../canonical/text.ts';
import type { Rejection } from '../check/rejection.ts';
import { compileRules } from '../check/rules.ts';
import { isNoted } from '../dictionary/noted.ts';
import type { QualityTally } from '../quality/tally.ts';
import type { CountedPlan } from './counting.ts';
import { createGenerator, type Generator } from './generate.ts';
import { rejectMissing, rejectProperty } from './rejections.ts';
import type { WrittenPlan } from './written-plan.ts';

/** The canonical JSON of a row of texts, or why it is refused. What is counted of an accepted row goes to the tally. */
export type TextEncode = (row: RowValues, tally: QualityTally | undefined) => string | Rejection;

/** `counted`: the same plans with what is to be counted of each; `undefined` counts nothing, and then there is no code for it. */
export function compileTextEncoder(
  plans: readonly WrittenPlan[],
  columns: readonly string[],
  counted: readonly CountedPlan[] | undefined,
): TextEncode {
  const code = createGenerator();
  code.line('let f;');
  plans.forEach((plan, index) => {
    generateProperty(code, plan, `t${index}`, columns, counted?.[index]);
  });
  counted?.forEach(({ slot, always }, index) => {
    if (!always) code.line(`if (t${index} !== null) y.present[${slot}]++;`);
  });
  if (counted !== undefined) code.line('y.accepted++; if (y.noted > 0) y.keep();');
  generateJson(code, plans);
  return code.build<TextEncode>('r', 'y');
}

/** Leaves what is written of the property, or null, in the variable `text`. */
function generateProperty(
  code: Generator,
  plan: WrittenPlan,
  text: string,
  columns: readonly string[],
  counted: CountedPlan | undefined,
): void {
  const reject = `return ${code.constant(rejectProperty)}(${JSON.stringify(plan.property.name)}, ${text})`;
  generateText(code, plan, { text, columns, reject, counted });
  if (plan.protect === undefined) return;
  code.line(`if (${text} !== null) { ${text} = ${code.constant(plan.protect)}(${text}); if (typeof ${text} !== 'string') ${reject}; }`);
}

interface TextPlace {
  /** The variable. */
  readonly text: string;
  readonly columns: readonly string[];
  /** The statement that refuses the row for what is in the variable. */
  readonly reject: string;
  readonly counted: CountedPlan | undefined;
}

/** The canonical text, checked and inspected. */
function generateText(code: Generator, { property, source, fallback, notes }: WrittenPlan, place: TextPlace): void {
  const { text, columns, reject, counted } = place;
  switch (source.kind) {
    case 'constant':
      code.line(`let ${text} = ${code.constant(source.text)};`);
      if (counted !== undefined && counted.foundInFixed.length > 0)
        code.line(`y.note(${counted.slot}, ${code.constant(counted.foundInFixed)}, ${text}, 'dictionary');`);
      return;
    case 'column':
      code.line(`let ${text} = r[${columns.indexOf(source.column)}];`);
      code.line(`if (${text} === null || ${text} === undefined) ${text} = null;`);
      code.line(`else { ${text} = ${code.constant(source.read)}(${text});`);
      if (notes) generateNotes(code, text, counted);
      code.line(`if (typeof ${text} !== 'string' && ${text} !== null) ${reject}; }`);
      break;
    case 'columns':
      code.line(
        `let ${text} = ${code.constant(source.read)}([${source.columns.map((column) => `r[${columns.indexOf(column)}]`).join(', ')}]);`,
      );
      if (notes) generateNotes(code, text, counted);
      code.line(`if (typeof ${text} !== 'string' && ${text} !== null) ${reject};`);
  }
  if (fallback !== undefined) code.line(`if (${text} === null) ${text} = ${code.constant(fallback)};`);
  if (property.required) code.line(`if (${text} === null) return ${code.constant(rejectMissing(property.name))};`);
  const rules = compileRules(property.type, property.rules);
  const inspector = counted?.inspector;
  if (rules.length === 0 && inspector === undefined) return;
  code.line(`if (${text} !== null) {`);
  for (const rule of rules) {
    code.line(
      `if ((f = ${code.constant(rule)}(${text})) !== undefined) return ${code.constant(rejectProperty)}(${JSON.stringify(property.name)}, f);`,
    );
  }
  if (counted !== undefined && inspector !== undefined) {
    const inspect = code.constant((value: string) => inspector.inspect(value));
    code.line(`if ((f = ${inspect}(${text})).length > 0) y.note(${counted.slot}, f, ${text}, 'dictionary');`);
  }
  code.line('}');
}

/** Takes the value out of what a step noted of it. */
function generateNotes(code: Generator, text: string, counted: CountedPlan | undefined): void {
  const shown = `typeof f.value === 'string' ? f.value : undefined`;
  const note = counted === undefined ? '' : `y.note(${counted.slot}, f.findings, ${shown}, 'mapping');`;
  code.line(`if (${code.constant(isNoted)}(f = ${text})) { ${note} ${text} = f.value; }`);
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
