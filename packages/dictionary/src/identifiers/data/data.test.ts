import { describe, expect, it } from 'vitest';
import { certainties } from '../../tables/certainty.ts';
import { birthRegistrationPlaces } from '../../units/birth-registration.ts';
import { agencyCode } from '../agency-code.ts';
import { phone } from '../phone.ts';
import { mergedMinistries, ministries } from './agencies.ts';
import { areaCodes } from './area-codes.ts';
import { birthCountries } from './birth-registration.ts';
import * as effects from './effects.ts';
import { healthCardGroups } from './health-card-groups.ts';
import { mobilePrefixes, renumberedPrefixes } from './mobile-prefixes.ts';
import { oldIdCardSeries } from './old-id-card-series.ts';
import { plateSeries } from './plate-series.ts';
import type { Table } from './table.ts';

const tables: readonly Table<unknown>[] = [
  ...Object.values(effects),
  ...areaCodes,
  ...mobilePrefixes,
  birthCountries,
  healthCardGroups,
  mergedMinistries,
  ministries,
  oldIdCardSeries,
  plateSeries,
  renumberedPrefixes,
];

describe('the tables of facts', () => {
  it('each say their source, their day and how sure they are', () => {
    for (const { certainty, effectiveFrom, source } of tables) {
      expect(source.length).toBeGreaterThan(10);
      expect(effectiveFrom).toMatch(/^(?:19|20)\d\d-[01]\d-[0-3]\d$/);
      expect(certainties).toContain(certainty);
    }
  });

  it('hold the 63 provinces of before 2025, once each, wherever provinces are', () => {
    const provinces = birthRegistrationPlaces.map(({ name }) => name).sort();
    expect(provinces).toHaveLength(63);
    expect(areaCodes.flatMap(({ entries }) => entries.map(([, , province]) => province)).sort()).toEqual(provinces);
    const ofPlates = Object.keys(plateSeries.entries).filter((name) => name !== 'Cục Cảnh sát giao thông');
    expect(ofPlates.sort()).toEqual(provinces);
  });

  it('give no series of plates and no area code twice', () => {
    for (const list of [
      Object.values(plateSeries.entries).flatMap((series) => series.split(' ')),
      areaCodes.flatMap(({ entries }) => entries.map(([now]) => now)),
      areaCodes.flatMap(({ entries }) => entries.map(([, before]) => before)),
      mobilePrefixes.flatMap(({ entries }) => entries),
    ]) {
      expect(new Set(list).size).toBe(list.length);
    }
  });

  it.each(Object.entries(renumberedPrefixes.entries))('propose %s as %s, in use since the renumbering', (before, now) => {
    expect(phone.check(`${before}0000000`)).toMatchObject({ normalised: undefined, proposed: `${now}0000000` });
    expect(mobilePrefixes[2]?.entries).toContain(now);
  });

  it('propose each landline of before 2017 under the code of today, and leave those of today', () => {
    for (const [now, before] of areaCodes.flatMap(({ entries }) => entries)) {
      const subscriber = now.length === 2 ? '38000000' : '3800000';
      expect(phone.check(`0${now}${subscriber}`).normalised).toBe(`0${now}${subscriber}`);
      // What looks like a mobile number of today can only be told by its day.
      if (now !== before) expect(phone.check(`0${before}${subscriber}`, { at: '2015-01-01' }).proposed).toBe(`0${now}${subscriber}`);
    }
  });

  it('name only ministries that the list has as merged ones', () => {
    for (const code of mergedMinistries.entries) expect(agencyCode.parse(code)?.topLevelName).toBeDefined();
  });
});
