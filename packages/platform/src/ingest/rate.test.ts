import { expect, it } from 'vitest';
import { createRateLimit } from './rate.ts';

it('allows bursts of twice the rate, then the rate, and keeps callers apart', () => {
  let now = 0;
  const rate = createRateLimit(10, () => now);
  const taken = (caller: string) => {
    let count = 0;
    try {
      for (;;) {
        rate.take(caller);
        count++;
      }
    } catch (error) {
      expect(error).toMatchObject({ code: 'rate-limited' });
      return count;
    }
  };
  expect(taken('a')).toBe(20);
  expect(taken('b')).toBe(20);
  now = 500;
  expect(taken('a')).toBe(5);
  // What costs more than is there is let through once, and waited for: 10 tokens come back in a second.
  rate.take('c', 45);
  now += 2_000;
  expect(taken('c')).toBe(0);
  now += 700;
  expect(taken('c')).toBe(2);
  now = 60_000;
  expect(taken('a')).toBe(20);
});
