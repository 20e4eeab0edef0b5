import { type RowBlock, valueOfBlock } from '../adapter/row-block.ts';
import { type ByteWriter, reserveBytes, writeBytes, writeString } from '../bytes/byte-writer.ts';
import { copyWords, viewOf } from '../bytes/copy.ts';
import type { FieldWriter } from '../bytes/field-writer.ts';
import { type PlainForm, plainForm } from '../bytes/plain-form.ts';
import type { ByteRule } from '../bytes/rules.ts';
import { encodingOf, jsonOf } from '../canonical/encode.ts';
import { compileRules } from '../check/rules.ts';
import type { ColumnSource, PropertyPlan, RowSource } from '../map/plan.ts';
import { createGenerator, type Generator } from './generate.ts';
import type { WrittenPlan } from './written-plan.ts';

/**
 * Appends the canonical JSON of one row of a block. False, and nothing is appended, when a value is missing or refused: the
 * encoder over texts then says why.
 */
export type ByteEncode = (block: RowBlock, index: number, out: ByteWriter) => boolean;

type Generated = (block: RowBlock, index: number, out: ByteWriter, bytes: DataView) => boolean;

/** Straight-line code over bytes for the plain values of each property; what is not plain makes its way over a text. */
export function compileByteEncoder(plans: readonly WrittenPlan[], columns: readonly string[]): ByteEncode {
  const code = createGenerator();
  code.line('const bounds = block.bounds, base = index * block.width * 2;');
  code.line('let o = w.view, n = w.buffer.length, at = w.length, mark = 123, s, e, q, v, t;');
  const ordered = [...plans].sort((left, right) => (left.property.name < right.property.name ? -1 : 1));
  for (const plan of ordered) generateProperty(code, plan, columns);
  code.line(`o = ${code.constant(reserve)}(w, at, 2);`);
  code.line('if (mark === 123) o.setUint8(at++, 123); o.setUint8(at++, 125); w.length = at; return true;');
  const generated = code.build<Generated>('block', 'index', 'w', 'bytes');
  let seen: Buffer | undefined;
  let view: DataView = new DataView(new ArrayBuffer(0));
  return (block, index, out) => {
    const before = out.length;
    if (block.bytes !== seen) {
      seen = block.bytes;
      view = viewOf(seen);
    }
    if (generated(block, index, out, view)) return true;
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

function generateProperty(code: Generator, plan: WrittenPlan, columns: readonly string[]): void {
  const { property, source, protect } = plan;
  const headView = viewOf(Buffer.from(`${JSON.stringify(property.name)}:`));
  const append = `{ w.length = at; ${code.constant(appendText(plan))}(w, mark, ${code.constant(headView)}, t); o = w.view; n = w.buffer.length; at = w.length; mark = 44; }`;
  const guarded =
    protect === undefined ? append : `{ t = ${code.constant(protect)}(t); if (typeof t !== 'string') return false; ${append} }`;
  code.line('t = null;');
  switch (source.kind) {
    case 'constant':
      code.line(`t = ${code.constant(source.text)};`);
      code.line(guarded);
      return;
    case 'columns':
      code.line(`t = ${code.constant(readColumns(plan, source, columns))}(block, index);`);
      break;
    case 'column': {
      const place = columns.indexOf(source.column) * 2;
      const form =
        source.direct === undefined || protect !== undefined ? undefined : plainForm(source.direct, property.type, property.rules);
      code.line(`s = bounds[base + ${place}];`);
      code.line(`if (s >= 0) { e = bounds[base + ${place + 1}];`);
      if (form !== undefined) generatePlain(code, form, headView);
      code.line(`${form === undefined ? '' : 'if (t === null) '}t = ${code.constant(readColumn(plan, source, columns))}(block, index);`);
      code.line('}');
    }
  }
  code.line('if (t === false) return false;');
  if (plan.fallback !== undefined) code.line(`if (t === null) t = ${code.constant(plan.fallback)};`);
  if (property.required) code.line('if (t === null) return false;');
  code.line(`if (t !== null && t !== true) ${guarded}`);
}

/** Leaves `true` in `t` when the value is written, else nothing has happened. */
function generatePlain(code: Generator, form: PlainForm, head: DataView): void {
  const room = `(e - s) * 6 + ${head.byteLength + 16}`;
  code.line(`if (at + ${room} > n) { o = ${code.constant(reserve)}(w, at, ${room}); n = w.buffer.length; }`);
  code.line(`o.setUint8(at, mark); v = ${code.constant(copyWords)}(${code.constant(head)}, 0, ${head.byteLength}, o, at + 1);`);
  code.line(`q = ${code.constant<FieldWriter>(form.write)}(bytes, s, e, o, v);`);
  const { written, quotes } = form.judged;
  const where = written ? `o, v + ${quotes}, q - ${quotes}` : 'bytes, s, e';
  const judged = form.rules.map((rule) => ` && ${code.constant<ByteRule>(rule)}(${where})`).join('');
  code.line(`if (q >= 0${judged}) { at = q; mark = 44; t = true; }`);
}

/** The canonical text of a row's value, null for none, false when it is refused. */
type ReadText = (block: RowBlock, index: number) => string | null | false;

function readColumn(plan: PropertyPlan, source: ColumnSource, columns: readonly string[]): ReadText {
  const accept = acceptedText(plan);
  const place = columns.indexOf(source.column);
  return (block, index) => accept(source.read(valueOfBlock(block, index, place)));
}

function readColumns(plan: PropertyPlan, source: RowSource, columns: readonly string[]): ReadText {
  const accept = acceptedText(plan);
  const places = source.columns.map((column) => columns.indexOf(column));
  return (block, index) => accept(source.read(places.map((place) => valueOfBlock(block, index, place))));
}

function acceptedText({ property }: PropertyPlan): (read: unknown) => string | null | false {
  const rules = compileRules(property.type, property.rules);
  return (read) => {
    if (read === null) return null;
    if (typeof read !== 'string') return false;
    return rules.every((rule) => rule(read) === undefined) ? read : false;
  };
}

function appendText({ written }: WrittenPlan): (out: ByteWriter, mark: number, head: DataView, text: string) => void {
  const encoding = encodingOf(written);
  return (out, mark, head, text) => {
    reserveBytes(out, 1)[out.length] = mark;
    out.length += 1;
    writeBytes(out, head);
    writeString(out, jsonOf(written.kind, encoding, text));
  };
}
