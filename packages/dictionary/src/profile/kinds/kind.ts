import type { CountedFinding, Finding } from '../../finding.ts';
import type { Day } from '../../tables/day.ts';
import type { Mask } from '../tally.ts';

/** How well one value suits a kind: `nearly` when it is recognised, but must be mended. */
export type Fit = 'fits' | 'nearly' | 'not';

/** In how many values one reading holds; where readings differ, all of them are told and none is taken. */
export interface ReadingCount {
  readonly reading: string;
  readonly fits: number;
  readonly of: number;
}

/** What only the whole column shows. */
export interface Conclusion {
  /** Errors among these are in values in which `inspect` found none. */
  readonly findings: readonly CountedFinding[];
  /** How the values are written, as far as that is sure: an encoding, patterns of dates. */
  readonly forms: readonly string[];
  /** What they can mean, where that is more than one thing. */
  readonly readings: readonly ReadingCount[];
}

/** Looks at the values of one column that are neither NULL nor blank. Its memory does not grow with them. */
export interface Inspector {
  inspect(text: string): readonly Finding[];
  /** Left out where even a mask would tell too much. */
  readonly mask?: Mask;
  /** Values that came as bytes, because they are no UTF-8; left out, they are an error of the column. */
  inspectBytes?(bytes: Uint8Array): readonly Finding[];
  conclude?(): Conclusion;
}

export interface InspectorOptions {
  /** The day on which code lists hold. */
  readonly at: Day;
  readonly samples: readonly (string | Uint8Array)[];
}

/** What can be in a column, and how its values are looked at. */
export interface Kind {
  fit(text: string): Fit;
  start(options: InspectorOptions): Inspector;
}
