import { compileAppend } from './append.ts';
import { isInspectedAsText, type ProgramProperty } from './program.ts';
import type { WriteValue } from './repaired.ts';
import { compileRowText } from './row-text.ts';
import type { RowsInWork } from './rows-in-work.ts';
import { compileSteps } from './stepped.ts';

/** A property whose values are not written where the others are. */
export interface PropertyReader {
  read(index: number, from: number, end: number, at: number): number;
  recall(index: number, from: number, end: number, at: number): number;
}

export function compileProperty(
  { plan, counted }: ProgramProperty,
  columns: readonly string[],
  rows: RowsInWork,
  repair: WriteValue,
): PropertyReader {
  const { property, source, protect, fallback } = plan;
  const append = compileAppend(plan, rows);
  const isRemembered = protect === undefined && source.kind === 'column' && (source.stepped || isInspectedAsText(counted));
  const stepped = isRemembered ? compileSteps({ plan, counted }, source, columns, rows) : undefined;
  const readText = compileRowText({ plan, counted }, columns, rows);
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
    const known = stepped?.find(index, from, end);
    if (stepped === undefined || known === undefined) return 0;
    stepped.note(known);
    return known.start < 0 ? appendFixed(at) : append.json(known.bytes, known.start, known.end, at);
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
