import { expect, it } from 'vitest';
import { formatPostgresTime } from './postgres-time.ts';

it('keeps microseconds, also before 2000', () => {
  expect(formatPostgresTime(0n)).toBe('2000-01-01T00:00:00Z');
  expect(formatPostgresTime(823_456_789_012_340n)).toBe('2026-02-03T17:59:49.01234Z');
  expect(formatPostgresTime(-1n)).toBe('1999-12-31T23:59:59.999999Z');
});
