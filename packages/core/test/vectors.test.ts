import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CanonicalType,
  type Contract,
  compileEncoder,
  type Entry,
  emptyStream,
  formatType,
  merge,
  type Property,
  parseType,
  type RawForm,
  visible,
} from '../src/index.ts';

function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as T;
}

interface CanonicalCase {
  readonly type: string;
  readonly form: RawForm;
  readonly raw: string;
  readonly json?: string;
  readonly rejection?: string;
}

describe('the vectors of canonical types', () => {
  it.each(load<{ cases: CanonicalCase[] }>('canonical').cases)('$type from $form $raw', ({ type: text, form, raw, json, rejection }) => {
    const type = parseType(text);
    if (type === undefined) throw new Error(`no type ${text}`);
    expect(formatType(type)).toBe(text);
    const result = encoderFor(type, form).record(['k', raw]);
    if (json === undefined) expect(result).toMatchObject({ code: rejection, pointer: '/value' });
    else expect(result).toBe(`{"key":"k","value":${json}}`);
  });
});

describe('the vectors of the rule of convergence', () => {
  const { cases } = load<{ cases: { name: string; entries: Entry[]; visible: Record<string, string> }[] }>('merge');
  it.each(cases)('$name', ({ entries, visible: expected }) => {
    const orders = [entries, [...entries].reverse(), [...entries, ...entries], [...entries.slice(1), ...entries.slice(0, 1)]];
    for (const order of orders) expect(Object.fromEntries(visible(merge(emptyStream, order)))).toEqual(expected);
  });
});

function encoderFor(type: CanonicalType, raw: RawForm) {
  const property = (name: string, of: CanonicalType): Property => ({
    name,
    title: undefined,
    type: of,
    required: true,
    classification: 'public',
    semanticType: undefined,
    codeList: undefined,
    protection: undefined,
    rules: {},
  });
  const contract: Contract = {
    dataset: 'vectors',
    version: '1.0.0',
    title: undefined,
    status: 'active',
    properties: [property('key', { kind: 'string' }), property('value', type)],
    primaryKey: ['key'],
    personalData: undefined,
    freshnessSeconds: undefined,
    authoritativePublisher: undefined,
  };
  const column = (name: string, canonical: CanonicalType, form: RawForm) => ({
    name,
    nativeType: canonical.kind,
    type: { native: canonical.kind, canonical, raw: form },
    nullable: true,
    generated: false,
    comment: undefined,
  });
  return compileEncoder({
    contract,
    mapping: { properties: { key: 'key', value: 'value' } },
    collection: {
      collection: { schema: 'public', name: 'vectors' },
      kind: 'table',
      columns: [column('key', { kind: 'string' }, 'text'), column('value', type.kind === 'partial-date' ? { kind: 'date' } : type, raw)],
      primaryKey: ['key'],
      uniqueKeys: [],
      rowEstimate: undefined,
      comment: undefined,
    },
  });
}
