import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectContract } from '../contract/parse.ts';
import type { FoundCount, PropertyCounts, QualityCounts } from './counts.ts';
import { criteria, defaultQualityPolicy, type QualityPolicy } from './policy.ts';
import type { QualityReport } from './report.ts';
import { scoreQuality } from './score.ts';

const contract = expectContract(
  `apiVersion: v3.1.0
kind: DataContract
id: a.b
version: 1.0.0
status: active
slaProperties: [{ property: latency, value: 60, unit: s }]
schema:
  - name: a
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, customProperties: [{ property: semanticType, value: personal-id }] }
      - { name: ten, logicalType: string, required: true }
      - { name: tinh, logicalType: string, customProperties: [{ property: codeList, value: "province@1" }] }
      - { name: dan_toc, logicalType: string, customProperties: [{ property: codeList, value: ethnic-group }] }
      - { name: so, logicalType: integer }
`,
  'test',
);

const at = '2026-01-01T00:00:00Z';

function found(code: string, count: number, severity: FoundCount['severity'] = 'error'): FoundCount {
  return { code, severity, origin: 'dictionary', count, examples: [] };
}

function counts(change: Readonly<Record<string, Partial<PropertyCounts>>>, whole: Partial<QualityCounts> = {}): QualityCounts {
  const properties = contract.properties.map(({ name }): PropertyCounts => {
    const own = change[name] ?? {};
    const errors = (own.found ?? []).reduce((sum, one) => sum + (one.severity === 'error' ? one.count : 0), 0);
    return { property: name, present: 100, withError: errors, found: [], ...own };
  });
  return { dataset: contract.dataset, records: 100, rejected: 0, properties, ...whole };
}

function score(of: QualityCounts, policy?: QualityPolicy): QualityReport {
  return scoreQuality({ contract, counts: of, side: 'connector', at, ...(policy === undefined ? {} : { policy }) });
}

const fieldOf = (report: QualityReport, name: string) => report.fields.find(({ property }) => property === name);
const criterionOf = (report: QualityReport, name: string) => report.criteria.find(({ criterion }) => criterion === name);

describe('the chain from rule to dataset', () => {
  it('is 100 and green where all was looked at and nothing found, and says what was not measured', () => {
    const report = score(counts({}));
    expect([report.score, report.colour]).toEqual([100, 'green']);
    expect(report.criteria.map(({ criterion, score: own, colour }) => [criterion, own, colour])).toEqual([
      ['correct', 100, 'green'],
      ['complete', 100, 'green'],
      ['clean', 100, 'green'],
      ['alive', undefined, 'not-measured'],
      ['unified', 100, 'green'],
      ['shared', undefined, 'not-measured'],
    ]);
  });
  it('computes each step as the formulas say', () => {
    const report = score(counts({ ten: { found: [found('text-lost', 20)] } }));
    const ten = fieldOf(report, 'ten');
    // clean of the field 80; correct, complete 100; the field (80 + 100 + 100) / 3.
    expect(ten?.criteria.map(({ criterion, score: own }) => [criterion, own])).toEqual([
      ['correct', 100],
      ['complete', 100],
      ['clean', 80],
    ]);
    expect([ten?.score, ten?.colour]).toEqual([93.33, 'green']);
    // clean of the dataset: id 100 and ten 80; the dataset (100 + 100 + 90 + 100) / 4.
    expect(criterionOf(report, 'clean')?.score).toBe(90);
    expect(report.score).toBe(97.5);
  });
  it('knows nothing of what nobody looked at', () => {
    const report = score({ dataset: 'a.b', records: 0, rejected: 0, properties: [] });
    expect(report.score).toBeUndefined();
    expect(new Set([report, ...report.fields, ...report.criteria, ...report.rules].map(({ colour }) => colour))).toEqual(
      new Set(['not-measured']),
    );
  });
  it('counts a required value that is not there, also where no rejection says so', () => {
    expect(fieldOf(score(counts({ ten: { present: 60 } })), 'ten')?.criteria[1]).toMatchObject({ criterion: 'complete', score: 60 });
    expect(fieldOf(score(counts({ tinh: { present: 60 } })), 'tinh')?.criteria.map(({ criterion }) => criterion)).not.toContain('complete');
  });
  it('takes a fifth of a value for a warning, and nothing for what only a register can tell', () => {
    const doubts = [found('text-unusual', 50, 'warning'), found('text-other-encoding', 100, 'needs-reference')];
    const rule = fieldOf(score(counts({ ten: { found: doubts } })), 'ten')?.rules.find((one) => one.rule === 'form');
    expect(rule).toMatchObject({ evaluated: 100, passing: 100, doubtful: 50, score: 90 });
  });
  it('has one line for what a step of the mapping and the dictionary found, of different values', () => {
    const both = [
      { ...found('text-other-encoding', 20, 'warning'), origin: 'mapping' as const, examples: ['N…', 'T…'] },
      { ...found('text-other-encoding', 5, 'warning'), examples: ['T…', 'L…', 'P…'] },
      found('text-other-encoding', 1, 'error'),
    ];
    const { findings } = score(counts({ ten: { found: both, withError: 1 } }));
    expect(findings.map(({ severity, count, origin, examples }) => [severity, count, origin, examples])).toEqual([
      ['error', 1, 'dictionary', []],
      ['warning', 25, 'mapping', ['N…', 'T…', 'L…']],
    ]);
  });
  it('holds what was repaired in a date against how it is written, and not against the contract', () => {
    const dated = expectContract(
      `apiVersion: v3.1.0
kind: DataContract
id: a.b
version: 1.0.0
status: active
schema:
  - name: a
    properties:
      - { name: id, logicalType: integer, required: true, primaryKey: true }
      - { name: ngay, logicalType: date }
`,
      'test',
    );
    const codes = ['date-pivot-used', 'date-serial-read', 'date-zeros-dropped', 'date-placeholder-dropped', 'date-placeholder'];
    for (const code of codes) {
      const ngay: PropertyCounts = { property: 'ngay', present: 100, withError: 0, found: [found(code, 50, 'warning')] };
      const report = scoreQuality({ contract: dated, counts: counts({}, { properties: [ngay] }), side: 'connector', at });
      expect(fieldOf(report, 'ngay')?.criteria.map(({ criterion, score: own }) => [criterion, own])).toEqual([
        ['correct', 100],
        ['clean', 90],
      ]);
    }
  });
  it('does not take for right what nobody could look up', () => {
    const report = score(counts({ tinh: { found: [found('unit-list-missing', 100, 'needs-reference')] } }));
    expect(fieldOf(report, 'tinh')?.rules.find(({ rule }) => rule === 'code-list')).toMatchObject({ evaluated: 0, colour: 'not-measured' });
    expect(fieldOf(report, 'tinh')?.criteria.find(({ criterion }) => criterion === 'unified')?.score).toBeUndefined();
  });
  it('lets a finding of a rule that the property does not have count against its contract', () => {
    const report = score(counts({ so: { found: [found('text-lost', 5)] } }));
    expect(fieldOf(report, 'so')?.rules).toMatchObject([{ rule: 'contract', score: 95 }]);
    expect(report.findings).toMatchObject([{ property: 'so', rule: 'contract', criterion: 'correct' }]);
  });
});

describe('colours', () => {
  it.each([
    [10, 90, 'green'],
    [11, 89, 'yellow'],
    [25, 75, 'yellow'],
    [26, 74, 'red'],
  ])('%i wrong of 100 is %i and %s', (wrong, percent, colour) => {
    const report = score(counts({ dan_toc: { found: [found('code-unknown', wrong)] } }));
    expect(fieldOf(report, 'dan_toc')?.criteria[1]).toMatchObject({ criterion: 'unified', score: percent, colour });
  });
  it('of an identifier are red when one value of a million is wrong, and the digits do not hide it', () => {
    const million = { present: 1_000_000 };
    const report = score(counts({ id: { ...million, found: [found('personal-id-form', 1)] } }, { records: 1_000_000 }));
    expect(fieldOf(report, 'id')).toMatchObject({ colour: 'red', identifier: true });
    expect(fieldOf(report, 'id')?.criteria[0]).toMatchObject({ criterion: 'correct', score: 99.99, colour: 'red' });
    expect(fieldOf(report, 'id')?.rules.find(({ rule }) => rule === 'semantic-type')?.colour).toBe('red');
    expect(report.identifiersShort).toEqual(['id']);
  });
  it('of the code of a unit, too, whatever version the contract names', () => {
    const report = score(counts({ tinh: { found: [found('unit-code-unknown', 1)] }, dan_toc: { found: [found('code-unknown', 1)] } }));
    expect(report.identifiersShort).toEqual(['tinh']);
    expect(fieldOf(report, 'dan_toc')?.colour).toBe('green');
  });
  it('of an identifier are not red for a doubt or a question', () => {
    const doubts = [found('identifier-placeholder', 3, 'warning'), found('personal-id-register', 100, 'needs-reference')];
    expect(fieldOf(score(counts({ id: { found: doubts } })), 'id')?.colour).toBe('green');
  });
});

describe('the dataset as a whole', () => {
  const facts = {
    freshness: { changeAgeSeconds: 120, heartbeatAgeSeconds: 5 },
    reconciliation: { sourceCount: 100, platformCount: 99, rootsEqual: false },
    sharing: { registered: true, active: true, readers: 4, readersThatRead: 1, breakingChanges: 1 },
  };
  it('is scored by what is known beside the records', () => {
    const report = scoreQuality({ contract, counts: counts({}), facts, side: 'platform', at });
    expect(Object.fromEntries(report.rules.map(({ rule, score: own }) => [rule, own]))).toEqual({
      accepted: 100,
      'one-publisher': undefined,
      count: 99,
      content: 0,
      'newest-change': 50,
      heartbeat: 100,
      registered: 100,
      readable: 100,
      read: 25,
      stable: 50,
    });
    expect(criterionOf(report, 'alive')).toMatchObject({ score: 75, colour: 'yellow' });
    expect(criterionOf(report, 'shared')).toMatchObject({ score: 68.75, weight: 0 });
    // Fields 100, reconciliation 49.5, half and half.
    expect(criterionOf(report, 'complete')?.score).toBe(74.75);
  });
  it('knows no age where the contract has no target', () => {
    const { freshnessSeconds: _, ...without } = contract;
    const report = scoreQuality({
      contract: { ...without, freshnessSeconds: undefined },
      counts: counts({}),
      facts,
      side: 'platform',
      at,
    });
    expect(criterionOf(report, 'alive')?.colour).toBe('not-measured');
  });
});

it('weights are the policy’s', () => {
  const wrong = counts({ ten: { found: [found('text-lost', 50)] } });
  const heavy = { ...defaultQualityPolicy, properties: { ten: 3 } };
  expect(criterionOf(score(wrong), 'clean')?.score).toBe(75);
  expect(criterionOf(score(wrong, heavy), 'clean')?.score).toBe(62.5);
  const blind = { ...defaultQualityPolicy, criteria: { ...defaultQualityPolicy.criteria, clean: 0 } };
  expect(score(wrong, blind).score).toBe(100);
});

const codes = [
  'text-lost',
  'personal-id-form',
  'code-unknown',
  'unit-code-ended',
  'required-missing',
  'too-long',
  'duplicate-value',
  'x-new',
];
const severities = ['error', 'warning', 'needs-reference'] as const;

const arbitraryCounts: fc.Arbitrary<QualityCounts> = fc
  .record({
    records: fc.nat(1000),
    rejected: fc.nat(1200),
    compared: fc.option(fc.nat(1000), { nil: undefined }),
    properties: fc.tuple(
      ...contract.properties.map(({ name }) =>
        fc.record({
          property: fc.constant(name),
          present: fc.nat(1200),
          withError: fc.nat(1200),
          compared: fc.option(fc.nat(1000), { nil: undefined }),
          found: fc.array(
            fc.record({
              code: fc.constantFrom(...codes),
              severity: fc.constantFrom(...severities),
              origin: fc.constantFrom('dictionary' as const, 'contract' as const, 'mapping' as const, 'records' as const),
              count: fc.nat(1500),
              examples: fc.constant([]),
            }),
            { maxLength: 5 },
          ),
        }),
      ),
    ),
  })
  .map(({ compared, properties, ...rest }) => ({
    dataset: 'a.b',
    ...rest,
    ...(compared === undefined ? {} : { compared }),
    properties: properties.map(({ compared: own, ...property }) => ({ ...property, ...(own === undefined ? {} : { compared: own }) })),
  }));

function allScores(report: QualityReport): readonly (number | undefined)[] {
  const fields = report.fields.flatMap((field) => [field, ...field.criteria, ...field.rules]);
  return [report, ...report.criteria, ...fields, ...report.rules].map(({ score: own }) => own);
}

it('stays within 0 and 100, whatever the counts say', () => {
  fc.assert(
    fc.property(arbitraryCounts, (of) => {
      for (const own of allScores(score(of))) if (own !== undefined && !(own >= 0 && own <= 100)) throw new Error(`score ${own}`);
    }),
  );
});

it('never rises by one more value that fails', () => {
  const growing = fc.record({ of: arbitraryCounts, slot: fc.nat(4), code: fc.constantFrom(...codes), known: fc.boolean() });
  fc.assert(
    fc.property(growing, ({ of, slot, code, known }) => {
      const worse: QualityCounts = {
        ...of,
        properties: of.properties.map((property, index) => {
          if (index !== slot) return property;
          // The value had another error before, or it was right until now.
          const withError = known && property.withError > 0 ? property.withError : property.withError + 1;
          return { ...property, withError, found: [...property.found, found(code, 1)] };
        }),
      };
      const [before, after] = [allScores(score(of)), allScores(score(worse))];
      for (const [index, own] of after.entries()) {
        const earlier = before[index];
        // What was not measured may now be measured, at 0: of no record at all one is known to fail.
        if (earlier !== undefined && (own === undefined || own > earlier)) throw new Error(`${earlier} became ${own}`);
      }
    }),
    { numRuns: 500 },
  );
});

it('has a rule with a criterion for every criterion', () => {
  const reached = new Set(Object.values(defaultQualityPolicy.rules).map(({ criterion }) => criterion));
  expect([...criteria].filter((criterion) => !reached.has(criterion))).toEqual([]);
});
