import type { ColumnKind } from './column-kind.ts';
import type { ColumnFacts, Decision } from './decide.ts';
import type { DistinctCount } from './distinct.ts';
import { type Grade, gradeOf, percentOf } from './grade.ts';
import type { Conclusion, ReadingCount } from './kinds/kind.ts';
import type { ProfiledFinding } from './tally.ts';

/** What was found in one column. No value of it is in here, but for examples behind the mask of their semantic type. */
export interface ColumnProfile {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Why it was taken for that. */
  readonly basis: Decision['basis'];
  /** How the values are written, as far as the column proves it. */
  readonly forms: readonly string[];
  /** What else it can be, or can mean, with the evidence for each; empty when nothing is in doubt. */
  readonly readings: readonly ReadingCount[];
  readonly rows: number;
  readonly nulls: number;
  /** Empty texts and blanks only; all counts below are of the other values. */
  readonly empty: number;
  readonly padded: number;
  /** Of characters, or of bytes. */
  readonly lengths: { readonly shortest: number; readonly longest: number } | undefined;
  readonly distinct: DistinctCount;
  readonly withError: number;
  /** Of the values; `undefined` where none was looked into. */
  readonly percentWithoutError: number | undefined;
  readonly grade: Grade | undefined;
  readonly findings: readonly ProfiledFinding[];
}

export interface Profiled {
  readonly facts: ColumnFacts;
  readonly counts: {
    readonly rows: number;
    readonly nulls: number;
    readonly empty: number;
    readonly padded: number;
    readonly shortest: number;
    readonly longest: number;
  };
  readonly decision: Decision;
  readonly conclusion: Conclusion;
  readonly distinct: DistinctCount;
  readonly withError: number;
  readonly findings: readonly ProfiledFinding[];
}

export function profileOf({ facts, counts, decision, conclusion, distinct, withError, findings }: Profiled): ColumnProfile {
  const { rows, nulls, empty, padded, shortest, longest } = counts;
  const values = rows - nulls - empty;
  const looked = values > 0 && decision.kind !== 'other';
  const percent = looked ? percentOf(values - withError, values) : undefined;
  return {
    name: facts.name,
    kind: decision.kind,
    basis: decision.basis,
    forms: conclusion.forms,
    readings: [...decision.rivals, ...conclusion.readings],
    rows,
    nulls,
    empty,
    padded,
    lengths: values === 0 ? undefined : { shortest, longest },
    distinct,
    withError,
    percentWithoutError: percent,
    grade: percent === undefined ? undefined : gradeOf(percent, decision.kind),
    findings,
  };
}
