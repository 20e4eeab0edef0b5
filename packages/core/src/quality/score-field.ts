import type { Property } from '../contract/contract.ts';
import type { FoundCount, PropertyCounts, QualityCounts } from './counts.ts';
import { graded, gradedWhole, weightedMean } from './grade.ts';
import { type Criterion, criteria, type PropertyRule, type QualityPolicy, ruleOfCode } from './policy.ts';
import type { CriterionScore, FieldScore, RuleScore } from './report.ts';

/** A score with the exact percentages that scores above it are made of. */
export interface ScoredField {
  readonly field: FieldScore;
  readonly percents: ReadonlyMap<Criterion, number>;
}

/** What is looked at for how it is written, without a semantic type. */
const hasForm: ReadonlySet<Property['type']['kind']> = new Set(['string', 'date', 'partial-date', 'timestamp', 'timestamptz']);

/** Which rules a property has: by its contract alone, so that no finding can add or take away a rule. */
export function rulesOf(property: Property, counts: PropertyCounts | undefined): readonly PropertyRule[] {
  const { semanticType, codeList, required, type } = property;
  const rules: PropertyRule[] = ['contract'];
  if (semanticType !== undefined) rules.push('semantic-type');
  if (required) rules.push('required');
  if (semanticType !== undefined || (codeList === undefined && hasForm.has(type.kind))) rules.push('form');
  if (counts?.compared !== undefined) rules.push('unique');
  if (semanticType === undefined && codeList !== undefined) rules.push('code-list');
  return rules;
}

/** The rule that bears a finding: the one of its code, and that of the contract where the property does not have it. */
export function bearerOf(policy: QualityPolicy, rules: readonly PropertyRule[], code: string): PropertyRule {
  const rule = ruleOfCode(policy, code) ?? 'contract';
  return rules.includes(rule) ? rule : 'contract';
}

function isIdentifier({ semanticType, codeList }: Property, { identifiers }: QualityPolicy): boolean {
  if (semanticType !== undefined) return identifiers.semanticTypes.includes(semanticType);
  return codeList !== undefined && identifiers.codeLists.includes(codeList.replace(/@.*$/s, ''));
}

export function scoreField(property: Property, all: QualityCounts, policy: QualityPolicy): ScoredField {
  const counts = all.properties.find((candidate) => candidate.property === property.name);
  const names = rulesOf(property, counts);
  const rules = names.map((rule) => scoreRule(rule, { property, names, counts, all, policy }));
  const identifier = isIdentifier(property, policy);
  const percents = new Map<Criterion, number>();
  const scores: CriterionScore[] = [];
  for (const criterion of criteria) {
    const own = rules.filter((rule) => rule.score.criterion === criterion);
    if (own.length === 0) continue;
    const percent = weightedMean(own.map(({ percent: of, score }) => ({ percent: of, weight: score.weight })));
    if (percent !== undefined) percents.set(criterion, percent);
    const mustBeWhole = identifier && policy.identifiers.criteria.includes(criterion);
    const whole = !mustBeWhole || own.every(({ score }) => score.passing === score.evaluated);
    scores.push({ criterion, weight: policy.criteria[criterion], ...gradedWhole(graded(percent, policy), whole) });
  }
  const percent = weightedMean(scores.map(({ criterion, weight }) => ({ percent: percents.get(criterion), weight })));
  const whole =
    !identifier || scores.every(({ criterion, colour }) => colour !== 'red' || !policy.identifiers.criteria.includes(criterion));
  const field: FieldScore = {
    property: property.name,
    ...(property.title === undefined ? {} : { title: property.title }),
    ...(property.semanticType === undefined ? {} : { semanticType: property.semanticType }),
    ...(property.codeList === undefined ? {} : { codeList: property.codeList }),
    identifier,
    weight: Object.hasOwn(policy.properties, property.name) ? (policy.properties[property.name] ?? 1) : 1,
    ...gradedWhole(graded(percent, policy), whole),
    criteria: scores,
    rules: rules.map(({ score }) => (identifier ? wholeRule(score, policy) : score)),
  };
  return { field, percents };
}

function wholeRule(score: RuleScore, { identifiers }: QualityPolicy): RuleScore {
  const whole = !identifiers.criteria.includes(score.criterion) || score.passing === score.evaluated;
  return gradedWhole(score, whole);
}

interface Subject {
  readonly property: Property;
  readonly names: readonly PropertyRule[];
  /** `undefined`: the property was not mapped, and nobody looked. */
  readonly counts: PropertyCounts | undefined;
  readonly all: QualityCounts;
  readonly policy: QualityPolicy;
}

function scoreRule(
  rule: PropertyRule,
  { names, counts, all, policy }: Subject,
): { readonly percent: number | undefined; readonly score: RuleScore } {
  const { criterion, weight } = policy.rules[rule];
  if (counts === undefined) return { percent: undefined, score: { rule, criterion, weight, colour: 'not-measured' } };
  const found = counts.found.filter(({ code }) => bearerOf(policy, names, code) === rule);
  const errors = Math.min(sum(found, 'error'), counts.withError);
  // A value that is not there need not have been refused: it can lie under an older contract.
  const failing = rule === 'required' ? Math.max(errors, all.records - all.rejected - counts.present) : errors;
  const looked = rule === 'required' ? all.records : rule === 'unique' ? (counts.compared ?? 0) : counts.present;
  const unlooked = found.reduce((total, { code, count }) => total + (policy.unlooked.includes(code) ? count : 0), 0);
  const tally = {
    evaluated: Math.max(looked - unlooked, failing),
    failing,
    warnings: sum(found, 'warning'),
    questions: sum(found, 'needs-reference'),
  };
  return scoreTally(rule, tally, policy);
}

interface Tally {
  readonly evaluated: number;
  readonly failing: number;
  readonly warnings: number;
  readonly questions: number;
}

/** `DQI_rule = passing / evaluated · 100`, less what the policy takes for warnings. */
export function scoreTally(
  rule: RuleScore['rule'],
  { evaluated, failing, warnings, questions }: Tally,
  policy: QualityPolicy,
): { readonly percent: number | undefined; readonly score: RuleScore } {
  const { criterion, weight } = policy.rules[rule];
  const passing = evaluated - failing;
  const doubtful = Math.min(warnings, passing);
  const { error, warning, 'needs-reference': question } = policy.severities;
  const lost = error * failing + warning * doubtful + question * Math.min(questions, passing - doubtful);
  const percent = evaluated === 0 ? undefined : Math.max(0, (100 * (evaluated - lost)) / evaluated);
  return { percent, score: { rule, criterion, weight, evaluated, passing, doubtful, ...graded(percent, policy) } };
}

export function sum(found: readonly FoundCount[], severity: FoundCount['severity']): number {
  return found.reduce((total, one) => total + (one.severity === severity ? one.count : 0), 0);
}
