import { createBufferPool, expectContract, type JsonObject } from '@lienthong/core';
import { nationalJson, nationalJsonBatch, planNational } from '@lienthong/core/national';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DataType } from './data-types.ts';
import { scanTold } from './scan-told.ts';
import { readTold, type ToldMessages } from './told-messages.ts';

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
const dataType = { stream, streamId: 1, contract: { contract } as DataType['contract'], plan, lower: 'conflict' } satisfies DataType;

const anyMessage = fc.record({
  event: fc.constantFrom('new', 'update', 'cancel'),
  version: fc.integer({ min: 1, max: 2 ** 40 }),
  recordId: fc.constantFrom('H26-1', 'H26-2', 'a b'),
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

function messageOf({ event, version, recordId, updatedAt, record }: typeof anyMessage extends fc.Arbitrary<infer Value> ? Value : never) {
  const fields = new Map(
    plan?.fields.flatMap(({ property, target }) => (property in record ? [[String(target), record[property] ?? null]] : [])),
  );
  const message = { event, version, recordId, updatedAt, fields, effectiveDate: undefined, dataId: undefined, attachments: [] };
  return nationalJson({ ...message, origin: dataType.plan.origin }, dataType.plan.profile);
}

const buffers = createBufferPool(4);

/** All that is read, the records as their texts. */
function seen({ told, records, rejections, release }: ToldMessages) {
  const all = told.map(({ from, to, ...one }) => ({ ...one, record: records.toString('utf8', from, to) }));
  release();
  return { all, rejections };
}

it('reads of a request of ours what the parser would read of it', () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { minLength: 1, maxLength: 6 }), fc.boolean(), (messages, isAlone) => {
      const texts = messages.map(messageOf);
      const text = isAlone ? (texts[0] ?? '') : nationalJsonBatch(texts);
      const scanned = scanTold(Buffer.from(text), dataType, buffers);
      expect(scanned).toBeDefined();
      scanned?.release();
      const parsed = readTold(Buffer.from(JSON.stringify(JSON.parse(text), null, 1)), 'json', dataType, 100, buffers);
      expect(seen(readTold(Buffer.from(text), 'json', dataType, 100, buffers))).toEqual(seen(parsed));
    }),
    { numRuns: 300 },
  );
});

it('leaves a request to the parser where anything in it is in another form', () => {
  const [one, two] = [1, 2].map((version) =>
    messageOf({ event: 'new', version, recordId: 'H26-1', updatedAt: '2026-10-07T08:00:00', record: { so: 'a', nam: 1 } }),
  );
  for (const body of [
    '',
    '[]',
    '[',
    `[${one},]`,
    `[${one}${two}]`,
    `[${one},${two}`,
    `[${one} ,${two}]`,
    `${one},${two}`,
    `[${one}]]`,
    `{}`,
  ])
    expect(scanTold(Buffer.from(body), dataType, buffers)).toBeUndefined();
  expect(scanTold(Buffer.from(`[${one},${two}]`), dataType, buffers)?.told).toHaveLength(2);
  expect(scanTold(Buffer.concat([Buffer.from(`[${one},"`), Buffer.of(0xff), Buffer.from('"]')]), dataType, buffers)).toBeUndefined();
});
