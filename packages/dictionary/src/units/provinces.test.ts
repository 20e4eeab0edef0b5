import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { predecessorsOf, successorsOf, unitMeaning, unitsAt, unitsOfVersion } from './look-up.ts';
import { aliasesOfProvinces } from './province-aliases.ts';
import { provinces } from './provinces.ts';
import { compareUnitCode, translateUnit, unitTranslation } from './translate.ts';
import type { Unit } from './unit.ts';
import { unitMeanings } from './unit-meanings.ts';

const old = unitsAt(provinces, '2025-06-30')!;
const reformed = unitsAt(provinces, '2025-07-01')!;
const full = (units: readonly Unit[]) => units.map(({ code, fullName }) => `${code} ${fullName}`);

describe('the 63 and the 34 provinces', () => {
  it('are 63 and 34, with codes that occur once', () => {
    expect(old.byCode.size).toBe(63);
    expect(reformed.byCode.size).toBe(34);
    expect(old.version.units).toHaveLength(63);
    expect(reformed.version.units).toHaveLength(34);
  });

  it('gives each of the 63 exactly one successor, with the act and its day', () => {
    for (const unit of old.version.units) {
      const successors = successorsOf(provinces, unit);
      expect(successors).toHaveLength(1);
      expect(successors[0]).toMatchObject({ older: unit, act: { number: 'Resolution 202/2025/QH15', inForce: '2025-07-01' } });
    }
  });

  it('gives each of the 34 its predecessors, 63 in all, and each predecessor once', () => {
    const predecessors = reformed.version.units.map((unit) => predecessorsOf(provinces, unit));
    expect(predecessors.every((group) => group.length >= 1)).toBe(true);
    expect(predecessors.flat()).toHaveLength(63);
    expect(new Set(predecessors.flat().map(({ older }) => older.code)).size).toBe(63);
    expect(predecessors.filter((group) => group.length > 1)).toHaveLength(23);
  });

  it('leaves eleven provinces as they were', () => {
    const same = [...old.byCode.keys()].filter((code) => compareUnitCode(provinces, code, old, reformed) === 'same');
    expect(same).toEqual(['01', '04', '11', '12', '14', '20', '22', '38', '40', '42', '46']);
  });

  it('agrees with the table that was verified, line by line', () => {
    const table = readFileSync(new URL('../../test/merger-2025.csv', import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    expect(table).toHaveLength(63);
    for (const line of table) {
      const [oldCode = '', oldName, newCode, name2025, name2026] = line.split(',');
      expect(full(unitMeaning(provinces, oldCode, '2025-06-30').candidates)).toEqual([`${oldCode} ${oldName}`]);
      expect(full(translateUnit(provinces, oldCode, '2025-06-30', '2025-07-01').candidates)).toEqual([`${newCode} ${name2025}`]);
      expect(full(translateUnit(provinces, oldCode, '2025-06-30', '2026-04-30').candidates)).toEqual([`${newCode} ${name2026}`]);
    }
  });
});

describe('every version', () => {
  it('is reached from the one before and leads to the next, unit by unit', () => {
    const ways = provinces.versions.map(({ version }) => version.units.map((unit) => successorsOf(provinces, unit).length));
    expect(ways.slice(0, -1).flat()).not.toContain(0);
    expect(ways.map((way) => way.reduce((sum, count) => sum + count, 0))).toEqual([66, 63, 63, 34, 0]);
    for (const { version } of provinces.versions.slice(1))
      for (const unit of version.units) expect(predecessorsOf(provinces, unit).length).toBeGreaterThan(0);
  });

  it('begins on the day of its name, has units of it alone, and parents of none', () => {
    for (const { version } of provinces.versions) {
      expect(version.id).toBe(`VN-DVHC:${version.from}`);
      expect(version.units.every((unit) => unit.version === version.id && unit.parent === undefined)).toBe(true);
    }
  });

  it('has no spelling of a province that is in no list', () => {
    const names = new Set(provinces.versions.flatMap(({ version }) => version.units.map(({ name }) => name)));
    for (const name of Object.keys(aliasesOfProvinces)) expect(names).toContain(name);
  });
});

describe('one code in two versions', () => {
  it('names the seven codes that went to a province of another name, and no other', () => {
    const another = [...old.byCode.keys()].filter((code) => compareUnitCode(provinces, code, old, reformed) === 'another');
    expect(another).toEqual(['15', '24', '44', '52', '80', '82', '91']);
  });

  it('means Yên Bái until the last day and Lào Cai from the next', () => {
    expect(full(unitMeaning(provinces, '15', '2025-06-30').candidates)).toEqual(['15 Tỉnh Yên Bái']);
    expect(full(unitMeaning(provinces, '15', '2025-07-01').candidates)).toEqual(['15 Tỉnh Lào Cai']);
  });

  it('warns where the digits stay and the unit does not', () => {
    const codes = (code: string) => translateUnit(provinces, code, '2025-01-01', '2025-12-31').findings.map((found) => found.code);
    expect(codes('15')).toEqual(['unit-code-reused']);
    expect(codes('91')).toEqual(['unit-code-reused']);
    expect(codes('25')).toEqual([]);
    expect(codes('01')).toEqual([]);
  });

  it('asks for the version when a code comes without one', () => {
    const answer = unitMeanings(provinces, '15');
    expect(full(answer.candidates)).toEqual(['15 Tỉnh Yên Bái', '15 Tỉnh Lào Cai']);
    expect(answer.findings.map(({ code }) => code)).toEqual(['unit-code-unversioned']);
    expect(unitMeanings(provinces, '11')).toMatchObject({ candidates: [{ fullName: 'Tỉnh Điện Biên' }], findings: [] });
    expect(unitMeanings(provinces, '25').candidates.map(({ version }) => version)).toEqual(['VN-DVHC:2004-07-08', 'VN-DVHC:2025-07-01']);
    expect(full(unitMeanings(provinces, '75').candidates)).toEqual(['75 Tỉnh Đồng Nai', '75 Tỉnh Đồng Nai', '75 Thành phố Đồng Nai']);
    expect(unitMeanings(provinces, '28')).toMatchObject({ candidates: [{ name: 'Hà Tây' }], findings: [] });
    expect(unitMeanings(provinces, '03').findings.map(({ code }) => code)).toEqual(['unit-code-unknown']);
  });

  it('tells a new name from another unit, and both from a new border', () => {
    const [before, hue, dongNai] = ['VN-DVHC:2008-08-01', 'VN-DVHC:2025-01-01', 'VN-DVHC:2026-04-30'].map(
      (id) => unitsOfVersion(provinces, id)!,
    );
    expect(compareUnitCode(provinces, '46', before!, hue!)).toBe('renamed');
    expect(compareUnitCode(provinces, '75', reformed, dongNai!)).toBe('renamed');
    expect(compareUnitCode(provinces, '75', old, reformed)).toBe('redrawn');
    expect(compareUnitCode(provinces, '02', old, reformed)).toBe('only-in-older');
    expect(compareUnitCode(provinces, '03', old, reformed)).toBe('in-neither');
  });
});

describe('days at the border', () => {
  it.each([
    ['2024-12-31', '46 Tỉnh Thừa Thiên Huế'],
    ['2025-01-01', '46 Thành phố Huế'],
    ['2026-04-29', '46 Thành phố Huế'],
  ])('46 on %s is %s', (day, name) => {
    expect(full(unitMeaning(provinces, '46', day).candidates)).toEqual([name]);
  });

  it.each([
    ['2026-04-29', '75 Tỉnh Đồng Nai'],
    ['2026-04-30', '75 Thành phố Đồng Nai'],
    ['9999-12-31', '75 Thành phố Đồng Nai'],
  ])('75 on %s is %s', (day, name) => {
    expect(full(unitMeaning(provinces, '75', day).candidates)).toEqual([name]);
  });

  it('ends each version on the day before the next', () => {
    expect(provinces.versions.map(({ to }) => to)).toEqual(['2008-07-31', '2024-12-31', '2025-06-30', '2026-04-29', undefined]);
  });

  it('answers with a finding for a day before the lists and for what is no day', () => {
    expect(unitMeaning(provinces, '01', '2004-07-07').findings.map(({ code }) => code)).toEqual(['unit-day-before-lists']);
    for (const day of ['', '2025-02-30', '01/07/2025', '2025-7-1'])
      expect(unitMeaning(provinces, '01', day).findings.map(({ code }) => code)).toEqual(['unit-day-invalid']);
  });
});

describe('a province that was split', () => {
  it('has every part as a candidate, also over several versions, and never a default', () => {
    const answer = translateUnit(provinces, '26', '2008-07-31', '2025-07-01');
    expect(full(answer.candidates)).toEqual(['25 Tỉnh Phú Thọ', '01 Thành phố Hà Nội']);
    expect(answer.findings.map(({ code, severity }) => [code, severity])).toEqual([['unit-split', 'needs-reference']]);
  });

  it('is whole for data of a day after it', () => {
    expect(full(translateUnit(provinces, '26', '2008-08-01', '2025-07-01').candidates)).toEqual(['25 Tỉnh Phú Thọ']);
  });

  it('gives all that a merged one was made of, on the way back', () => {
    const answer = translateUnit(provinces, '79', '2025-07-01', '2025-06-30');
    expect(answer.candidates.map(({ code }) => code)).toEqual(['74', '77', '79']);
    expect(answer.findings.map(({ code }) => code)).toEqual(['unit-merged']);
  });

  it('follows a province that is gone from the oldest list to the newest', () => {
    expect(full(translateUnit(provinces, '28', '2005-01-01', '2026-05-01').candidates)).toEqual(['01 Thành phố Hà Nội']);
  });
});

describe('a translation for a column', () => {
  it('answers as the single one, for codes of the list and for others', () => {
    const translate = unitTranslation(provinces, '2008-01-01', '2026-05-01');
    for (const code of ['26', '26', '15', '28', '99', '', '1'])
      expect(translate(code)).toEqual(translateUnit(provinces, code, '2008-01-01', '2026-05-01'));
  });
});
