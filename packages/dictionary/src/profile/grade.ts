import { type ColumnKind, mustBeWhole } from './column-kind.ts';

/** The colours of the national data quality index. */
export type Grade = 'green' | 'yellow' | 'red';

const green = 90;
const yellow = 75;

/** Percent with two decimals, cut off: one wrong value in a million must not be rounded up to all. */
export function percentOf(part: number, whole: number): number {
  return Math.floor((part * 10_000) / whole) / 100;
}

/** Letter 4856/BCA-TTDLQG: green from 90 on, yellow from 75 on; identifiers are green at 100 and red below. */
export function gradeOf(percent: number, kind: ColumnKind): Grade {
  if (mustBeWhole(kind)) return percent === 100 ? 'green' : 'red';
  return percent >= green ? 'green' : percent >= yellow ? 'yellow' : 'red';
}
