import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codesAt } from './code-index.ts';
import type { CodeList } from './code-list.ts';
import { countries } from './countries.ts';
import { ethnicGroups } from './ethnic-groups.ts';
import { findCode, readCode, readName } from './read-code.ts';
import { sexes } from './sex.ts';
import { kinships, maritalStatuses, religions } from './uncertain-lists.ts';

const on = (list: CodeList, day: string) => codesAt(list, day)!;
const groups = on(ethnicGroups, '2026-01-01');
const today = on(countries, '2026-01-01');
const names = (text: string, codes = today) => readName(codes, text).candidates.map(({ code }) => code);
const found = (answer: ReturnType<typeof readCode>) => answer.findings.map(({ code }) => code);
const all: readonly CodeList[] = [sexes, ethnicGroups, countries, religions, maritalStatuses, kinships];

describe('the lists', () => {
  it('have 54 ethnic groups and 249 countries', () => {
    expect(groups.version.entries.filter(({ certainty }) => certainty === 'published')).toHaveLength(54);
    expect(today.byCode.size).toBe(3 * 249);
    expect(today.version.entries.filter(({ to }) => to === undefined)).toHaveLength(249);
  });

  it('have on each day codes and names of one entry only', () => {
    for (const list of all)
      for (const day of ['1974-01-01', '1985-06-01', '1993-01-01', '2004-01-01', '2010-12-14', '2010-12-15', '2026-01-01']) {
        const codes = codesAt(list, day);
        if (codes === undefined) continue;
        const inForce = codes.version.entries
          .filter(({ code }) => codes.byCode.has(code))
          .filter(({ from, to }) => (from ?? day) <= day && day <= (to ?? day));
        expect(new Set(inForce.flatMap(({ code, otherCodes }) => [code, ...Object.values(otherCodes)])).size).toBe(codes.byCode.size);
        expect(new Set(inForce.map(({ name }) => name)).size).toBe(inForce.length);
      }
  });

  it('lead from every code to its name and back', () => {
    for (const list of all) {
      const codes = on(list, '2026-01-01');
      for (const entry of new Set(codes.byCode.values())) {
        expect(findCode(codes, entry.code)).toBe(entry);
        expect(readName(codes, entry.name).candidates).toEqual([entry]);
        expect(readName(codes, entry.name.normalize('NFD').toUpperCase()).candidates).toContain(entry);
      }
    }
  });

  it('name only codes that they have as successors', () => {
    const codes = new Set(countries.versions.flatMap(({ entries }) => entries.map(({ code }) => code)));
    for (const { replacedBy } of countries.versions.flatMap(({ entries }) => entries))
      for (const code of replacedBy) expect(codes).toContain(code);
  });
});

describe('a code', () => {
  it('is read in each of its systems, exactly as the list writes it', () => {
    for (const code of ['VN', 'VNM', '704']) expect(readCode(today, code).candidates.map(({ name }) => name)).toEqual(['Việt Nam']);
    for (const code of ['vn', ' VN', '04', '8']) expect(found(readCode(today, code))).toEqual(['code-unknown']);
  });

  it('comes with the near entries when the list does not have it, and never with what was written', () => {
    const lost = readCode(groups, '1').findings[0]!;
    expect(lost.message).toContain('01 Kinh');
    expect(lost.message).not.toContain('11 Ngái');
    expect(readName(groups, 'Xơ đằngg').findings[0]?.message).toContain('14 Xơ-đăng');
    expect(readName(groups, 'canary').findings[0]?.message).not.toMatch(/canary/i);
    expect(readName(today, 'Viet Namm').findings[0]).toMatchObject({ code: 'code-unknown', severity: 'error' });
  });

  it('whose meaning is not confirmed says so, and its name does not', () => {
    const codes = on(religions, '2026-01-01');
    expect(found(readCode(codes, '02'))).toEqual(['code-meaning-uncertain']);
    expect(found(readName(codes, '02'))).toEqual(['code-meaning-uncertain']);
    expect(found(readName(codes, 'Công giáo'))).toEqual([]);
    expect(found(readCode(groups, '55'))).toEqual(['code-meaning-uncertain']);
    expect(found(readCode(groups, '54'))).toEqual([]);
  });
});

describe('a name', () => {
  it.each([
    ['H’Mông', '08'],
    ["H'Mông", '08'],
    ['Mèo', '08'],
    ['K Ho', '16'],
    ['Raglai', '21'],
    ['Tà Ôi', '31'],
    ['TA-OI', '31'],
    ['KINH', '01'],
    ['Khơ Me', '05'],
    ['Khmer', '05'],
    ['Ê Đê', '12'],
    ['Vân Kiều', '23'],
    ['Mạ', '28'],
  ])('%s is an ethnic group', (text, code) => {
    expect(names(text, groups)).toEqual([code]);
  });

  it('is told from a code by its accents, and not told without them', () => {
    expect(names('Mỹ')).toEqual(['US']);
    expect(names('Áo')).toEqual(['AT']);
    expect(names('Nga')).toEqual(['RU']);
    expect(names('NGA')).toEqual(['NG', 'RU']);
    expect([...names('MY')].sort()).toEqual(['MY', 'US']);
    expect(found(readName(today, 'my'))).toEqual(['code-ambiguous']);
    expect(readCode(today, 'MY').candidates.map(({ code }) => code)).toEqual(['MY']);
  });
});

describe('a day', () => {
  it.each([
    ['SU', '1992-08-29', 'Liên Xô'],
    ['CS', '1993-06-14', 'Tiệp Khắc'],
    ['CS', '2003-07-23', 'Serbia và Montenegro'],
    ['CS', '2006-09-25', 'Serbia và Montenegro'],
    ['RS', '2006-09-26', 'Serbia'],
    ['891', '2003-07-22', 'Nam Tư'],
    ['891', '2003-07-23', 'Serbia và Montenegro'],
  ])('%s on %s is %s', (code, day, name) => {
    expect(readCode(on(countries, day), code).candidates.map((entry) => entry.name)).toEqual([name]);
  });

  it.each([
    ['SU', '1992-08-30'],
    ['CS', '1993-06-15'],
    ['CS', '2006-09-26'],
    ['RS', '2006-09-25'],
    ['Liên Xô', '2026-01-01'],
  ])('%s does not hold on %s', (text, day) => {
    expect(found(readName(on(countries, day), text))).toEqual(['code-not-in-force']);
  });

  it('gives those that took the place of a former country as candidates', () => {
    expect(readCode(today, 'CSK').candidates.map(({ code }) => code)).toEqual(['CZ', 'SK']);
    expect(readName(today, 'Liên Xô').candidates).toHaveLength(15);
  });

  it('before the list, or that is none, has no list', () => {
    expect(codesAt(ethnicGroups, '1979-03-01')).toBeUndefined();
    expect(codesAt(ethnicGroups, '1979-03-02')).toBeDefined();
    for (const day of ['', '2025-02-29', '2025-1-1', 'today']) expect(codesAt(countries, day)).toBeUndefined();
  });
});

describe('any text', () => {
  it('gets an answer: one candidate, or a finding that does not repeat it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.string({ maxLength: 4 }),
      fc.constantFrom('__proto__', 'constructor', '\ud800'),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...all), (value, list) => {
        const codes = on(list, '2026-01-01');
        for (const { candidates, findings } of [readCode(codes, value), readName(codes, value)])
          if (candidates.length !== 1 && findings.length === 0) return false;
        return true;
      }),
      { seed: 19790302, numRuns: 300 },
    );
  });
});
