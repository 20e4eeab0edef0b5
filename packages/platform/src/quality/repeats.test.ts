import { expect, it } from 'vitest';
import { countRepeats } from './repeats.ts';

it('is exact while it can keep every value', () => {
  const counter = countRepeats(1000);
  for (let index = 0; index < 900; index++) counter.add(`value ${index}`);
  for (let index = 0; index < 30; index++) counter.add(`value ${index % 10}`);
  expect([counter.added, counter.repeats()]).toEqual([930, 30]);
});

it('tells only of values that come from another group, where groups are given', () => {
  const counter = countRepeats(1000);
  counter.add('a', 1);
  counter.add('a', 1);
  counter.add('a', 2);
  counter.add('b', 2);
  expect(counter.repeats()).toBe(1);
});

it('estimates from a fair share when there are more, whatever order they come in', () => {
  const counter = countRepeats(500);
  for (let index = 0; index < 20_000; index++) counter.add(`value ${index}`);
  for (let index = 0; index < 20_000; index += 2) counter.add(`value ${index}`);
  expect(counter.added).toBe(30_000);
  expect(counter.repeats()).toBeGreaterThan(8_000);
  expect(counter.repeats()).toBeLessThan(12_000);
});
