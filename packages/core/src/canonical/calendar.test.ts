import fc from 'fast-check';
import { expect, it } from 'vitest';
import { civilFromDays, daysFromCivil, formatDate } from './calendar.ts';
import { findZone } from './zone.ts';

it('counts days as the calendar does, from year 1 to 9999 and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -719162, max: 2932896 }), (days) => {
      const date = civilFromDays(days);
      expect(formatDate(date)).toBe(new Date(days * 86400000).toISOString().slice(0, 10));
      expect(daysFromCivil(date.year, date.month, date.day)).toBe(days);
    }),
  );
});

it('knows the clock of Việt Nam in every year', () => {
  const zone = findZone('Asia/Ho_Chi_Minh');
  expect(zone?.offsetOfInstant(Date.UTC(2026, 0, 1) / 1000)).toBe(7 * 3600);
  expect(zone?.offsetOfInstant(Date.UTC(1970, 0, 1) / 1000)).toBe(8 * 3600);
  expect(zone?.offsetOfLocal(Date.UTC(1980, 5, 1) / 1000)).toBe(7 * 3600);
});

it('takes the offset before the change in a gap and in an overlap of the local clock', () => {
  const zone = findZone('Europe/Berlin');
  expect(zone?.offsetOfLocal(Date.UTC(2026, 2, 29, 2, 30) / 1000)).toBe(3600);
  expect(zone?.offsetOfLocal(Date.UTC(2026, 9, 25, 2, 30) / 1000)).toBe(7200);
});

it('knows no zone of a wrong name', () => {
  expect(findZone('Asia/Thang_Long')).toBeUndefined();
  expect(findZone('+07:30')?.offsetOfInstant(0)).toBe(27000);
});

it('remembers offsets without a change to any of them', () => {
  const names = ['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'Africa/Casablanca', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia'];
  const shared = new Map(names.map((name) => [name, findZone(name)]));
  const quarters = fc.integer({ min: Date.UTC(1950, 0, 1) / 900_000, max: Date.UTC(2040, 0, 1) / 900_000 });
  fc.assert(
    fc.property(fc.constantFrom(...names), quarters, (name, quarter) => {
      // Intl itself, asked in another way: the wall clock of the instant, read as if it were UTC.
      const clock = new Date(quarter * 900_000).toLocaleString('sv-SE', { timeZone: name });
      const offset = Date.parse(`${clock.replace(' ', 'T')}Z`) / 1000 - quarter * 900;
      expect(shared.get(name)?.offsetOfInstant(quarter * 900)).toBe(offset);
    }),
    { numRuns: 3000 },
  );
});
