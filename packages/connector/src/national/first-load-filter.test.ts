import { createHash } from 'node:crypto';
import { changeVersion, epochVersion, fixedHex, snapshotVersion, type Version } from '@lienthong/core';
import type { LedgerEntry } from '@lienthong/core/national';
import { expect, it } from 'vitest';
import { createFirstLoadFilter } from './first-load-filter.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 20);

const entryAt = (epoch: number, version: Version): LedgerEntry => ({
  ...{ published: 5, event: 'new', content: 'ab'.repeat(16), epoch, version, confirmed: true },
});
const read = entryAt(2, snapshotVersion);

it('has all that was added, and next to nothing else', () => {
  const filter = createFirstLoadFilter();
  const added = Array.from({ length: 20_000 }, (_, index) => digest(`added ${index}`));
  for (const one of added) filter.add({ digest: one, entry: read });
  expect(added.every((one) => filter.mayHave(one))).toBe(true);
  const others = Array.from({ length: 20_000 }, (_, index) => digest(`other ${index}`)).filter((one) => filter.mayHave(one));
  expect(others.length).toBeLessThan(20);
});

it('knows the lowest place that was ever written', () => {
  const filter = createFirstLoadFilter();
  const [first, second] = [digest('first'), digest('second')];
  const middle = changeVersion(fixedHex(7n), 0);
  expect(filter.hadBelow({ epoch: 9, version: epochVersion })).toBe(false);
  filter.add({ digest: first, entry: read });
  filter.add({ digest: second, entry: entryAt(2, middle) });
  expect(filter.hadBelow({ epoch: 2, version: epochVersion })).toBe(false);
  expect(filter.hadBelow({ epoch: 2, version: middle })).toBe(true);
  expect(filter.hadBelow({ epoch: 3, version: epochVersion })).toBe(true);
  filter.add({ digest: first, entry: entryAt(1, middle) });
  filter.add({ digest: first, entry: entryAt(3, snapshotVersion) });
  expect(filter.hadBelow({ epoch: 2, version: epochVersion })).toBe(true);
  expect(filter.hadBelow({ epoch: 1, version: middle })).toBe(false);
});
