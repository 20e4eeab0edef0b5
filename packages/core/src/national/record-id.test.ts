import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qcvn09 } from './qcvn-09-2025-bca.ts';
import { nationalRecordId } from './record-id.ts';

const stream = { agency: 'H26.12', source: 'ho-tich', dataset: 'ho-tich.khai-sinh' };

test('an id is the same for ever', () => {
  // Written down once: another value would make every record of every ministry a new one.
  expect(nationalRecordId(stream, '["00004","01/2019",17]')).toBe('H26.12-c1f0fb723eee0281dd5672416ddb1c143e4df8aa');
});

test('two records have two ids, whatever separators their keys hold, whatever a receiver does to letters, within the length', () => {
  const name = fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,3})?$/);
  const anyRecord = fc.record({
    agency: fc.constantFrom('H26', 'H26.12'),
    source: name,
    dataset: name,
    key: fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(anyRecord, anyRecord, (left, right) => {
      const [one, other] = [left, right].map((record) => nationalRecordId(record, JSON.stringify(record.key)).toUpperCase());
      expect(one === other).toBe(JSON.stringify(left) === JSON.stringify(right));
    }),
    { numRuns: 2000 },
  );
  const longest = { agency: `A00.${'Z'.repeat(31)}`, source: 'a'.repeat(63), dataset: 'b'.repeat(120) };
  expect(nationalRecordId(longest, `["${'k'.repeat(5_000)}"]`).length).toBeLessThanOrEqual(qcvn09.data.recordId.maxLength ?? 0);
});

test('an id holds nothing of its key', () => {
  expect(nationalRecordId(stream, '["001099012345"]')).not.toContain('001099');
});
