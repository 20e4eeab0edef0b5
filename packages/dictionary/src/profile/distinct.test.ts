import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countDistinct } from './distinct.ts';

it('is exact up to the limit, and says beyond it only that there are more', () => {
  const counter = countDistinct(3);
  for (const value of ['a', 'b', 'a', '', 'b']) counter.add(value);
  expect(counter.count()).toEqual({ count: 3, more: false });
  counter.add('c');
  expect(counter.count()).toEqual({ count: 3, more: true });
  counter.add('a');
  expect(counter.count()).toEqual({ count: 3, more: true });
});

it('agrees with a set of the values themselves', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.stringMatching(/^00[0-9]{10}$/))), (values) => {
      const counter = countDistinct(1000);
      for (const value of values) counter.add(value);
      expect(counter.count()).toEqual({ count: new Set(values).size, more: false });
    }),
    { seed: 2026, numRuns: 300 },
  );
});

it('tells a hundred thousand numbers apart that differ in a digit', () => {
  const counter = countDistinct(200_000);
  for (let index = 0; index < 100_000; index++) counter.add(String(index).padStart(12, '0'));
  expect(counter.count()).toEqual({ count: 100_000, more: false });
});
