import type { Contract } from '../contract/contract.ts';
import type { FoundCount, QualityCounts } from './counts.ts';
import type { QualityFacts } from './facts.ts';
import { graded, weightedMean } from './grade.ts';
import { criteria, defaultQualityPolicy, type QualityPolicy } from './policy.ts';
import type { CriterionScore, QualityReport, ReportedFinding } from './report.ts';
import { bearerOf, rulesOf, type ScoredField, scoreField } from './score-field.ts';
import { type ScoredWhole, scoreWhole } from './score-whole.ts';
import { addFound } from './sum.ts';

export interface ScoreInput {
  readonly contract: Contract;
  readonly counts: QualityCounts;
  readonly facts?: QualityFacts;
  readonly side: QualityReport['side'];
  /** RFC 3339: when it was counted. There is no clock here. */
  readonly at: string;
  readonly policy?: QualityPolicy;
}

/**
 * Scores a dataset: rule → criterion → field → dataset, each a weighted mean of what was measured below it. One more failing
 * value never raises a score.
 */
export function scoreQuality({ contract, counts, facts = {}, side, at, policy = defaultQualityPolicy }: ScoreInput): QualityReport {
  const fields = contract.properties.map((property) => scoreField(property, counts, policy));
  const whole = scoreWhole(contract, counts, facts, policy);
  const measured = criteria.map((criterion) => {
    const percent = percentOf(criterion, fields, whole, policy);
    const score: CriterionScore = { criterion, weight: policy.criteria[criterion], ...graded(percent, policy) };
    return { percent, weight: score.weight, score };
  });
  return {
    profile: 'lienthong-quality/1',
    dataset: contract.dataset,
    ...(contract.title === undefined ? {} : { title: contract.title }),
    version: contract.version,
    ...{ at, side },
    policy: {
      id: policy.id,
      source: policy.source,
      ...(policy.effectiveFrom === undefined ? {} : { effectiveFrom: policy.effectiveFrom }),
    },
    thresholds: policy.thresholds,
    records: counts.records,
    rejected: counts.rejected,
    ...graded(weightedMean(measured), policy),
    criteria: measured.map(({ score }) => score),
    fields: fields.map(({ field }) => field),
    rules: whole.rules,
    findings: findingsOf(contract, counts, policy),
    identifiersShort: fields.filter(({ field }) => field.identifier && isShort(field.criteria, policy)).map(({ field }) => field.property),
  };
}

/** A criterion of the dataset: its fields, and beside them the dataset as a whole as one more with a share of its own. */
function percentOf(
  criterion: CriterionScore['criterion'],
  fields: readonly ScoredField[],
  whole: ScoredWhole,
  policy: QualityPolicy,
): number | undefined {
  const parts = fields.map(({ field, percents }) => ({ percent: percents.get(criterion), weight: field.weight }));
  const weights = parts.reduce((total, { percent, weight }) => total + (percent === undefined ? 0 : weight), 0);
  return weightedMean([...parts, { percent: whole.percents.get(criterion), weight: policy.whole * (weights === 0 ? 1 : weights) }]);
}

function isShort(scores: readonly CriterionScore[], { identifiers }: QualityPolicy): boolean {
  return scores.some(({ criterion, colour }) => colour === 'red' && identifiers.criteria.includes(criterion));
}

const order = { error: 0, warning: 1, 'needs-reference': 2 } as const;

function findingsOf(contract: Contract, counts: QualityCounts, policy: QualityPolicy): readonly ReportedFinding[] {
  const ofProperties = contract.properties.flatMap((property): readonly ReportedFinding[] => {
    const own = counts.properties.find((candidate) => candidate.property === property.name);
    const rules = rulesOf(property, own);
    return oncePerCode(own?.found ?? []).map((found) => {
      const rule = bearerOf(policy, rules, found.code);
      return { ...found, property: property.name, rule, criterion: policy.rules[rule].criterion };
    });
  });
  const ofRecords = (counts.found ?? []).map((found): ReportedFinding => {
    const rule = found.origin === 'records' ? 'one-publisher' : 'accepted';
    return { ...found, rule, criterion: policy.rules[rule].criterion };
  });
  return [...ofProperties, ...ofRecords]
    .filter(({ count }) => count > 0)
    .sort((left, right) => order[left.severity] - order[right.severity] || right.count - left.count);
}

/** One line for each thing, whoever found it: of some values a step of the mapping tells it, of others the dictionary. */
function oncePerCode(found: readonly FoundCount[]): readonly FoundCount[] {
  const lines = new Map<string, FoundCount>();
  for (const one of found) {
    const name = `${one.code} ${one.severity}`;
    const before = lines.get(name);
    lines.set(name, before === undefined ? one : addFound(before, one));
  }
  return [...lines.values()];
}
