import { expect, test } from 'vitest';
import { parseHours, waitForHours } from './hours.ts';

const at = (utc: string): number => Date.parse(`2026-03-01T${utc}:00Z`);

test('a span over midnight is meant in the time of Viet Nam', () => {
  const night = parseHours('22:00-05:00');
  expect(night).toEqual({ start: 1320, end: 300 });
  const spans = night === undefined ? [] : [night];
  expect(waitForHours(spans, at('15:00'))).toBe(0);
  expect(waitForHours(spans, at('21:59'))).toBe(0);
  expect(waitForHours(spans, at('22:00'))).toBe(17 * 3_600_000);
  expect(waitForHours(spans, at('14:59'))).toBe(60_000);
});

test('several spans allow each of them, no span allows all', () => {
  const spans = ['11:30-13:00', '18:00-24:00'].map(parseHours).filter((span) => span !== undefined);
  expect(waitForHours(spans, at('05:00'))).toBe(0);
  expect(waitForHours(spans, at('06:00'))).toBe(5 * 3_600_000);
  expect(waitForHours([], at('06:00'))).toBe(0);
});

test('what is no span is refused', () => {
  for (const text of ['', '22-05', '25:00-26:00', '10:00-24:30']) expect(parseHours(text)).toBeUndefined();
});
