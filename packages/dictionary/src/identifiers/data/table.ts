import type { Certainty } from '../../tables/certainty.ts';
import type { Day } from '../../tables/day.ts';

/** Facts that a circular can change: they stand beside their source, their day and how sure they are, apart from the code. */
export interface Table<Entries> {
  readonly certainty: Certainty;
  readonly source: string;
  /** The first day on which the facts hold. */
  readonly effectiveFrom: Day;
  readonly entries: Entries;
}
