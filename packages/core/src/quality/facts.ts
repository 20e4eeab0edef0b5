/** What is known of a dataset beside its records. What is left out is not known, and not measured. */
export interface QualityFacts {
  readonly freshness?: {
    /** Since the newest change arrived, in seconds; of several streams the one that waits longest. */
    readonly changeAgeSeconds?: number | undefined;
    /** Since anything arrived, a sign of life too. */
    readonly heartbeatAgeSeconds?: number | undefined;
  };
  /** The last one that was made. */
  readonly reconciliation?: {
    readonly sourceCount: number;
    readonly platformCount: number;
    readonly rootsEqual: boolean;
  };
  /** Of the policy's period. */
  readonly sharing?: {
    /** The newest contract is registered and not retired. */
    readonly registered: boolean;
    readonly active: boolean;
    /** Consumers that may read. */
    readonly readers: number;
    /** Those among them that did. */
    readonly readersThatRead: number;
    /** New major versions of the contract, without the first. */
    readonly breakingChanges: number;
  };
}
