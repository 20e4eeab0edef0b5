import type { Severity } from '../check/finding.ts';
import { ruleByCode, ruleByPrefix } from './policy-codes.ts';

/** The six criteria, in the order in which they are said: đúng, đủ, sạch, sống, thống nhất, dùng chung. */
export const criteria = ['correct', 'complete', 'clean', 'alive', 'unified', 'shared'] as const;
export type Criterion = (typeof criteria)[number];

/** Rules of a property; which of them it has follows from the contract and never from what was found. */
export type PropertyRule = 'contract' | 'semantic-type' | 'required' | 'form' | 'unique' | 'code-list';

/** Rules of the dataset as a whole. */
export type DatasetRule =
  | 'accepted'
  | 'count'
  | 'content'
  | 'one-publisher'
  | 'newest-change'
  | 'heartbeat'
  | 'registered'
  | 'readable'
  | 'read'
  | 'stable';

export type QualityRule = PropertyRule | DatasetRule;

export interface RulePolicy {
  readonly criterion: Criterion;
  readonly weight: number;
}

/** Everything about scoring that an authority can change. `{ ...defaultQualityPolicy, … }` makes another one. */
export interface QualityPolicy {
  readonly id: string;
  /** The act, and how it is known. */
  readonly source: string;
  readonly effectiveFrom: string | undefined;
  /** Colours: from here on, in percent; below `yellow` it is red. */
  readonly thresholds: { readonly green: number; readonly yellow: number };
  /** What a finding takes from the value that it was made in: 1 all of it. */
  readonly severities: Readonly<Record<Severity, number>>;
  readonly rules: Readonly<Record<QualityRule, RulePolicy>>;
  /** Of the criteria, in a property and in the dataset. 0: shown, not scored. */
  readonly criteria: Readonly<Record<Criterion, number>>;
  /** Of properties, by name; 1 where nothing stands. */
  readonly properties: Readonly<Record<string, number>>;
  /** Of the dataset as a whole beside its properties, within a criterion: as much as this share of all of them. */
  readonly whole: number;
  /** Properties that identify: red in these criteria unless every value passes. */
  readonly identifiers: {
    readonly semanticTypes: readonly string[];
    /** Names without version. */
    readonly codeLists: readonly string[];
    readonly criteria: readonly Criterion[];
  };
  /** Codes that say that nobody looked: their values are not measured by the rule. */
  readonly unlooked: readonly string[];
  /** Days over which *shared* looks back. */
  readonly sharingDays: number;
  /** Which rule a finding or rejection breaks: by its code, else by the longest prefix that fits. */
  readonly codes: Readonly<Record<string, PropertyRule>>;
  readonly prefixes: readonly (readonly [prefix: string, rule: PropertyRule])[];
}

/**
 * Letter 4856/BCA-TTDLQG. Thresholds, formulas and that identifiers must reach 100 are told of it; that weights are equal, what
 * a warning takes, and the rules of *alive* and *shared* are choices of this standard.
 */
export const defaultQualityPolicy: QualityPolicy = {
  id: 'bca-4856',
  source: 'Letter 4856/BCA-TTDLQG, annex 3, as a web guide summarises it: the text itself was not read',
  effectiveFrom: undefined,
  thresholds: { green: 90, yellow: 75 },
  severities: { error: 1, warning: 0.2, 'needs-reference': 0 },
  rules: {
    contract: { criterion: 'correct', weight: 1 },
    'semantic-type': { criterion: 'correct', weight: 1 },
    required: { criterion: 'complete', weight: 1 },
    form: { criterion: 'clean', weight: 1 },
    unique: { criterion: 'clean', weight: 1 },
    'code-list': { criterion: 'unified', weight: 1 },
    accepted: { criterion: 'correct', weight: 1 },
    count: { criterion: 'complete', weight: 1 },
    content: { criterion: 'complete', weight: 1 },
    'one-publisher': { criterion: 'unified', weight: 1 },
    'newest-change': { criterion: 'alive', weight: 1 },
    heartbeat: { criterion: 'alive', weight: 1 },
    registered: { criterion: 'shared', weight: 1 },
    readable: { criterion: 'shared', weight: 1 },
    read: { criterion: 'shared', weight: 1 },
    stable: { criterion: 'shared', weight: 1 },
  },
  // The letter measures five; the sixth is a principle there.
  criteria: { correct: 1, complete: 1, clean: 1, alive: 1, unified: 1, shared: 0 },
  properties: {},
  whole: 1,
  identifiers: {
    semanticTypes: ['personal-id', 'tax-code', 'enterprise-code'],
    codeLists: ['province', 'district', 'commune'],
    // The letter asks for đúng, đủ, sạch and counts membership of a list under sạch; here that is *unified*.
    criteria: ['correct', 'complete', 'clean', 'unified'],
  },
  unlooked: ['unit-list-missing', 'code-list-missing', 'semantic-type-missing', 'value-protected'],
  sharingDays: 30,
  codes: ruleByCode,
  prefixes: ruleByPrefix,
};

/** The rule that a code breaks; `undefined`: the policy does not know the code. */
export function ruleOfCode(policy: QualityPolicy, code: string): PropertyRule | undefined {
  if (Object.hasOwn(policy.codes, code)) return policy.codes[code];
  const fitting = policy.prefixes.filter(([prefix]) => code.startsWith(prefix));
  return fitting.sort(([left], [right]) => right.length - left.length)[0]?.[1];
}
