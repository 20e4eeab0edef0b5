import type { QualityCounts } from '@lienthong/core';

/** What a connector counted of one epoch on one day. */
export interface CountedPeriod {
  readonly epoch: number;
  /** In Vietnam, `YYYY-MM-DD`. */
  readonly day: string;
  readonly counts: QualityCounts;
}

/** What the connector of this state directory counted, by epoch and day, oldest first. */
export function readPeriods(_directory: string, _dataset: string): readonly CountedPeriod[] {
  // The connector does not count yet: this is where its state is asked.
  return [];
}
