import { expect, it } from 'vitest';
import { createMergeHints } from './merge-hints.ts';

it('tries a path that failed again after a pause that doubles, and at once where it works', () => {
  const hints = createMergeHints();
  const failures = (wanted: 'straight' | 'replace', batches: number) => {
    const tried: number[] = [];
    for (let batch = 0; batch < batches; batch++) {
      if (hints.choose(1, wanted) !== wanted) continue;
      tried.push(batch);
      hints.learn(1, wanted, false);
    }
    return tried;
  };
  expect(failures('straight', 30)).toEqual([0, 3, 8, 17]);
  expect([hints.choose(1, 'straight'), hints.choose(2, 'straight'), hints.choose(1, 'replace')]).toEqual([
    'replace',
    'straight',
    'replace',
  ]);
  expect(failures('replace', 9)).toEqual([0, 3, 8]);
  expect([hints.choose(1, 'straight'), hints.choose(1, 'replace')]).toEqual(['exact', 'exact']);
  hints.learn(1, 'replace', true);
  expect(hints.choose(1, 'replace')).toBe('replace');
  const longest = failures('straight', 1000);
  expect((longest.at(-1) ?? 0) - (longest.at(-2) ?? 0)).toBe(65);
});
