import { expectContract, type JsonObject } from '@lienthong/core';
import { type NationalPlan, nationalJson, planNational } from '@lienthong/core/national';
import fc from 'fast-check';
import type { DataType } from './data-types.ts';

const contract = expectContract(
  `apiVersion: v3.1.0
kind: DataContract
id: thu-nghiem.nguoi
version: 1.0.0
status: active
schema:
  - name: nguoi
    properties:
      - { name: so, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true, classification: internal }
      - { name: nam, logicalType: integer, primaryKey: true, primaryKeyPosition: 2, required: true, classification: internal }
      - { name: an, logicalType: string, classification: internal }
      - { name: ngay, logicalType: date, classification: internal }
`,
  'nguoi.yaml',
);
const stream = { agency: 'H26', source: 'ho-tich', dataset: contract.dataset };
const { plan } = planNational({ contract, stream, options: { dataType: 'H26_001' } });
if (plan === undefined) throw new Error('the plan has errors');
// Of a registered contract no more is asked here than what it agrees.
export const dataType = {
  ...{ stream, streamId: 1, contract: { contract } as DataType['contract'], plan, lower: 'conflict', namesKept: true },
} satisfies DataType;

export const anyMessage = fc.record({
  event: fc.constantFrom('new', 'update', 'cancel'),
  version: fc.integer({ min: 1, max: 2 ** 40 }),
  recordId: fc.constantFrom<string>('H26-1', 'H26-2', 'a b'),
  updatedAt: fc.constantFrom('2026-10-07T08:00:00', '0001-01-01T00:00:00', '9999-12-31T23:59:59'),
  record: fc.record<JsonObject>(
    {
      so: fc.constantFrom('HN-1', 'Hà "Nội"', ''),
      nam: fc.integer({ min: -1, max: 3000 }),
      an: fc.constantFrom('Nguyễn Thị Ánh', 'a\r\n\\'),
      ngay: fc.constantFrom('2026-02-28'),
    },
    { requiredKeys: ['so', 'nam'] },
  ),
});

function nameOf(target: NationalPlan['fields'][number]['target']): string {
  return typeof target === 'string' ? target : target.day.name;
}

/** As our own connectors write it. */
export function messageOf({
  event,
  version,
  recordId,
  updatedAt,
  record,
}: typeof anyMessage extends fc.Arbitrary<infer Value> ? Value : never) {
  const fields = new Map(
    plan?.fields.flatMap(({ property, target }) => (property in record ? [[nameOf(target), record[property] ?? null]] : [])),
  );
  const message = { event, version, recordId, updatedAt, fields, effectiveDate: undefined, dataId: undefined, attachments: [] };
  return nationalJson({ ...message, origin: dataType.plan.origin }, dataType.plan.profile);
}
