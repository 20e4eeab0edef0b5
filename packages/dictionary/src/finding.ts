import type { Finding } from '@lienthong/core';

export { type Finding, finding, noFindings, type Severity } from '@lienthong/core';

/** A finding, and in how many values it was made. */
export interface CountedFinding extends Finding {
  readonly count: number;
}
