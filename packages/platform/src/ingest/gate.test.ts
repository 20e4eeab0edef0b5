import { expect, it } from 'vitest';
import { createGate } from './gate.ts';

it('runs so many at once, lets so many wait in order, and refuses the rest', async () => {
  const gate = createGate(2, 2);
  const ended: number[] = [];
  const release: (() => void)[] = [];
  const work = (number: number) =>
    gate.run(async () => {
      await new Promise<void>((resolve) => release.push(resolve));
      ended.push(number);
    });
  const all = [work(1), work(2), work(3), work(4)];
  await expect(work(5)).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 1 });
  expect([gate.running, release.length]).toEqual([2, 2]);
  for (let index = 0; index < 4; index++) {
    release[index]?.();
    await all[index];
  }
  expect(ended).toEqual([1, 2, 3, 4]);
  expect(gate.running).toBe(0);
});

it('frees its place when the work fails', async () => {
  const gate = createGate(1, 0);
  await expect(gate.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await gate.run(async () => 'next')).toBe('next');
});
