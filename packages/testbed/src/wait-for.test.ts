import { expect, it } from 'vitest';
import { waitFor } from './wait-for.ts';

it('returns what the condition gave when it came true', async () => {
  let asked = 0;
  expect(await waitFor(() => (++asked >= 3 ? { asked } : undefined))).toEqual({ asked: 3 });
});

it('takes a throw for "not yet"', async () => {
  let asked = 0;
  const value = await waitFor(async () => {
    if (++asked < 3) throw new Error('too early');
    return asked;
  });
  expect(value).toBe(3);
});

it('names what was waited for and the last answer when the time is over', async () => {
  const waiting = waitFor(
    () => {
      throw new Error('still closed');
    },
    { timeoutMs: 30, what: 'the gate' },
  );
  await expect(waiting).rejects.toThrow(/30 ms for the gate.*still closed/);
});
