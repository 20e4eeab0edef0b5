import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordHash, setDigest } from './hash.ts';

it('sums to the same whatever the order, and as plain big integers do', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 50 }), (records) => {
      const forward = setDigest();
      const backward = setDigest();
      for (const record of records) forward.add(recordHash(record));
      for (const record of [...records].reverse()) backward.add(recordHash(record));
      const plain =
        records.reduce((sum, record) => sum + BigInt(`0x${createHash('sha256').update(record).digest('hex')}`), 0n) % 2n ** 256n;
      expect(forward.sum()).toBe(plain.toString(16).padStart(64, '0'));
      expect(backward.sum()).toBe(forward.sum());
      expect(forward.count).toBe(records.length);
    }),
  );
});

it('tells sets apart that differ in one record', () => {
  const left = setDigest();
  const right = setDigest();
  for (const text of ['a', 'b']) left.add(recordHash(text));
  for (const text of ['a', 'c']) right.add(recordHash(text));
  expect(left.sum()).not.toBe(right.sum());
});
