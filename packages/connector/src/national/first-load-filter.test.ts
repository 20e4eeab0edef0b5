import { createHash } from 'node:crypto';
import { changeVersion, epochVersion, fixedHex, snapshotVersion } from '@lienthong/core';
import { expect, it } from 'vitest';
import { createFirstLoadFilter } from './first-load-filter.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 20);

const read = { epoch: 2, version: snapshotVersion };

it('has all that was added, and next to nothing else', () => {
  const filter = createFirstLoadFilter();
  const added = Array.from({ length: 20_000 }, (_, index) => digest(`added ${index}`));
  for (const one of added) filter.add(Buffer.concat([Buffer.alloc(7), one]), 7);
  expect(added.every((one) => filter.mayHave(one, 0))).toBe(true);
  const others = Array.from({ length: 20_000 }, (_, index) => digest(`other ${index}`)).filter((one) => filter.mayHave(one, 0));
  expect(others.length).toBeLessThan(20);
});

it('knows the lowest place that was ever written', () => {
  const filter = createFirstLoadFilter();
  const middle = changeVersion(fixedHex(7n), 0);
  expect(filter.hadBelow({ epoch: 9, version: epochVersion })).toBe(false);
  filter.addPlace(read);
  filter.addPlace({ epoch: 2, version: middle });
  expect(filter.hadBelow({ epoch: 2, version: epochVersion })).toBe(false);
  expect(filter.hadBelow({ epoch: 2, version: middle })).toBe(true);
  expect(filter.hadBelow({ epoch: 3, version: epochVersion })).toBe(true);
  filter.addPlace({ epoch: 1, version: middle });
  filter.addPlace({ epoch: 3, version: snapshotVersion });
  expect(filter.hadBelow({ epoch: 2, version: epochVersion })).toBe(true);
  expect(filter.hadBelow({ epoch: 1, version: middle })).toBe(false);
});
