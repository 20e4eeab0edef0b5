import { describe, expect, test } from 'vitest';
import { compareContracts } from './compare.ts';
import { recordSchema } from './json-schema.ts';
import { expectContract, parseContract } from './parse.ts';
import { patternChecker } from './pattern/check-pattern.ts';
import { publishedContract } from './published.ts';

interface Parts {
  readonly protection?: string;
  readonly type?: string;
  readonly required?: boolean;
  readonly classification?: string;
  readonly key?: string;
  readonly version?: string;
  readonly rules?: string;
}

function yaml({ protection, type, required = false, classification = 'internal', key, version = '1.0.0', rules }: Parts): string {
  const custom = (value: string | undefined) =>
    value === undefined ? '' : `\n        customProperties:\n          - { property: protection, value: ${value} }`;
  return `apiVersion: v3.1.0
kind: DataContract
id: ho-tich.cong-dan
version: ${version}
status: active
schema:
  - name: bang
    properties:
      - name: ma
        logicalType: string
        required: true
        primaryKey: true${custom(key)}
      - name: giaTri
        logicalType: ${type ?? 'string'}
        required: ${required}
        classification: ${classification}${rules === undefined ? '' : `\n        logicalTypeOptions: ${rules}`}${custom(protection)}
`;
}

function problemsOf(parts: Parts): readonly string[] {
  return parseContract(yaml(parts)).problems.map(
    ({ level, code, line, column, path, message, suggestion }) =>
      `${level} ${code} ${line}:${column} ${path} ${message}${suggestion === undefined ? '' : ` → ${suggestion}`}`,
  );
}

const at = 'error protection-invalid 18:44 schema[0].properties[1].customProperties[0].value';

describe('the protection of a property', () => {
  test.each([
    ['drop', { method: 'drop' }],
    ['mask', { method: 'mask', keep: { part: 'nothing' } }],
    ['{ mask: keep-last-3 }', { method: 'mask', keep: { part: 'last', characters: 3 } }],
    ['{ mask: keep-first-1 }', { method: 'mask', keep: { part: 'first', characters: 1 } }],
    ['{ tokenize: citizen }', { method: 'tokenize', key: 'citizen' }],
    ['{ encrypt: G01 }', { method: 'encrypt', recipient: 'G01' }],
  ])('is read from %s', (protection, expected) => {
    expect(problemsOf({ protection })).toEqual([]);
    expect(expectContract(yaml({ protection }), 'a.yaml').properties[1]?.protection).toEqual(expected);
  });

  test('of a date may keep its year', () => {
    expect(expectContract(yaml({ protection: '{ mask: keep-year }', type: 'date' }), 'a.yaml').properties[1]?.protection).toEqual({
      method: 'mask',
      keep: { part: 'year' },
    });
  });

  test.each<[string, Parts, string]>([
    ['a method nobody knows', { protection: 'hash' }, `${at} \`hash\` is none of drop, mask, tokenize, encrypt`],
    ['a token without its key', { protection: 'tokenize' }, `${at} \`tokenize\` must name its key → { tokenize: citizen }`],
    ['an encryption for nobody', { protection: 'encrypt' }, `${at} \`encrypt\` must name its recipient → { encrypt: G01 }`],
    ['a value of another kind', { protection: '[drop]' }, `${at} must be \`drop\`, \`mask\``],
    ['two methods', { protection: '{ tokenize: citizen, encrypt: G01 }' }, 'a property is protected in one way → keep one of them'],
    ['a mask nobody knows', { protection: '{ mask: keep-last-12 }' }, '`keep-last-12` is no mask'],
    ['a key that is no name', { protection: '{ tokenize: "a b" }' }, 'must be the name of a key'],
    ['a key that is a number', { protection: '{ tokenize: 7 }' }, "must be a text → '7'"],
    ['a parameter of drop', { protection: '{ drop: true }' }, '`drop` has no parameter'],
    [
      'a required property that is dropped',
      { protection: 'drop', required: true },
      '`giaTri` is required: a dropped property has no value',
    ],
    ['a key that is encrypted', { key: '{ encrypt: G01 }' }, '`ma` is part of the primary key: `encrypt G01` would leave records'],
    ['a key that is masked', { key: 'mask' }, '`ma` is part of the primary key: `mask keep-nothing` would leave records'],
    ['a key that is dropped', { key: 'drop' }, '`ma` is part of the primary key'],
    ['a double as token', { protection: '{ tokenize: a }', type: 'number' }, 'a `number` has no single text'],
    ['an object as token', { protection: '{ tokenize: a }', type: 'object' }, 'a `json` has no single text'],
    ['the year of a text', { protection: '{ mask: keep-year }' }, '`mask keep-year` does not fit the type `string`'],
    ['the end of a date', { protection: '{ mask: keep-last-3 }', type: 'date' }, 'does not fit the type `date`: it is for string'],
  ])('is refused with its place: %s', (_name, parts, expected) => {
    const problems = problemsOf(parts);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
    expect(problems[0]).toMatch(/^error protection-invalid \d+:\d+ schema\[0]/);
  });

  test('of a key may be a token', () => {
    expect(problemsOf({ key: '{ tokenize: citizen }' })).toEqual([]);
  });

  test('of a public property is doubted', () => {
    expect(problemsOf({ protection: 'mask', classification: 'public' })).toEqual([
      expect.stringMatching(/^warning protection-invalid 18:44 .*`giaTri` is protected and `public`/),
    ]);
  });

  test('is never ignored for a slip of the pen, nor within a property', () => {
    const slip = yaml({ protection: 'drop' }).replace('property: protection', 'property: protecton');
    expect(parseContract(slip).contract).toBeUndefined();
    const twice = yaml({ protection: 'drop' }).concat('          - { property: protection, value: mask }\n');
    expect(parseContract(twice).contract).toBeUndefined();
    const inner =
      '\n        properties:\n          - name: so\n            logicalType: string\n            customProperties: [{ property: protection, value: drop }]';
    const nested = yaml({ type: 'object' }).replace('classification: internal', `classification: internal${inner}`);
    const items = yaml({ type: 'array' }).replace(
      'classification: internal',
      'classification: internal\n        items: { logicalType: string, customProperties: [{ property: protection, value: drop }] }',
    );
    for (const text of [nested, items]) {
      expect(parseContract(text).problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
        'protection-invalid a part of a property cannot be protected alone',
      ]);
    }
  });
});

const contractOf = (parts: Parts) => expectContract(yaml(parts), 'a.yaml');

describe('the published contract', () => {
  test('is the contract itself where nothing is protected, and its own published contract', () => {
    const plain = contractOf({});
    expect(publishedContract(plain)).toBe(plain);
    const once = publishedContract(contractOf({ protection: '{ encrypt: G01 }', type: 'integer' }));
    expect(publishedContract(once)).toBe(once);
  });

  test('has texts in the place of what is protected, without the clear rules, and nothing in the place of what is dropped', () => {
    const masked = publishedContract(contractOf({ protection: '{ mask: keep-year }', type: 'date', rules: "{ minimum: '1900-01-01' }" }));
    expect(masked.properties[1]).toMatchObject({ type: { kind: 'string' }, rules: { pattern: '^[0-9]{4}$', maxLength: 4 } });
    expect(publishedContract(contractOf({ protection: 'drop' })).properties.map(({ name }) => name)).toEqual(['ma']);
    const key = publishedContract(contractOf({ key: '{ tokenize: citizen }' }));
    expect(key.properties[0]).toMatchObject({ name: 'ma', required: true, type: { kind: 'string' } });
    expect(key.primaryKey).toEqual(['ma']);
  });

  test('has patterns that are safe to run on foreign input', () => {
    const check = patternChecker();
    const protections = ['{ mask: keep-first-8 }', '{ mask: keep-last-8 }', '{ tokenize: a }', '{ encrypt: a }'];
    const patterns = protections.map((protection) => publishedContract(contractOf({ protection })).properties[1]?.rules.pattern);
    expect(patterns.filter((pattern) => pattern === undefined)).toEqual([]);
    for (const pattern of patterns) expect(check(pattern ?? '')).toBeUndefined();
  });

  test('is what the JSON Schema describes', () => {
    const schema = recordSchema(contractOf({ protection: '{ tokenize: citizen }', type: 'integer', rules: '{ minimum: 5 }' }));
    expect(schema['properties']).toMatchObject({
      giaTri: { type: 'string', 'x-canonical-type': 'string', 'x-protection': 'tokenize citizen', 'x-classification': 'internal' },
    });
    expect(JSON.stringify(schema)).not.toContain('minimum');
    expect(Object.keys(recordSchema(contractOf({ protection: 'drop' }))['properties'] as object)).toEqual(['ma']);
  });
});

describe('a new version', () => {
  const compare = (older: Parts, newer: Parts) => {
    const { differences, advice } = compareContracts(contractOf(older), contractOf({ ...newer, version: '2.0.0' }));
    return { advice, codes: differences.map(({ code, review, breaksConsumers }) => `${code} ${review} ${breaksConsumers}`) };
  };

  test.each<[string, Parts, Parts, string, readonly string[]]>([
    ['adds a protection', {}, { protection: 'mask' }, 'major', ['protection-changed true true']],
    ['takes it away', { protection: 'mask' }, {}, 'major', ['protection-changed true true']],
    ['has another key', { protection: '{ tokenize: a }' }, { protection: '{ tokenize: b }' }, 'major', ['protection-changed true true']],
    ['publishes what was dropped', { protection: 'drop' }, { protection: 'mask' }, 'minor', ['protection-changed true false']],
    ['keeps it', { protection: '{ encrypt: a }' }, { protection: '{ encrypt: a }' }, 'none', []],
    [
      'loosens a rule that nobody sees',
      { protection: 'mask', rules: '{ maxLength: 5 }' },
      { protection: 'mask' },
      'minor',
      ['rule-loosened false false'],
    ],
    [
      'loosens a rule of what the recipient sees',
      { protection: '{ encrypt: a }', rules: '{ maxLength: 5 }' },
      { protection: '{ encrypt: a }' },
      'major',
      ['rule-loosened false true'],
    ],
  ])('that %s is told so', (_name, older, newer, advice, codes) => {
    expect(compare(older, newer)).toEqual({ advice, codes });
  });
});
