import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSex, type SexScheme, sexSchemes } from './sex.ts';

const code = (text: string, scheme?: SexScheme) => {
  const sex = readSex(text, scheme);
  return typeof sex === 'string' ? sex : sex.code;
};

describe('a sex', () => {
  it.each([
    ['Nam', '1'],
    ['NAM ', '1'],
    ['nữ', '2'],
    ['Nu', '2'],
    ['NỮ'.normalize('NFD'), '2'],
    ['Trai', '1'],
    ['Gái', '2'],
    ['M', '1'],
    ['f', '2'],
    ['Female', '2'],
    ['Khác', '3'],
    ['Không rõ', '0'],
  ])('in words is read without a scheme: %s', (text, sex) => {
    expect(code(text)).toBe(sex);
  });

  it.each(['0', '1', '2', '-1', 'true', 'FALSE', 'N', 't', 'y'])('as %s is not guessed', (text) => {
    expect(code(text)).toBe('sex-scheme-missing');
  });

  it('as a digit is what the scheme of the source says', () => {
    expect([code('0', sexSchemes.male0Female1), code('1', sexSchemes.male0Female1)]).toEqual(['1', '2']);
    expect([code('0', sexSchemes.male1Female0), code('1', sexSchemes.male1Female0)]).toEqual(['2', '1']);
    expect([code('0', sexSchemes.qcvn109), code('1', sexSchemes.qcvn109), code('2', sexSchemes.qcvn109)]).toEqual(['0', '1', '2']);
    expect([code('True', sexSchemes.male1Female0), code('FALSE', sexSchemes.male1Female0)]).toEqual(['1', '2']);
  });

  it('outside the scheme is a finding, and words stay words', () => {
    expect(code('0', sexSchemes.male1Female2)).toBe('sex-unknown');
    expect(code('3', sexSchemes.male0Female1)).toBe('sex-unknown');
    expect(code('Nữ', sexSchemes.male0Female1)).toBe('2');
    expect(code('N', { id: 'own', values: { n: '1' } })).toBe('1');
  });

  it('is never thrown at, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'toString')), (text) => {
        for (const scheme of [undefined, ...Object.values(sexSchemes)]) expect(readSex(text, scheme)).toBeDefined();
      }),
      { seed: 1, numRuns: 500 },
    );
    expect(code('toString', sexSchemes.qcvn109)).toBe('sex-unknown');
  });
});
