import { describe, expect, it } from 'vitest';
import type { Finding } from '../finding.ts';
import { compareHealthCard, compareOldIdCard, comparePersonalId } from './cross-checks.ts';

const codes = (findings: readonly Finding[]) => findings.map(({ code, severity }) => `${severity} ${code}`);

describe('comparePersonalId', () => {
  const woman = '001399012345';

  it('warns of another sex and of another year of birth, each by itself', () => {
    expect(codes(comparePersonalId(woman, { sex: 'male', birthYear: 2099 }))).toEqual(['warning personal-id-sex-differs']);
    expect(codes(comparePersonalId(woman, { sex: 'female', birthYear: 1999 }))).toEqual(['warning personal-id-birth-year-differs']);
    expect(codes(comparePersonalId(woman, { sex: 'male', birthYear: 1999 }))).toHaveLength(2);
  });

  it('is silent when they agree, when nothing is known and when the number is none', () => {
    expect(comparePersonalId('001 399 012 345', { sex: 'female', birthYear: 2099 })).toEqual([]);
    expect(comparePersonalId(woman, {})).toEqual([]);
    expect(comparePersonalId('1399012345', { sex: 'male' })).toEqual([]);
  });

  it.each([
    ['001099000000', 'male', 1999],
    ['001100000000', 'female', 1900],
    ['001200000000', 'male', 2000],
    ['001300000000', 'female', 2000],
    ['001999000000', 'female', 2399],
  ] as const)('reads %s as %s, born in %d', (number, sex, birthYear) => {
    expect(comparePersonalId(number, { sex, birthYear })).toEqual([]);
    expect(comparePersonalId(number, { sex: sex === 'male' ? 'female' : 'male', birthYear: birthYear + 1 })).toHaveLength(2);
  });
});

describe('compareOldIdCard', () => {
  it('warns when a card of twelve digits is not the personal identification number', () => {
    expect(codes(compareOldIdCard('001299000000', '001299000001'))).toEqual(['warning old-id-card-differs']);
    expect(compareOldIdCard('001299000000', '001299000000')).toEqual([]);
    expect(compareOldIdCard('380000000', '001299000000')).toEqual([]);
  });
});

describe('compareHealthCard', () => {
  it('warns when the card ends in another social insurance code', () => {
    expect(codes(compareHealthCard('DN4019900000012', '9900000013'))).toEqual(['warning health-card-differs']);
    expect(compareHealthCard('DN4019900000012', '9900000012')).toEqual([]);
    expect(compareHealthCard('9900000012', '001299012345')).toEqual([]);
  });
});
