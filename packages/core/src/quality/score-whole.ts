import type { Contract } from '../contract/contract.ts';
import type { QualityCounts } from './counts.ts';
import type { QualityFacts } from './facts.ts';
import { graded, weightedMean } from './grade.ts';
import { type Criterion, criteria, type DatasetRule, type QualityPolicy } from './policy.ts';
import type { RuleScore } from './report.ts';
import { scoreTally, sum } from './score-field.ts';

export interface ScoredWhole {
  readonly rules: readonly RuleScore[];
  readonly percents: ReadonlyMap<Criterion, number>;
}

/** The rules of a dataset as a whole: its records as wholes, and what is known beside them. */
export function scoreWhole(contract: Contract, counts: QualityCounts, facts: QualityFacts, policy: QualityPolicy): ScoredWhole {
  const scored = [
    ...ofRecords(counts, policy),
    ...ofReconciliation(facts, policy),
    ...ofFreshness(contract, facts, policy),
    ...ofSharing(facts, policy),
  ];
  const percents = new Map<Criterion, number>();
  for (const criterion of criteria) {
    const own = scored.filter(({ score }) => score.criterion === criterion);
    const percent = weightedMean(own.map(({ percent: of, score }) => ({ percent: of, weight: score.weight })));
    if (percent !== undefined) percents.set(criterion, percent);
  }
  return { rules: scored.map(({ score }) => score), percents };
}

interface ScoredRule {
  readonly percent: number | undefined;
  readonly score: RuleScore;
}

function ofRecords({ records, rejected, compared, found = [] }: QualityCounts, policy: QualityPolicy): readonly ScoredRule[] {
  const accepted = scoreTally('accepted', { evaluated: records, failing: Math.min(rejected, records), warnings: 0, questions: 0 }, policy);
  if (compared === undefined) return [accepted, ofPercent('one-publisher', undefined, policy)];
  const doubles = found.filter(({ origin }) => origin === 'records');
  const errors = sum(doubles, 'error');
  const tally = { evaluated: Math.max(compared, errors), failing: errors, warnings: sum(doubles, 'warning'), questions: 0 };
  return [accepted, scoreTally('one-publisher', tally, policy)];
}

function ofReconciliation({ reconciliation }: QualityFacts, policy: QualityPolicy): readonly ScoredRule[] {
  if (reconciliation === undefined) return [ofPercent('count', undefined, policy), ofPercent('content', undefined, policy)];
  const { sourceCount, platformCount, rootsEqual } = reconciliation;
  const [fewer, more] = [Math.min(sourceCount, platformCount), Math.max(sourceCount, platformCount)];
  return [ofPercent('count', more === 0 ? 100 : (100 * fewer) / more, policy), ofPercent('content', rootsEqual ? 100 : 0, policy)];
}

function ofFreshness({ freshnessSeconds }: Contract, { freshness }: QualityFacts, policy: QualityPolicy): readonly ScoredRule[] {
  return [
    ofPercent('newest-change', ofAge(freshness?.changeAgeSeconds, freshnessSeconds), policy),
    ofPercent('heartbeat', ofAge(freshness?.heartbeatAgeSeconds, freshnessSeconds), policy),
  ];
}

/** All up to the target, half at twice of it. */
function ofAge(age: number | undefined, target: number | undefined): number | undefined {
  if (age === undefined || target === undefined) return undefined;
  return age <= target ? 100 : (100 * target) / age;
}

function ofSharing({ sharing }: QualityFacts, policy: QualityPolicy): readonly ScoredRule[] {
  if (sharing === undefined)
    return (['registered', 'readable', 'read', 'stable'] as const).map((rule) => ofPercent(rule, undefined, policy));
  const { registered, active, readers, readersThatRead, breakingChanges } = sharing;
  return [
    ofPercent('registered', registered && active ? 100 : 0, policy),
    ofPercent('readable', readers > 0 ? 100 : 0, policy),
    scoreTally('read', { evaluated: readers, failing: readers - Math.min(readers, readersThatRead), warnings: 0, questions: 0 }, policy),
    ofPercent('stable', 100 / (1 + breakingChanges), policy),
  ];
}

function ofPercent(rule: DatasetRule, percent: number | undefined, policy: QualityPolicy): ScoredRule {
  const { criterion, weight } = policy.rules[rule];
  return { percent, score: { rule, criterion, weight, ...graded(percent, policy) } };
}
