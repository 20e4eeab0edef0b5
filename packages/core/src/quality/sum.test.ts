import { expect, it } from 'vitest';
import type { FoundCount, QualityCounts } from './counts.ts';
import { sumCounts } from './sum.ts';

const found = (code: string, count: number, examples: readonly string[] = []): FoundCount => ({
  ...{ code, severity: 'error', origin: 'dictionary', count, examples },
});

const counts = (change: Partial<QualityCounts>): QualityCounts => ({ dataset: 'a', records: 10, rejected: 1, properties: [], ...change });

it('adds up counts, by property, code, severity and origin', () => {
  const left = counts({
    properties: [{ property: 'x', present: 5, withError: 2, found: [found('a', 2, ['*1', '*2']), found('b', 1)] }],
  });
  const right = counts({
    properties: [
      { property: 'x', present: 6, withError: 3, found: [found('a', 3, ['*2', '*3', '*4']), { ...found('b', 4), severity: 'warning' }] },
      { property: 'y', present: 1, withError: 0, found: [], compared: 1 },
    ],
  });
  expect(sumCounts([left, right])).toEqual({
    ...{ dataset: 'a', records: 20, rejected: 2 },
    properties: [
      {
        ...{ property: 'x', present: 11, withError: 5 },
        found: [found('a', 5, ['*1', '*2', '*3']), found('b', 1), { ...found('b', 4), severity: 'warning' }],
      },
      { property: 'y', present: 1, withError: 0, found: [], compared: 1 },
    ],
  });
});

it('of nothing is nothing, and of one is that one', () => {
  expect(sumCounts([])).toBeUndefined();
  const one = counts({});
  expect(sumCounts([one])).toBe(one);
});
