import { changeVersion, fixedHex, snapshotVersion, type Version, watermarkVersion } from '@lienthong/core';
import { isBelow, type LedgerEntry } from '@lienthong/core/national';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEntryBytes, isEntryBelow, mostEntryBytes, readEntry } from './ledger-entry.ts';

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

const entryBytes = createEntryBytes();
const bytesOf = (entry: LedgerEntry): number => entryBytes(entry).length;

test('entries come back as they were', () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 5 }), (entries) => {
      expect(entries.map((entry) => readEntry(entryBytes(entry)))).toEqual(entries);
      expect(entries.map((entry) => readEntry(entryBytes(entry, true)))).toEqual(entries.map((entry) => ({ ...entry, confirmed: true })));
      for (const entry of entries) expect(bytesOf(entry)).toBeLessThanOrEqual(mostEntryBytes(entry));
    }),
    { numRuns: 2000 },
  );
});

test('whether an entry lies below a floor is told by its bytes', () => {
  const near = anyEntry.map((entry) => ({ ...entry, epoch: 1 + (entry.epoch % 3) }));
  fc.assert(
    fc.property(near, near, (entry, floor) => {
      expect(isEntryBelow(entryBytes(entry), floor)).toBe(isBelow(entry, floor));
    }),
  );
});

test('an entry is small: there are as many as records', () => {
  const entry = { published: 60_000_000, event: 'new', content: 'ab'.repeat(16), epoch: 3, confirmed: true } as const;
  expect(bytesOf({ ...entry, version: snapshotVersion })).toBeLessThanOrEqual(22);
  expect(bytesOf({ ...entry, version: changeVersion(fixedHex(77n), 12) })).toBeLessThanOrEqual(31);
});
