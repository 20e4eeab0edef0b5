import { textAt } from '../../bytes/scan.ts';
import { encodingOf, jsonForm, jsonOf } from '../../canonical/encode.ts';
import type { CanonicalType } from '../../canonical/types.ts';
import { type Finding, noFindings } from '../../check/finding.ts';
import { compileRules } from '../../check/rules.ts';
import { isNoted } from '../../dictionary/noted.ts';
import type { ColumnSource } from '../../map/plan.ts';
import type { ProgramProperty } from './program.ts';
import { type RowsInWork, valueAt } from './rows-in-work.ts';
import { createValueMemo, type SteppedValue } from './value-memo.ts';

export interface Stepped {
  /** What the steps make of the value; `undefined` when it is refused, or is none of those that are remembered. */
  find(index: number, from: number, end: number): SteppedValue | undefined;
  /** Notes what is to be counted of it. */
  note(value: SteppedValue): void;
}

/** Of a column whose values are remembered with what becomes of them. */
export function compileSteps(
  { plan, counted }: ProgramProperty,
  source: ColumnSource,
  columns: readonly string[],
  rows: RowsInWork,
): Stepped {
  const { property, written } = plan;
  const rules = compileRules(property.type, property.rules);
  const encoding = encodingOf(written);
  const place = columns.indexOf(source.column);
  const memo = createValueMemo();
  const textIn = textOfJson(written);
  return {
    find(index, from, end) {
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
    },
    note({ bytes, start, end, noted, found }) {
      const { tally } = rows;
      if (counted === undefined || tally === undefined || (noted.length === 0 && found.length === 0)) return;
      const shown = start >= 0 && tally.looksAt(counted.slot) ? textIn(bytes, start, end) : undefined;
      tally.note(counted.slot, noted, shown, 'mapping');
      tally.note(counted.slot, found, shown, 'dictionary');
    },
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
