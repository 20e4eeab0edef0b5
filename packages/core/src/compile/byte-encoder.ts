import type { RowBlock } from '../adapter/row-block.ts';
import { type ByteWriter, reserveBytes } from '../bytes/byte-writer.ts';
import { copyWords, viewOf } from '../bytes/copy.ts';
import type { FieldWriter } from '../bytes/field-writer.ts';
import { type PlainForm, plainForm, type RepairedForm } from '../bytes/plain-form.ts';
import type { ByteRule } from '../bytes/rules.ts';
import { textAt } from '../bytes/scan.ts';
import type { PlainValues } from '../dictionary/dictionary.ts';
import type { ColumnSource } from '../map/plan.ts';
import type { QualityTally } from '../quality/tally.ts';
import { appendText, readColumn, readColumns, stepColumn, textOfJson } from './byte-values.ts';
import type { CountedPlan } from './counting.ts';
import { createGenerator, type Generator } from './generate.ts';
import type { SteppedValue } from './value-memo.ts';
import type { WrittenPlan } from './written-plan.ts';

/**
 * Appends the canonical JSON of one row of a block, and counts it. False, and nothing is appended, when a value is missing or
 * refused: the encoder over texts then says why. What was noted of the row by then is dropped by who counts the refused.
 */
export type ByteEncode = (block: RowBlock, index: number, out: ByteWriter, tally: QualityTally | undefined) => boolean;

type Generated = (block: RowBlock, index: number, out: ByteWriter, bytes: DataView, tally: QualityTally | undefined) => boolean;

/** Straight-line code over bytes for the plain values of each property; what is not plain makes its way over a text. */
export function compileByteEncoder(
  plans: readonly WrittenPlan[],
  columns: readonly string[],
  counted: readonly CountedPlan[] | undefined,
): ByteEncode {
  const code = createGenerator();
  code.line('const bounds = block.bounds, base = index * block.width * 2;');
  code.line('let o = w.view, n = w.buffer.length, at = w.length, mark = 123, s, e, q, v, t, m;');
  const ordered = plans.map((plan, index) => ({ plan, counted: counted?.[index] }));
  ordered.sort((left, right) => (left.plan.property.name < right.plan.property.name ? -1 : 1));
  for (const one of ordered) generateProperty(code, one.plan, columns, one.counted);
  code.line(`o = ${code.constant(reserve)}(w, at, 2);`);
  code.line('if (mark === 123) o.setUint8(at++, 123); o.setUint8(at++, 125); w.length = at;');
  // Only here is the row accepted.
  for (const { counted: one } of ordered) if (one !== undefined) generateCounts(code, one);
  if (counted !== undefined) code.line('y.accepted++; if (y.noted > 0) y.keep();');
  code.line('return true;');
  const generated = code.build<Generated>('block', 'index', 'w', 'bytes', 'y');
  let seen: Buffer | undefined;
  let view: DataView = new DataView(new ArrayBuffer(0));
  return (block, index, out, tally) => {
    if (block.unfit?.has(index) === true) return false;
    const before = out.length;
    if (block.bytes !== seen) {
      seen = block.bytes;
      view = viewOf(seen);
    }
    if (generated(block, index, out, view, tally)) return true;
    out.length = before;
    return false;
  };
}

/** Room for a value of so many bytes with its name, behind `at`. */
function reserve(writer: ByteWriter, at: number, bytes: number): DataView {
  writer.length = at;
  reserveBytes(writer, bytes);
  return writer.view;
}

function generateProperty(code: Generator, plan: WrittenPlan, columns: readonly string[], counted: CountedPlan | undefined): void {
  const { property, source, protect } = plan;
  const headView = viewOf(Buffer.from(`${JSON.stringify(property.name)}:`));
  const append = `{ w.length = at; ${code.constant(appendText(plan))}(w, mark, ${code.constant(headView)}, t); o = w.view; n = w.buffer.length; at = w.length; mark = 44; }`;
  const guarded =
    protect === undefined ? append : `{ t = ${code.constant(protect)}(t); if (typeof t !== 'string') return false; ${append} }`;
  code.line('t = null; m = undefined;');
  if (counted !== undefined && countsPlain(counted)) code.line(`let h${counted.slot} = 0;`);
  const fixed = counted !== undefined && counted.foundInFixed.length > 0 ? counted : undefined;
  const noteFixed = fixed === undefined ? '' : ` y.note(${fixed.slot}, ${code.constant(fixed.foundInFixed)}, t, 'dictionary');`;
  switch (source.kind) {
    case 'constant':
      code.line(`t = ${code.constant(source.text)};${noteFixed}`);
      code.line(guarded);
      return;
    case 'columns':
      code.line(`t = ${code.constant(readColumns(plan, source, columns, counted))}(block, index, y);`);
      break;
    case 'column':
      generateColumn(code, { plan, source, headView }, columns, counted);
  }
  code.line('if (t === false) return false;');
  if (plan.fallback !== undefined) code.line(`if (t === null) { t = ${code.constant(plan.fallback)};${noteFixed} }`);
  if (property.required) code.line('if (t === null) return false;');
  if (counted?.always === false) code.line(`const p${counted.slot} = t === null ? 0 : 1;`);
  code.line(`if (t !== null && t !== true) ${guarded}`);
}

interface ColumnPlan {
  readonly plan: WrittenPlan;
  readonly source: ColumnSource;
  readonly headView: DataView;
}

/** Writes a plain value at once; any other, and one that is protected, becomes a text in `t`. */
function generateColumn(
  code: Generator,
  { plan, source, headView }: ColumnPlan,
  columns: readonly string[],
  counted: CountedPlan | undefined,
): void {
  const { property, protect } = plan;
  const place = columns.indexOf(source.column) * 2;
  const direct = protect === undefined ? source.direct : undefined;
  const form = direct === undefined ? undefined : plainForm(direct, property.type, property.rules);
  code.line(`s = bounds[base + ${place}];`);
  code.line(`if (s >= 0) { e = bounds[base + ${place + 1}];`);
  // A protected value is another one each time.
  const remembers = protect === undefined && (source.stepped || isInspectedAsText(counted));
  const column = { plan, source, headView };
  // What is known of a value spares its steps, which are only for values that are not plain, or the text to inspect.
  if (remembers && !source.stepped) generateRemembered(code, column, columns, counted);
  if (form !== undefined) {
    code.line('if (t === null && m === undefined) {');
    generatePlain(code, form, headView, counted);
    code.line('}');
  }
  if (remembers && source.stepped) generateRemembered(code, column, columns, counted);
  const read = `${code.constant(readColumn(plan, source, columns, counted))}(block, index, y);`;
  code.line(`if (t === null && m === undefined) t = ${read}`);
  code.line('}');
}

/** Leaves `true` in `t` when the value is written, a remembered one in `m` when it was that or none; else nothing has happened. */
function generateRemembered(
  code: Generator,
  { plan, source, headView }: ColumnPlan,
  columns: readonly string[],
  counted: CountedPlan | undefined,
): void {
  code.line(
    `if (t === null && (m = ${code.constant(stepColumn(plan, source, columns, counted))}(block, index, bytes, s, e)) !== undefined) {`,
  );
  const head = code.constant(headView);
  const room = `m.end - m.start + ${headView.byteLength + 16}`;
  code.line(`if (m.start >= 0) { if (at + ${room} > n) { o = ${code.constant(reserve)}(w, at, ${room}); n = w.buffer.length; }`);
  const copy = code.constant(copyWords);
  code.line(`o.setUint8(at, mark); at = ${copy}(${head}, 0, ${headView.byteLength}, o, at + 1);`);
  code.line(`at = ${copy}(m.bytes, m.start, m.end, o, at); mark = 44; t = true; }`);
  if (counted !== undefined) {
    const textIn = textOfJson(plan.written);
    const note = code.constant((tally: QualityTally, { bytes, start, end, noted, found }: SteppedValue) => {
      if (noted.length === 0 && found.length === 0) return;
      const shown = start >= 0 && tally.looksAt(counted.slot) ? textIn(bytes, start, end) : undefined;
      tally.note(counted.slot, noted, shown, 'mapping');
      tally.note(counted.slot, found, shown, 'dictionary');
    });
    code.line(`${note}(y, m);`);
  }
  code.line('}');
}

/** Leaves `true` in `t` when the value is written, else nothing has happened. */
function generatePlain(code: Generator, form: PlainForm, head: DataView, counted: CountedPlan | undefined): void {
  const room = `(e - s) * 6 + ${head.byteLength + 16}`;
  code.line(`if (at + ${room} > n) { o = ${code.constant(reserve)}(w, at, ${room}); n = w.buffer.length; }`);
  code.line(`o.setUint8(at, mark); v = ${code.constant(copyWords)}(${code.constant(head)}, 0, ${head.byteLength}, o, at + 1);`);
  const kept = form.kept.map((rule) => `${code.constant<ByteRule>(rule)}(bytes, s, e) ? `).join('');
  const write = `${code.constant<FieldWriter>(form.write)}(bytes, s, e, o, v)`;
  code.line(`q = ${kept}${write}${' : -1'.repeat(form.kept.length)};`);
  const { written, quotes } = form.judged;
  const where = written ? `o, v + ${quotes}, q - ${quotes}` : 'bytes, s, e';
  code.line(`if (q >= 0${judgement(code, form.rules, where)}) { at = q; mark = 44; t = true;${inspection(code, where, counted)} }`);
  if (form.repaired !== undefined) generateRepaired(code, form.repaired, form.rules, counted);
}

/** The same for a value that its repair writes. */
function generateRepaired(
  code: Generator,
  { write, repair }: RepairedForm,
  rules: readonly ByteRule[],
  counted: CountedPlan | undefined,
): void {
  const where = 'o, v + 1, q - 1';
  code.line(`else if ((q = ${code.constant<FieldWriter>(write)}(bytes, s, e, o, v)) >= 0${judgement(code, rules, where)}) {`);
  code.line('at = q; mark = 44; t = true;');
  if (counted !== undefined) {
    const note = code.constant((tally: QualityTally, bytes: DataView, start: number, end: number) => {
      const shown = tally.looksAt(counted.slot) ? textAt(bytes, start, end) : undefined;
      tally.note(counted.slot, repair.noted, shown, 'mapping');
    });
    code.line(`${note}(y, ${where});${inspection(code, where, counted)}`);
  }
  code.line('}');
}

/** Whether a string is made of every value, to look what is found in it. */
function isInspectedAsText(counted: CountedPlan | undefined): boolean {
  return counted?.inspector !== undefined && counted.inspector.plain === undefined;
}

function judgement(code: Generator, rules: readonly ByteRule[], where: string): string {
  return rules.map((rule) => ` && ${code.constant<ByteRule>(rule)}(${where})`).join('');
}

/** Inspects the value that was written: by its bytes where that says all, else as a text. */
function inspection(code: Generator, where: string, counted: CountedPlan | undefined): string {
  if (counted?.inspector === undefined) return '';
  const { inspector, slot } = counted;
  const inspect = code.constant((tally: QualityTally, bytes: DataView, start: number, end: number) => {
    const text = textAt(bytes, start, end);
    tally.note(slot, inspector.inspect(text), text, 'dictionary');
  });
  const { plain } = inspector;
  if (plain === undefined) return ` ${inspect}(y, ${where});`;
  const holds = code.constant<PlainValues['holds']>((bytes, start, end) => plain.holds(bytes, start, end));
  const otherwise = countsPlain(counted) ? ` else h${slot} = 1;` : '';
  return ` if (!${holds}(${where})) ${inspect}(y, ${where});${otherwise}`;
}

/** Whether something is found in every plain value: then such values are counted, and not what is found. */
function countsPlain({ inspector }: CountedPlan): boolean {
  return inspector?.plain !== undefined && inspector.plain.findings.length > 0;
}

function generateCounts(code: Generator, counted: CountedPlan): void {
  const { slot, always, plan } = counted;
  if (!always) code.line(`y.present[${slot}] += p${slot};`);
  if (countsPlain(counted) && plan.source.kind !== 'constant') code.line(`y.plain[${slot}] += h${slot};`);
}
