import type { Severity } from '../check/finding.ts';
import type { Criterion, QualityRule } from '../quality/policy.ts';
import type { Colour, QualityReport } from '../quality/report.ts';

/** What the page says, in one language. */
export interface ReportWords {
  readonly language: 'vi' | 'en';
  readonly title: string;
  readonly sides: Readonly<Record<QualityReport['side'], string>>;
  readonly contract: string;
  readonly measuredAt: string;
  readonly records: string;
  readonly rejected: string;
  readonly overall: string;
  readonly overallGloss: string;
  readonly criteria: Readonly<Record<Criterion, { readonly name: string; readonly gloss: string }>>;
  readonly colours: Readonly<Record<Colour, string>>;
  readonly notScored: string;
  readonly identifiersShort: string;
  readonly identifiersWhole: string;
  readonly trend: string;
  readonly trendOf: (points: number, from: string, to: string) => string;
  readonly noTrend: string;
  readonly figures: string;
  readonly day: string;
  readonly fields: string;
  readonly field: string;
  readonly kind: string;
  readonly identifier: string;
  readonly score: string;
  readonly findings: string;
  readonly noFindings: string;
  readonly ofRecords: string;
  readonly severities: Readonly<Record<Severity, string>>;
  readonly found: string;
  readonly count: string;
  readonly share: string;
  readonly examples: string;
  readonly masked: string;
  readonly whole: string;
  readonly rule: string;
  readonly criterion: string;
  readonly passing: string;
  readonly rules: Readonly<Record<QualityRule, string>>;
  readonly howToRead: string;
  readonly explanation: (green: number, yellow: number) => string;
  readonly policy: string;
}
