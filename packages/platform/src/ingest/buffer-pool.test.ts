import { expect, it } from 'vitest';
import { createBufferPool } from './buffer-pool.ts';

it('hands out again what it was given, keeps the largest, and holds nothing that is rare', () => {
  const pool = createBufferPool(2);
  const [small, middle, large] = [pool.take(1), pool.take(1_500_000), pool.take(3_000_000)];
  expect([small.length, middle.length, large.length].map((bytes) => bytes / 1_048_576)).toEqual([1, 2, 3]);
  for (const buffer of [small, middle, large]) pool.give(buffer);
  // Compared outside of `expect`, which would look at every byte.
  const again = [pool.take(2_500_000) === large, pool.take(10) === middle, pool.take(10) === small];
  expect(again).toEqual([true, true, false]);
  const rare = pool.take(9_000_000);
  pool.give(rare);
  expect(pool.take(9_000_000) === rare).toBe(false);
});
