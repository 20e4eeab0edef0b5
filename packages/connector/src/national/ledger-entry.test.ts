import { changeVersion, fixedHex, snapshotVersion, type Version, watermarkVersion } from '@lienthong/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEntry, writeEntry } from './ledger-entry.ts';

const anyVersion = fc.oneof(
  fc.constantFrom<Version>(
    '' as Version,
    snapshotVersion,
    watermarkVersion('integer', '-5'),
    watermarkVersion('instant', '2026-01-01T00:00:00Z'),
  ),
  fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.nat()).map(([position, ordinal]) => changeVersion(fixedHex(position), ordinal)),
  fc.stringMatching(/^1:[!-~]{1,40}$/).map((text) => text as Version),
);

const anyEntry = fc.record({
  published: fc.integer({ min: 0, max: 2 ** 40 }),
  event: fc.constantFrom('new', 'update', 'cancel'),
  content: fc.oneof(fc.constant(''), fc.stringMatching(/^[0-9a-f]{32}$/)),
  epoch: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  version: anyVersion,
  confirmed: fc.boolean(),
});

test('an entry comes back as it was', () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      expect(readEntry(writeEntry(entry))).toEqual(entry);
    }),
    { numRuns: 5000 },
  );
});

test('an entry is small: there are as many as records', () => {
  const entry = { published: 60_000_000, event: 'new', content: 'ab'.repeat(16), epoch: 3, confirmed: true } as const;
  expect(writeEntry({ ...entry, version: snapshotVersion }).length).toBeLessThanOrEqual(22);
  expect(writeEntry({ ...entry, version: changeVersion(fixedHex(77n), 12) }).length).toBeLessThanOrEqual(31);
});
