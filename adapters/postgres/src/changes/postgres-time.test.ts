import { expect, it } from 'vitest';
import { createTimeFormat } from './postgres-time.ts';

it('keeps microseconds, also before 2000, whatever came before', () => {
  const format = createTimeFormat();
  for (let round = 0; round < 2; round++) {
    expect(format(0n)).toBe('2000-01-01T00:00:00Z');
    expect(format(823_456_789_012_340n)).toBe('2026-02-03T17:59:49.01234Z');
    expect(format(823_456_789_000_001n)).toBe('2026-02-03T17:59:49.000001Z');
    expect(format(-1n)).toBe('1999-12-31T23:59:59.999999Z');
  }
});
