import { expect, it } from 'vitest';
import { gradeOf, percentOf } from './grade.ts';

it('cuts percents off, so that one wrong value in a million is not rounded away', () => {
  expect(percentOf(999_999, 1_000_000)).toBe(99.99);
  expect(percentOf(57, 100)).toBe(57);
  expect(percentOf(1, 3)).toBe(33.33);
  for (let part = 0; part <= 10_000; part++) expect(percentOf(part, 10_000)).toBe(part / 100);
});

it('gives green from 90 and yellow from 75 on, and identifiers and units green at 100 only', () => {
  expect([100, 90, 89.99, 75, 74.99].map((percent) => gradeOf(percent, 'text'))).toEqual(['green', 'green', 'yellow', 'yellow', 'red']);
  for (const kind of ['personal-id', 'tax-code', 'commune', 'province'] as const)
    expect([gradeOf(100, kind), gradeOf(99.99, kind)]).toEqual(['green', 'red']);
});
