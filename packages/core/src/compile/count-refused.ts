import type { RowValues } from '../adapter/read.ts';
import type { Reading } from '../canonical/failure.ts';
import type { RejectionCode } from '../check/rejection.ts';
import { compileRules } from '../check/rules.ts';
import { isNoted, type Noted } from '../dictionary/noted.ts';
import type { QualityTally } from '../quality/tally.ts';
import type { CountedPlan } from './counting.ts';

/**
 * Counts a record that is refused. The encoder stops at the first property that its contract refuses; here all are looked at, so
 * that presence and findings of each are those of all records.
 */
export function countRefused(counted: readonly CountedPlan[], columns: readonly string[]): (row: RowValues, tally: QualityTally) => void {
  const lookers = counted.map((one) => lookerOf(one, columns));
  return (row, tally) => {
    tally.drop();
    const refusals = lookers.flatMap((look, slot) => {
      const code = look(row, tally);
      return code === undefined ? [] : [{ slot, code }];
    });
    tally.refuse(refusals);
  };
}

type Look = (row: RowValues, tally: QualityTally) => RejectionCode | undefined;

function lookerOf({ plan, slot, inspector }: CountedPlan, columns: readonly string[]): Look {
  const { property, fallback } = plan;
  const read = readerOf(plan, columns);
  const rules = compileRules(property.type, property.rules);
  return (row, tally) => {
    const noted = read(row);
    const given = isNoted(noted) ? noted.value : noted;
    const value = given ?? fallback ?? null;
    if (isNoted(noted)) tally.note(slot, noted.findings, typeof given === 'string' ? given : undefined, 'mapping');
    if (value === null) return property.required ? 'required-missing' : undefined;
    tally.present[slot] = (tally.present[slot] ?? 0) + 1;
    if (typeof value !== 'string') return value.code;
    for (const rule of rules) {
      const wrong = rule(value);
      if (wrong !== undefined) return wrong.code;
    }
    if (inspector !== undefined) tally.note(slot, inspector.inspect(value), value, 'dictionary');
    return undefined;
  };
}

function readerOf({ source }: CountedPlan['plan'], columns: readonly string[]): (row: RowValues) => Reading | Noted | null {
  switch (source.kind) {
    case 'constant':
      return () => source.text;
    case 'column': {
      const place = columns.indexOf(source.column);
      return (row) => {
        const raw = row[place];
        return raw === null || raw === undefined ? null : source.read(raw);
      };
    }
    case 'columns': {
      const places = source.columns.map((column) => columns.indexOf(column));
      return (row) => source.read(places.map((place) => row[place]));
    }
  }
}
