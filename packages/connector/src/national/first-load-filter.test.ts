import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createFirstLoadFilter } from './first-load-filter.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 20);

it('has all that was added, and next to nothing else', () => {
  const filter = createFirstLoadFilter();
  const added = Array.from({ length: 20_000 }, (_, index) => digest(`added ${index}`));
  for (const one of added) filter.add(one);
  expect(added.every((one) => filter.mayHave(one))).toBe(true);
  const others = Array.from({ length: 20_000 }, (_, index) => digest(`other ${index}`)).filter((one) => filter.mayHave(one));
  expect(others.length).toBeLessThan(20);
});
