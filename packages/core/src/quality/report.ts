import type { FoundCount } from './counts.ts';
import type { Criterion, QualityRule } from './policy.ts';

/** `not-measured` is no bad mark: nothing is known, or there was nothing to look at. */
export type Colour = 'green' | 'yellow' | 'red' | 'not-measured';

/** A score: percent with two decimals, cut off, so that one wrong value in a million is never rounded up to 100. */
export interface Scored {
  /** Left out where nothing was measured. */
  readonly score?: number;
  readonly colour: Colour;
}

export interface RuleScore extends Scored {
  readonly rule: QualityRule;
  readonly criterion: Criterion;
  readonly weight: number;
  /** Values, or records, that were looked at; left out where the rule is of another kind, such as an age. */
  readonly evaluated?: number;
  /** Those among them without an error. */
  readonly passing?: number;
  /** Those among the passing of which a warning tells. */
  readonly doubtful?: number;
}

export interface CriterionScore extends Scored {
  readonly criterion: Criterion;
  readonly weight: number;
}

export interface FieldScore extends Scored {
  readonly property: string;
  readonly title?: string;
  readonly semanticType?: string;
  readonly codeList?: string;
  /** Whether every value must pass. */
  readonly identifier: boolean;
  readonly weight: number;
  readonly criteria: readonly CriterionScore[];
  readonly rules: readonly RuleScore[];
}

/** One thing that was found; without `property` of records as wholes. */
export interface ReportedFinding extends FoundCount {
  readonly property?: string;
  readonly rule: QualityRule;
  readonly criterion: Criterion;
}

/** How good one dataset is: rule → criterion → field → dataset. Holds counts, names and masked examples, never a value. */
export interface QualityReport {
  readonly profile: 'lienthong-quality/1';
  readonly dataset: string;
  readonly title?: string;
  /** Of the contract that was held against the records. */
  readonly version: string;
  /** RFC 3339. */
  readonly at: string;
  /** Before publishing, or as the platform has it. */
  readonly side: 'connector' | 'platform';
  readonly policy: { readonly id: string; readonly source: string; readonly effectiveFrom?: string };
  readonly thresholds: { readonly green: number; readonly yellow: number };
  readonly records: number;
  readonly rejected: number;
  readonly score?: number;
  readonly colour: Colour;
  /** All six. */
  readonly criteria: readonly CriterionScore[];
  readonly fields: readonly FieldScore[];
  /** Rules of the dataset as a whole. */
  readonly rules: readonly RuleScore[];
  /** Errors first, then by count. */
  readonly findings: readonly ReportedFinding[];
  /** Identifying properties in which not every value passes. */
  readonly identifiersShort: readonly string[];
}

/** One point of a trend. */
export interface QualityPoint {
  /** RFC 3339, or a day. */
  readonly at: string;
  readonly version?: string;
  readonly records: number;
  readonly score?: number;
  readonly criteria: Partial<Readonly<Record<Criterion, number>>>;
}

/** What a trend keeps of a report. */
export function pointOf(report: QualityReport): QualityPoint {
  const scores = report.criteria.flatMap(({ criterion, score }) => (score === undefined ? [] : [[criterion, score] as const]));
  return {
    at: report.at,
    version: report.version,
    records: report.records,
    ...(report.score === undefined ? {} : { score: report.score }),
    criteria: Object.fromEntries(scores),
  };
}
