import { textAt } from '../../bytes/scan.ts';
import { isTidy } from '../../bytes/tidy.ts';
import type { BytesRepair } from '../../dictionary/dictionary.ts';
import type { DirectValue } from '../../map/direct.ts';
import { compileAppend } from './append.ts';
import type { Inspect } from './inspection.ts';
import type { ProgramProperty } from './program.ts';
import type { RowsInWork } from './rows-in-work.ts';

/** Gives the place behind what it writes, 0 when it writes nothing. */
export type WriteValue = (from: number, end: number, at: number) => number;

const quotation = 34;

/** Writes values that their repair makes, and that the steps behind it leave as they are. 0, and nothing has happened: any other. */
export function compileRepair({ plan, counted }: ProgramProperty, place: number, rows: RowsInWork, inspect: Inspect): WriteValue {
  const { source, protect } = plan;
  const direct = protect === undefined && source.kind === 'column' ? source.direct : undefined;
  const repair = direct?.repair;
  if (direct === undefined || repair === undefined) return () => 0;
  const append = compileAppend(plan, rows);
  const write = (from: number, end: number, at: number): number => writeRepaired(repair, direct, rows.view, [from, end], at);
  return (from, end, at) => {
    // A repair has room for six times the value.
    if (!append.hasRoom(at, (end - from) * 6)) return 0;
    const start = append.head(at);
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
