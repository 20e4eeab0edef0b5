import { expect, it } from 'vitest';
import { createCommitTime } from './commit-time.ts';

it('keeps microseconds, also before 1970, whatever came before', () => {
  const format = createCommitTime();
  for (let round = 0; round < 2; round++) {
    expect(format(0)).toBe('1970-01-01T00:00:00Z');
    expect(format(1_770_141_589_012_340)).toBe('2026-02-03T17:59:49.01234Z');
    expect(format(1_770_141_589_000_001)).toBe('2026-02-03T17:59:49.000001Z');
    expect(format(-1)).toBe('1969-12-31T23:59:59.999999Z');
    expect(format(Date.UTC(2254, 11, 31, 23, 59, 59) * 1000 + 999_999)).toBe('2254-12-31T23:59:59.999999Z');
  }
});
