import { expect, it } from 'vitest';
import type { CanonicalType } from '../canonical/types.ts';
import type { NationalPlan } from './plan.ts';
import { qcvn09 } from './qcvn-09-2025-bca.ts';
import { nationalRecord } from './to-record.ts';

const plan: NationalPlan = {
  profile: qcvn09,
  stream: { agency: 'H26', source: 'a', dataset: 'b' },
  origin: { id: 'h', name: 'h', dataType: 'H26_001' },
  fields: [{ property: 'chiTiet', type: { kind: 'json' } satisfies CanonicalType, target: 'ChiTiet' }],
  dataId: undefined,
  updatedAt: undefined,
  effectiveDate: undefined,
  attachments: undefined,
};

it('reads JSON within XML, and leaves a text that is nested deeper than any value', () => {
  const read = (text: string) => nationalRecord({ ...message, fields: new Map([['chitiet', text]]) }, plan, 'xml').record['chiTiet'];
  expect(read('{"a":[1,"["]}')).toEqual({ a: [1, '['] });
  expect(read('{"a":')).toBe('{"a":');
  const deep = '['.repeat(3_000_000);
  expect(read(deep)).toBe(deep);
  expect(read(`${'['.repeat(101)}${']'.repeat(101)}`)).toBeTypeOf('string');
});

const message = {
  origin: plan.origin,
  event: 'new' as const,
  version: 1,
  updatedAt: '2026-10-07T08:00:00',
  effectiveDate: undefined,
  recordId: 'H26-0',
  dataId: undefined,
  attachments: [],
};
