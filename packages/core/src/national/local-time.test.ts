import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLocalTime, localTime, secondsOf, zoneOf } from './local-time.ts';

const vietnam = zoneOf('+07:00');

test('instants become times of Vietnam without zone, across days and years, the fraction cut', () => {
  expect(localTime('2026-12-31T16:59:59.999999999Z', vietnam)).toBe('2026-12-31T23:59:59');
  expect(localTime('2026-12-31T17:00:00Z', vietnam)).toBe('2027-01-01T00:00:00');
  expect(localTime('0001-01-01T00:00:00Z', vietnam)).toBe('0001-01-01T07:00:00');
});

test('any instant is seven hours earlier than its time in Vietnam', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      const instant = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
      expect(secondsOf(instant)).toBe(seconds);
      expect(localTime(instant, vietnam)).toBe(new Date((seconds + 25_200) * 1000).toISOString().slice(0, 19));
    }),
  );
});

test('a time that the calendar does not have is none', () => {
  expect(
    ['2026-02-28T23:59:59', '2026-02-29T00:00:00', '2026-02-28T24:00:00', '2026-02-28 00:00:00', '2026-02-28T00:00:00Z'].map(isLocalTime),
  ).toEqual([true, false, false, false, false]);
});
