/** One line of the doctor's report. */
export interface Check {
  readonly level: 'good' | 'warning' | 'bad';
  /** Stable kebab-case id. */
  readonly id: string;
  readonly message: string;
  /** What mends it; a statement where there is one. */
  readonly remedy?: string | undefined;
}

export interface CheckGroup {
  readonly id: 'config' | 'state' | 'source' | 'datasets' | 'platform';
  readonly title: string;
  readonly checks: readonly Check[];
}
