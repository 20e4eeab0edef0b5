import type { Reading } from '../../canonical/failure.ts';
import { compileRules } from '../../check/rules.ts';
import { isNoted, type Noted } from '../../dictionary/noted.ts';
import type { PropertyPlan } from '../../map/plan.ts';
import type { QualityTally } from '../../quality/tally.ts';
import type { CountedPlan } from '../counting.ts';
import type { ProgramProperty } from './program.ts';
import { type RowsInWork, valueAt } from './rows-in-work.ts';

/** The canonical text of a row's value, null for none, false when it is refused. */
export function compileRowText(
  { plan, counted }: ProgramProperty,
  columns: readonly string[],
  rows: RowsInWork,
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
