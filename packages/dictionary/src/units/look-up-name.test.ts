import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitsAt } from './look-up.ts';
import { findUnitsByName } from './look-up-name.ts';
import { provinces } from './provinces.ts';

const old = unitsAt(provinces, '2025-06-30')!;
const reformed = unitsAt(provinces, '2025-07-01')!;
const codes = (text: string, units = old) => findUnitsByName(units, text).candidates.map(({ code }) => code);
const findings = (text: string, units = old) => findUnitsByName(units, text).findings.map(({ code }) => code);

describe('a look-up by name', () => {
  it.each([
    ['Thành phố Hà Nội', '01'],
    ['thanh pho ha noi', '01'],
    ['TP. Hà Nội', '01'],
    ['Tp Hà Nội', '01'],
    ['T.P. HÀ NỘI', '01'],
    ['HÀ  NỘI', '01'],
    ['Tỉnh Hà Giang', '02'],
    ['T. Hà Giang', '02'],
    ['t.hà giang', '02'],
    ['TPHCM', '79'],
    ['TP.HCM', '79'],
    ['Tp. Hồ Chí Minh', '79'],
    ['Bà Rịa – Vũng Tàu', '77'],
    ['BR-VT', '77'],
    ['Đắc Lắc', '66'],
    ['ĐẮK LẮK', '66'],
    ['Ðắk Lắk', '66'],
    ['Daklak', '66'],
    ['Hoà Bình', '17'],
    ['Hòa Bình', '17'],
    ['Thanh Hoá', '38'],
    ['Tỉnh Thái Bình', '34'],
    ['Tiền Giang', '82'],
    ['Thái Nguyên', '19'],
    ['Tây Ninh', '72'],
    ['Kontum', '62'],
  ])('understands %s', (text, code) => {
    expect(codes(text)).toEqual([code]);
    expect(findings(text)).toEqual([]);
  });

  it('takes names in NFD as well', () => {
    expect(codes('Thừa Thiên Huế'.normalize('NFD'), unitsAt(provinces, '2020-01-01'))).toEqual(['46']);
  });

  it('knows only the names of its version', () => {
    expect(codes('Yên Bái', reformed)).toEqual([]);
    expect(findings('Yên Bái', reformed)).toEqual(['unit-name-unknown']);
    expect(codes('Hà Tây')).toEqual([]);
    expect(codes('Hà Tây', unitsAt(provinces, '2008-07-31'))).toEqual(['28']);
    expect(codes('Lào Cai', old)).toEqual(['10']);
    expect(codes('Lào Cai', reformed)).toEqual(['15']);
  });

  it('says when the type in the name is not that of the version', () => {
    expect(codes('Thành phố Đồng Nai', reformed)).toEqual(['75']);
    expect(findings('Thành phố Đồng Nai', reformed)).toEqual(['unit-type-differs']);
    expect(findings('Thành phố Đồng Nai', unitsAt(provinces, '2026-04-30'))).toEqual([]);
  });

  it('finds the code again from every name, in every version', () => {
    for (const units of provinces.versions)
      for (const { code, name, fullName } of units.version.units)
        for (const text of [
          name,
          fullName,
          fullName.toUpperCase(),
          fullName.normalize('NFD'),
          name.normalize('NFD').replace(/\p{M}/gu, ''),
        ])
          expect(codes(text, units)).toEqual([code]);
  });

  it('never throws, and never repeats the text in a message', () => {
    const parts = fc.constantFrom('TP', 'Tỉnh', '.', ' ', 'Hà', 'đ', '\u0301', '\ud800', '0', 'huyện', 'T', '-', "'");
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(parts).map((list) => list.join('')),
      fc.string({ minLength: 190, maxLength: 210 }),
    );
    fc.assert(
      fc.property(text, (value) => {
        const answer = findUnitsByName(old, value);
        return answer.candidates.length === 1 || answer.findings.length > 0;
      }),
      { seed: 20250701, numRuns: 500 },
    );
    expect(codes(`Hà Nội${' '.repeat(200)}`)).toEqual([]);
    const canary = findUnitsByName(old, 'Canariland');
    expect(JSON.stringify(canary)).not.toMatch(/canari/i);
  });
});
