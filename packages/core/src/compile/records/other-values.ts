import type { PlainValues } from '../../dictionary/dictionary.ts';
import { compileInspection, noInspection } from './inspection.ts';
import type { ProgramProperty } from './program.ts';
import { compileProperty } from './property-reader.ts';
import { compileRepair } from './repaired.ts';
import { noRows, type RowsInWork } from './rows-in-work.ts';

/** What assembly/records.ts and rules.ts import; places are those of its memory. */
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

export interface CompiledOthers extends OtherValues {
  readonly rows: RowsInWork;
  /** Forgets what was noted of a row that is not written. */
  drop(): void;
}

export function compileOtherValues(
  properties: readonly ProgramProperty[],
  columns: readonly string[],
  rules: readonly PlainValues['holds'][],
): CompiledOthers {
  const rows = noRows();
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
