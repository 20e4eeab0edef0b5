import { type RowBlock, valueOfBlock } from '../adapter/row-block.ts';
import { type ByteWriter, reserveBytes, writeBytes, writeString } from '../bytes/byte-writer.ts';
import { textAt } from '../bytes/scan.ts';
import { encodingOf, jsonForm, jsonOf } from '../canonical/encode.ts';
import type { Reading } from '../canonical/failure.ts';
import type { CanonicalType } from '../canonical/types.ts';
import { noFindings } from '../check/finding.ts';
import { compileRules } from '../check/rules.ts';
import { isNoted, type Noted } from '../dictionary/noted.ts';
import type { ColumnSource, PropertyPlan, RowSource } from '../map/plan.ts';
import type { QualityTally } from '../quality/tally.ts';
import type { CountedPlan } from './counting.ts';
import { createValueMemo, type SteppedValue } from './value-memo.ts';
import type { WrittenPlan } from './written-plan.ts';

/** The canonical text of a row's value, null for none, false when it is refused. */
type ReadText = (block: RowBlock, index: number, tally: QualityTally | undefined) => string | null | false;

export function readColumn(
  plan: PropertyPlan,
  source: ColumnSource,
  columns: readonly string[],
  counted: CountedPlan | undefined,
): ReadText {
  const accept = acceptedText(plan, counted);
  const place = columns.indexOf(source.column);
  return (block, index, tally) => accept(source.read(valueOfBlock(block, index, place)), tally);
}

export function readColumns(plan: PropertyPlan, source: RowSource, columns: readonly string[], counted: CountedPlan | undefined): ReadText {
  const accept = acceptedText(plan, counted);
  const places = source.columns.map((column) => columns.indexOf(column));
  return (block, index, tally) => accept(source.read(places.map((place) => valueOfBlock(block, index, place))), tally);
}

/** What the steps make of the value, remembered; `undefined` when it is refused, or is none of those that are remembered. */
type StepColumn = (block: RowBlock, index: number, bytes: DataView, start: number, end: number) => SteppedValue | undefined;

export function stepColumn(
  plan: WrittenPlan,
  source: ColumnSource,
  columns: readonly string[],
  counted: CountedPlan | undefined,
): StepColumn {
  const { property, written } = plan;
  const rules = compileRules(property.type, property.rules);
  const encoding = encodingOf(written);
  const place = columns.indexOf(source.column);
  const memo = createValueMemo();
  return (block, index, bytes, start, end) => {
    const known = memo.find(bytes, start, end);
    if (known !== undefined) return known === false ? undefined : known;
    const read = source.read(valueOfBlock(block, index, place));
    const value = isNoted(read) ? read.value : read;
    if (value !== null && (typeof value !== 'string' || rules.some((rule) => rule(value) !== undefined))) return undefined;
    const found = value === null ? noFindings : (counted?.inspector?.inspect(value) ?? noFindings);
    return memo.learn(
      value === null ? undefined : jsonOf(written.kind, encoding, value),
      isNoted(read) ? read.findings : noFindings,
      found,
    );
  };
}

/** The text of a value whose JSON this is. */
export function textOfJson(type: CanonicalType): (bytes: DataView, start: number, end: number) => string {
  switch (jsonForm(type.kind, encodingOf(type))) {
    case 'bare':
      return textAt;
    case 'plain':
      return (bytes, start, end) => textAt(bytes, start + 1, end - 1);
    case 'escaped':
      return (bytes, start, end) => String(JSON.parse(textAt(bytes, start, end)));
  }
}

type Accept = (read: Reading | Noted | null, tally: QualityTally | undefined) => string | null | false;

function acceptedText({ property }: PropertyPlan, counted: CountedPlan | undefined): Accept {
  const rules = compileRules(property.type, property.rules);
  return (read, tally) => {
    const value = isNoted(read) ? read.value : read;
    if (value !== null && (typeof value !== 'string' || rules.some((rule) => rule(value) !== undefined))) return false;
    if (counted === undefined || tally === undefined) return value;
    if (isNoted(read)) tally.note(counted.slot, read.findings, value ?? undefined, 'mapping');
    if (value !== null && counted.inspector !== undefined) tally.note(counted.slot, counted.inspector.inspect(value), value, 'dictionary');
    return value;
  };
}

/** Appends a property whose value is a text. */
export function appendText({ written }: WrittenPlan): (out: ByteWriter, mark: number, head: DataView, text: string) => void {
  const encoding = encodingOf(written);
  return (out, mark, head, text) => {
    reserveBytes(out, 1)[out.length] = mark;
    out.length += 1;
    writeBytes(out, head);
    writeString(out, jsonOf(written.kind, encoding, text));
  };
}
