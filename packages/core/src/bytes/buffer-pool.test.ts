import { expect, it } from 'vitest';
import { createBufferPool } from './buffer-pool.ts';

const mebibyte = 1_048_576;

it('hands out again what it was given, keeps the largest, and holds nothing that is rare or small', () => {
  const pool = createBufferPool(2);
  const [least, middle, large] = [pool.take(300_000), pool.take(1_500_000), pool.take(3_000_000)];
  expect([least.length, middle.length, large.length].map((bytes) => bytes / mebibyte)).toEqual([0.5, 2, 3]);
  for (const buffer of [least, middle, large]) pool.give(buffer);
  // Compared outside of `expect`, which would look at every byte.
  const again = [pool.take(2_500_000) === large, pool.take(300_000) === middle, pool.take(300_000) === least];
  expect(again).toEqual([true, true, false]);
  for (const bytes of [9_000_000, 10]) {
    const buffer = pool.take(bytes);
    pool.give(buffer);
    expect(pool.take(bytes) === buffer).toBe(false);
  }
  expect(pool.take(10).length).toBe(10);
});

it('hands out the smallest that suffices', () => {
  const pool = createBufferPool(3);
  const [small, large] = [pool.take(20_000), pool.take(3_000_000)];
  pool.give(large);
  pool.give(small);
  expect([pool.take(17_000) === small, pool.take(17_000) === large]).toEqual([true, true]);
});
