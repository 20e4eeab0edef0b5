import type { Severity } from '../check/finding.ts';

/** What was counted of one dataset's records: on the connector as they are read, on the platform as they lie there. */
export interface QualityCounts {
  readonly dataset: string;
  /** Records looked at, refused ones too. */
  readonly records: number;
  /** Of them: refused by the contract. */
  readonly rejected: number;
  /** In the order of the contract; properties that were not mapped are missing. */
  readonly properties: readonly PropertyCounts[];
  /** Records whose key was looked for at other agencies, too; left out where nobody did. */
  readonly compared?: number;
  /** What was found in records as wholes. */
  readonly found?: readonly FoundCount[];
}

export interface PropertyCounts {
  readonly property: string;
  /** Records in which it has a value. */
  readonly present: number;
  /** Records in which an error was found in it; one that has two counts once. */
  readonly withError: number;
  readonly found: readonly FoundCount[];
  /** Values that were looked for in the other records, too; left out where nobody did. */
  readonly compared?: number;
}

/** How often one thing was found in one property. */
export interface FoundCount {
  /** Of a finding or of a rejection. */
  readonly code: string;
  /** A rejection is an error. */
  readonly severity: Severity;
  /** `records`: by holding records against one another. */
  readonly origin: 'dictionary' | 'contract' | 'mapping' | 'records';
  readonly count: number;
  /** Masked values, a few; none where even a mask would tell too much. */
  readonly examples: readonly string[];
}
