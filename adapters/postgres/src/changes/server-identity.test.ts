import { expect, it } from 'vitest';
import { timelineEnd } from './server-identity.ts';

it('finds where a timeline was left', () => {
  const history = '1\t0/3000000\tno recovery target specified\n\n2\t0/5000060\tbefore 2026-01-01\n';
  expect(timelineEnd(history, 1)).toBe('0/3000000');
  expect(timelineEnd(history, 2)).toBe('0/5000060');
  expect(timelineEnd(history, 3)).toBeUndefined();
});
