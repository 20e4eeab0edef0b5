/** Facts that a circular can change: they stand beside their source, their day and how sure they are, apart from the code. */
export interface Table<Entries> {
  /** `high`: read in the text of the rule or agreed by several lists. `medium`: well known, not read. `low`: one source. */
  readonly certainty: 'high' | 'medium' | 'low';
  readonly source: string;
  /** The first day on which the facts hold, `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
  readonly entries: Entries;
}
