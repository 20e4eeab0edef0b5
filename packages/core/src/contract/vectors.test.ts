import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../json.ts';
import { compareContracts } from './compare.ts';
import type { Contract } from './contract.ts';
import { recordSchema } from './json-schema.ts';
import { expectContract, parseContract } from './parse.ts';

interface ExpectedProblem {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
}

interface Vectors {
  readonly accepted: readonly {
    readonly name: string;
    readonly yaml: string;
    readonly contract: Contract;
    readonly warnings: readonly ExpectedProblem[];
  }[];
  readonly refused: readonly { readonly name: string; readonly yaml: string; readonly errors: readonly ExpectedProblem[] }[];
  readonly comparisons: readonly {
    readonly name: string;
    readonly older: string;
    readonly newer: string;
    readonly advice: string;
    readonly allowed: boolean;
    readonly leastVersion: string;
    readonly differences: readonly object[];
  }[];
  readonly records: {
    readonly contract: string;
    readonly accepted: readonly JsonValue[];
    readonly refused: readonly { readonly record: JsonValue; readonly pointer: string }[];
  };
}

const read = (url: string): unknown => JSON.parse(readFileSync(new URL(url, import.meta.url), 'utf8'));
const vectors = read('../../vectors/contract.json') as Vectors; // our own file, whose use below is its check

function found(yaml: string, level: 'error' | 'warning'): ExpectedProblem[] {
  const problems = parseContract(yaml).problems.filter((problem) => problem.level === level);
  return problems.map(({ code, line, column, path }) => ({ code, line, column, path }));
}

describe('vectors/contract.json', () => {
  test.each(vectors.accepted)('accepts $name', ({ yaml, contract, warnings }) => {
    expect(JSON.parse(JSON.stringify(parseContract(yaml).contract ?? null))).toEqual(contract);
    expect(found(yaml, 'error')).toEqual([]);
    expect(found(yaml, 'warning')).toEqual(warnings);
  });

  test.each(vectors.refused)('refuses $name', ({ yaml, errors }) => {
    expect(parseContract(yaml).contract).toBeUndefined();
    expect(found(yaml, 'error')).toEqual(errors);
  });

  test.each(vectors.comparisons)('compares: $name', ({ older, newer, advice, allowed, leastVersion, differences }) => {
    const result = compareContracts(expectContract(older, 'older'), expectContract(newer, 'newer'));
    const seen = result.differences.map(({ code, property, breaksConsumers, breaksPublishers }) => ({
      code,
      property: property ?? null,
      breaksConsumers,
      breaksPublishers,
    }));
    expect({ advice: result.advice, allowed: result.allowed, leastVersion: result.leastVersion, differences: seen }).toEqual({
      advice,
      allowed,
      leastVersion,
      differences,
    });
    expect(result.breaking).toBe(advice === 'major');
  });
});

describe('the JSON Schema of a record', () => {
  const yaml = vectors.accepted.find((vector) => vector.name === vectors.records.contract)?.yaml ?? '';
  const contract = expectContract(yaml, 'vector');
  const schema = recordSchema(contract);
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
  for (const keyword of [
    'canonical-type',
    'classification',
    'personal-data-kind',
    'semantic-type',
    'code-list',
    'primary-key',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
  ])
    ajv.addKeyword(`x-${keyword}`);
  const validate = ajv.compile(schema);

  test('names dataset and version', () => {
    expect(schema['$id']).toBe(`urn:lienthong:dataset:${contract.dataset}:${contract.version}`);
  });

  test.each(vectors.records.accepted.map((record) => [record]))('accepts %j', (record) => {
    validate(record);
    expect(validate.errors ?? []).toEqual([]);
  });

  test.each(vectors.records.refused)('refuses $record', ({ record, pointer }) => {
    expect(validate(record)).toBe(false);
    const places = (validate.errors ?? []).map((error) =>
      error.keyword === 'required' ? `/${String(error.params['missingProperty'])}` : error.instancePath,
    );
    expect(places.filter((place) => place !== pointer && !place.startsWith(`${pointer}/`))).toEqual([]);
  });

  test('tells the kind of personal data', () => {
    const yaml = vectors.accepted.find(({ name }) => name.startsWith('sensitive data names its kind'))?.yaml ?? '';
    expect(recordSchema(expectContract(yaml, 'vector'))['properties']).toMatchObject({
      dan_toc: { 'x-classification': 'sensitive', 'x-personal-data-kind': 'sensitive.ethnicity' },
    });
  });

  test('tells every classification', () => {
    const personal = expectContract(vectors.accepted[0]?.yaml ?? '', 'vector');
    expect(recordSchema(personal)['properties']).toMatchObject({
      soDinhDanh: { 'x-classification': 'personal', 'x-semantic-type': 'personal-id' },
    });
  });
});
