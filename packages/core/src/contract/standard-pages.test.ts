import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseLine } from '../compile/line.ts';
import { parseContract } from './parse.ts';
import { personalDataKinds } from './personal-data/kinds.ts';
import { legalBases } from './personal-data/legal-bases.ts';
import { policyItems } from './personal-data/policy-items.ts';

const standard = new URL('../../../../docs/standard/', import.meta.url);
const page = (name: string): string => readFileSync(new URL(name, standard), 'utf8');
const json = (text: string): unknown => JSON.parse(text);

function compile(name: string) {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, validateFormats: false });
  return ajv.compile(json(page(`schemas/${name}`)) as object); // a schema file holds an object; ajv checks the rest
}

interface ContractVectors {
  readonly accepted: readonly { readonly name: string; readonly yaml: string }[];
}

describe('docs/standard', () => {
  test('the example of contract.md is a contract without any problem', () => {
    const yaml = /```yaml\n([\s\S]*?)```/.exec(page('contract.md'))?.[1] ?? '';
    const { contract, problems } = parseContract(yaml);
    expect(problems).toEqual([]);
    expect(contract?.properties.map((property) => property.name)).toContain('ngaySinh');
  });

  test('the schema of contracts accepts every accepted vector', () => {
    const validate = compile('contract.schema.json');
    const vectors = json(readFileSync(new URL('../../vectors/contract.json', import.meta.url), 'utf8')) as ContractVectors; // our own file
    const refused = vectors.accepted.filter(({ yaml }) => !validate(parse(yaml))).map(({ name }) => name);
    expect(refused).toEqual([]);
  });

  test('the schema of contracts refuses what it can see', () => {
    const validate = compile('contract.schema.json');
    const yaml = /```yaml\n([\s\S]*?)```/.exec(page('contract.md'))?.[1] ?? '';
    expect(validate(parse(yaml))).toBe(true);
    const broken = [
      'required: true\n        primaryKey',
      'status: active',
      'logicalType: string',
      "pattern: '^[0-9]{12}$'",
      'classification: personal',
      "value: 'decimal(15,2)'",
    ];
    const replaced = ['primaryKey', 'status: activ', 'logicalType: text', 'minimum: 1', 'classification: pii', 'value: numeric'];
    for (const [index, text] of broken.entries()) {
      const changed = yaml.replace(text, replaced[index] ?? '');
      expect(changed).not.toBe(yaml);
      if (validate(parse(changed))) expect.unreachable(text);
    }
  });

  test('personal-data.md and the schema name every kind, basis and item', () => {
    const text = page('personal-data.md');
    const schema = page('schemas/contract.schema.json');
    for (const [name, { vi, en }] of Object.entries({ ...personalDataKinds, ...legalBases })) {
      expect(text.split('\n').find((line) => line.startsWith(`| \`${name}\` |`))).toMatch(
        new RegExp(`\\| ${escape(vi)} \\| ${escape(en)} \\|$`),
      );
      expect(schema).toContain(name);
    }
    for (const name of Object.keys(policyItems)) {
      expect(text).toContain(`| \`${name}\` |`);
      expect(schema).toContain(`"const": "${name}"`);
    }
  });

  const lines: readonly (readonly [line: string, valid: boolean])[] = [
    ['{"op":"r","version":"0","after":{"a":1}}', true],
    ['{"op":"r","version":"1:000000000000000000042","after":{}}', true],
    ['{"op":"u","version":"1:0-0000000001","at":"2026-03-01T02:03:04.567Z","tx":"7","after":{"a":1}}', true],
    ['{"op":"d","version":"1:0-0000000001","key":{"a":1}}', true],
    ['{"op":"t","version":""}', true],
    ['{"op":"t","version":"1:0-0000000001"}', true],
    ['{"op":"t","version":"0"}', false],
    ['{"op":"u","version":"0","after":{}}', false],
    ['{"op":"d","version":"0","key":{"a":1}}', false],
    ['{"op":"r","version":"","after":{}}', false],
    ['{"op":"r","version":"1: ","after":{}}', false],
    ['{"op":"r","version":"0"}', false],
    ['{"op":"r","version":"0","key":{"a":1}}', false],
    ['{"op":"d","version":"1:0","after":{}}', false],
    ['{"op":"t","version":"","key":{"a":1}}', false],
    ['{"op":"x","version":"0","after":{}}', false],
    ['{"op":"r","version":"0","after":{},"before":{}}', false],
    ['{"op":"r","version":"0","at":"2026-03-01T02:03:04+07:00","after":{}}', false],
    ['{"op":"r","version":"0","at":"2026-03-01T02:03:04.50Z","after":{}}', false],
    ['[]', false],
  ];

  test.each(lines)('schema and reader agree on the line %s', (line, valid) => {
    expect(compile('record-line.schema.json')(json(line))).toBe(valid);
    expect('op' in parseLine(line, true)).toBe(valid);
  });

  test('the examples of record.md are lines', () => {
    const examples = page('record.md')
      .split('\n')
      .filter((line) => line.startsWith('    {'));
    expect(examples).toHaveLength(2);
    for (const example of examples) expect('op' in parseLine(example, true)).toBe(true);
  });

  test('no page links to what is not there', () => {
    const missing = readdirSync(standard)
      .filter((name) => name.endsWith('.md'))
      .flatMap((name) => [...page(name).matchAll(/\]\(([^)#]+?)(?:#[^)]*)?\)/g)].map((match) => [name, match[1] ?? ''] as const))
      .filter(([, target]) => !/^https?:/.test(target) && !exists(target));
    expect(missing).toEqual([]);
  });
});

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function exists(target: string): boolean {
  try {
    readFileSync(new URL(target, standard));
    return true;
  } catch {
    return false;
  }
}
