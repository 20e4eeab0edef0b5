import { textAt } from '../../bytes/scan.ts';
import type { CountedPlan } from '../counting.ts';
import type { RowsInWork } from './rows-in-work.ts';

/** Counts what is found in a canonical value that stands in the memory. */
export type Inspect = (from: number, end: number) => void;

export const noInspection: Inspect = () => undefined;

/** By its bytes where that says all, else as a text; `held` gets the slots of plain values in which something is found. */
export function compileInspection(counted: CountedPlan | undefined, rows: RowsInWork, held: number[]): Inspect {
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
