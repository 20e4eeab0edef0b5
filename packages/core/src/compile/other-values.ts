import { type RowBlock, valueOfBlock } from '../adapter/row-block.ts';
import { copyWords, viewOf } from '../bytes/copy.ts';
import { textAt } from '../bytes/scan.ts';
import { isTidy } from '../bytes/tidy.ts';
import { encodingOf, jsonForm, jsonOf } from '../canonical/encode.ts';
import type { Reading } from '../canonical/failure.ts';
import type { CanonicalType } from '../canonical/types.ts';
import { type Finding, noFindings } from '../check/finding.ts';
import { compileRules } from '../check/rules.ts';
import type { BytesRepair, PlainValues } from '../dictionary/dictionary.ts';
import { isNoted, type Noted } from '../dictionary/noted.ts';
import type { DirectValue } from '../map/direct.ts';
import type { ColumnSource, PropertyPlan } from '../map/plan.ts';
import type { QualityTally } from '../quality/tally.ts';
import type { CountedPlan } from './counting.ts';
import { isInspectedAsText, type ProgramProperty } from './record-program.ts';
import { createValueMemo, type SteppedValue } from './value-memo.ts';

/** What assembly/records.ts imports; places are those of its memory. */
export interface OtherValues {
  /** Writes a property's value behind the mark at `at`; gives the place behind it, `at` for no value, 0 when the row is not written. */
  read(property: number, row: number, from: number, end: number, at: number): number;
  /** The same of a value that is known from before; 0: it is not. */
  recall(property: number, row: number, from: number, end: number, at: number): number;
  holds(rule: number, from: number, end: number): boolean;
  inspect(property: number, from: number, end: number): void;
  /** Keeps what was noted of the row. */
  accept(): void;
}

/** The rows in work, for the functions that are called for single values of them. */
export interface OtherRows {
  block: RowBlock | undefined;
  /** The row of the block that is the first of those in the memory. */
  first: number;
  tally: QualityTally | undefined;
  /** The memory. */
  buffer: Buffer;
  view: DataView;
  /** Behind what may be written in it. */
  limit: number;
  /** There was no room for a value. */
  isFull: boolean;
  /** Whether a value that stands in the memory surely fulfils the rules of a property. */
  fulfils(property: number, from: number, end: number): boolean;
}

export interface CompiledOthers extends OtherValues {
  readonly rows: OtherRows;
  /** Forgets what was noted of a row that is not written. */
  drop(): void;
}

/** Room behind what is written: what 16 bytes at a time write too much. */
const slack = 64;
const empty = Buffer.alloc(0);

export function compileOtherValues(
  properties: readonly ProgramProperty[],
  columns: readonly string[],
  rules: readonly PlainValues['holds'][],
): CompiledOthers {
  const rows: OtherRows = {
    ...{ block: undefined, first: 0, tally: undefined, isFull: false },
    ...{ buffer: empty, view: viewOf(empty), limit: 0, fulfils: () => false },
  };
  /** Slots of plain values in which something is found, of the row in work. */
  const held: number[] = [];
  const inspectors = properties.map(({ counted }) => compileInspection(counted, rows, held));
  const readers = properties.map((property, index) =>
    compileProperty(property, columns, rows, compileRepair(property, index, rows, inspectors[index] ?? noInspection)),
  );
  return {
    rows,
    read: (property, row, from, end, at) => readers[property]?.read(rows.first + row, from, end, at) ?? 0,
    recall: (property, row, from, end, at) => readers[property]?.recall(rows.first + row, from, end, at) ?? 0,
    holds: (rule, from, end) => rules[rule]?.(rows.view, from, end) ?? false,
    inspect(property, from, end) {
      inspectors[property]?.(from, end);
    },
    accept() {
      const { tally } = rows;
      if (tally === undefined) return;
      for (const slot of held) tally.plain[slot] = (tally.plain[slot] ?? 0) + 1;
      held.length = 0;
      if (tally.noted > 0) tally.keep();
    },
    drop() {
      held.length = 0;
      rows.tally?.drop();
    },
  };
}

interface PropertyReader {
  read(index: number, from: number, end: number, at: number): number;
  recall(index: number, from: number, end: number, at: number): number;
}

function compileProperty(
  { plan, counted }: ProgramProperty,
  columns: readonly string[],
  rows: OtherRows,
  repair: WriteValue,
): PropertyReader {
  const { property, source, protect, fallback } = plan;
  const append = compileAppend(plan, rows);
  const isRemembered = protect === undefined && source.kind === 'column' && (source.stepped || isInspectedAsText(counted));
  const step = isRemembered ? compileSteps({ plan, counted }, source, columns, rows) : undefined;
  const readText = compileText({ plan, counted }, columns, rows);
  /** In the place of none. */
  const appendFixed = (at: number): number => {
    if (fallback === undefined) return property.required ? 0 : at;
    if (counted !== undefined && rows.tally !== undefined) rows.tally.note(counted.slot, counted.foundInFixed, fallback, 'dictionary');
    return protectAndAppend(fallback, at);
  };
  const protectAndAppend = (text: string, at: number): number => {
    const written = protect === undefined ? text : protect(text);
    return typeof written === 'string' ? append.text(written, at) : 0;
  };
  const recall = (index: number, from: number, end: number, at: number): number => {
    const known = step?.(index, from, end);
    if (known === undefined) return 0;
    noteStepped(known);
    return known.start < 0 ? appendFixed(at) : append.json(known.bytes, known.start, known.end, at);
  };
  const textIn = textOfJson(plan.written);
  const noteStepped = ({ bytes, start, end, noted, found }: SteppedValue): void => {
    const { tally } = rows;
    if (counted === undefined || tally === undefined || (noted.length === 0 && found.length === 0)) return;
    const shown = start >= 0 && tally.looksAt(counted.slot) ? textIn(bytes, start, end) : undefined;
    tally.note(counted.slot, noted, shown, 'mapping');
    tally.note(counted.slot, found, shown, 'dictionary');
  };
  const isStepped = source.kind === 'column' && source.stepped;
  return {
    read(index, from, end, at) {
      if (from > 0) {
        const written = repair(from, end, at) || (isStepped ? recall(index, from, end, at) : 0);
        if (written > 0) return written;
      }
      const text = readText(index);
      if (text === false) return 0;
      return text === null ? appendFixed(at) : protectAndAppend(text, at);
    },
    recall,
  };
}

/** Appends a property behind the mark at `at`, by its text or by its JSON. 0: there is no room for it. */
function compileAppend({ property, written }: ProgramProperty['plan'], rows: OtherRows) {
  const head = viewOf(Buffer.from(`${JSON.stringify(property.name)}:`));
  const encoding = encodingOf(written);
  const hasRoom = (at: number, bytes: number): boolean => {
    if (at + head.byteLength + bytes + slack <= rows.limit) return true;
    rows.isFull = true;
    return false;
  };
  const appendHead = (at: number): number => copyWords(head, 0, head.byteLength, rows.view, at + 1);
  return {
    head,
    hasRoom,
    appendHead,
    text(text: string, at: number): number {
      const json = jsonOf(written.kind, encoding, text);
      // A UTF-16 unit takes three bytes of UTF-8 at most.
      if (!hasRoom(at, json.length * 3)) return 0;
      const behind = appendHead(at);
      return behind + rows.buffer.write(json, behind, 'utf8');
    },
    json(bytes: DataView, start: number, end: number, at: number): number {
      return hasRoom(at, end - start) ? copyWords(bytes, start, end, rows.view, appendHead(at)) : 0;
    },
  };
}

type WriteValue = (from: number, end: number, at: number) => number;

const quotation = 34;

/** Writes values that their repair makes, and that the steps behind it leave as they are. 0, and nothing has happened: any other. */
function compileRepair({ plan, counted }: ProgramProperty, place: number, rows: OtherRows, inspect: Inspect): WriteValue {
  const { source, protect } = plan;
  const direct = protect === undefined && source.kind === 'column' ? source.direct : undefined;
  const repair = direct?.repair;
  if (direct === undefined || repair === undefined) return () => 0;
  const append = compileAppend(plan, rows);
  const write = (from: number, end: number, at: number): number => writeRepaired(repair, direct, rows.view, [from, end], at);
  return (from, end, at) => {
    // A repair has room for six times the value.
    if (!append.hasRoom(at, (end - from) * 6)) return 0;
    const start = append.appendHead(at);
    const behind = write(from, end, start);
    if (behind === 0 || !rows.fulfils(place, start + 1, behind - 1)) return 0;
    const { tally } = rows;
    if (counted !== undefined && tally !== undefined) {
      const shown = tally.looksAt(counted.slot) ? textAt(rows.view, start + 1, behind - 1) : undefined;
      tally.note(counted.slot, repair.noted, shown, 'mapping');
      inspect(start + 1, behind - 1);
    }
    return behind;
  };
}

function writeRepaired(
  repair: BytesRepair,
  { trim, emptyAsNull }: DirectValue,
  view: DataView,
  [from, end]: readonly [number, number],
  at: number,
): number {
  view.setUint8(at, quotation);
  const to = repair.write(view, from, end, view, at + 1);
  if (to === -1 || (emptyAsNull && to === at + 1) || (trim && !isTidy(view, at + 1, to))) return 0;
  view.setUint8(to, quotation);
  return to + 1;
}

type Inspect = (from: number, end: number) => void;

const noInspection: Inspect = () => undefined;

/** Inspects a canonical value: by its bytes where that says all, else as a text. */
function compileInspection(counted: CountedPlan | undefined, rows: OtherRows, held: number[]): Inspect {
  const inspector = counted?.inspector;
  if (counted === undefined || inspector === undefined) return noInspection;
  const { slot } = counted;
  const { plain } = inspector;
  // Where something is found in every plain value, such values are counted, and not what is found.
  const countsPlain = plain !== undefined && plain.findings.length > 0;
  return (from, end) => {
    if (plain?.holds(rows.view, from, end) === true) {
      if (countsPlain) held.push(slot);
      return;
    }
    const text = textAt(rows.view, from, end);
    rows.tally?.note(slot, inspector.inspect(text), text, 'dictionary');
  };
}

/** What the steps make of the value, remembered; `undefined` when it is refused, or is none of those that are remembered. */
function compileSteps(
  { plan, counted }: ProgramProperty,
  source: ColumnSource,
  columns: readonly string[],
  rows: OtherRows,
): (index: number, from: number, end: number) => SteppedValue | undefined {
  const { property, written } = plan;
  const rules = compileRules(property.type, property.rules);
  const encoding = encodingOf(written);
  const place = columns.indexOf(source.column);
  const memo = createValueMemo();
  return (index, from, end) => {
    const known = memo.find(rows.view, from, end);
    if (known !== undefined) return known === false ? undefined : known;
    const read = source.read(valueAt(rows, index, place));
    const value = isNoted(read) ? read.value : read;
    if (value !== null && (typeof value !== 'string' || rules.some((rule) => rule(value) !== undefined))) return undefined;
    const found: readonly Finding[] = value === null ? noFindings : (counted?.inspector?.inspect(value) ?? noFindings);
    return memo.learn(
      value === null ? undefined : jsonOf(written.kind, encoding, value),
      isNoted(read) ? read.findings : noFindings,
      found,
    );
  };
}

/** The text of a value whose JSON this is. */
function textOfJson(type: CanonicalType): (bytes: DataView, start: number, end: number) => string {
  switch (jsonForm(type.kind, encodingOf(type))) {
    case 'bare':
      return textAt;
    case 'plain':
      return (bytes, start, end) => textAt(bytes, start + 1, end - 1);
    case 'escaped':
      return (bytes, start, end) => String(JSON.parse(textAt(bytes, start, end)));
  }
}

/** The canonical text of a row's value, null for none, false when it is refused. */
function compileText(
  { plan, counted }: ProgramProperty,
  columns: readonly string[],
  rows: OtherRows,
): (index: number) => string | null | false {
  const { source } = plan;
  const accept = acceptedText(plan, counted);
  switch (source.kind) {
    case 'constant':
      return () => {
        if (counted !== undefined) rows.tally?.note(counted.slot, counted.foundInFixed, source.text, 'dictionary');
        return source.text;
      };
    case 'columns': {
      const places = source.columns.map((column) => columns.indexOf(column));
      return (index) => accept(source.read(places.map((place) => valueAt(rows, index, place))), rows.tally);
    }
    case 'column': {
      const place = columns.indexOf(source.column);
      return (index) => {
        const value = valueAt(rows, index, place);
        return value === null ? null : accept(source.read(value), rows.tally);
      };
    }
  }
}

function valueAt({ block }: OtherRows, index: number, place: number): unknown {
  return block === undefined ? null : valueOfBlock(block, index, place);
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
