import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { comparePersonalId } from './cross-checks.ts';
import { semanticType, semanticTypes } from './semantic-types.ts';
import { taxCode } from './tax-code.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the table of the README', () => {
  it.each(semanticTypes)('has a row for $name that says what its mask keeps', ({ name, maskKeeps }) => {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row).toContain(`| ${maskKeeps} |`);
  });
});

describe('the example of the README', () => {
  it('says what happens', () => {
    const codes = (text: string) => taxCode.check(text).findings.map(({ code, severity }) => `${severity} ${code}`);
    expect(codes('0100109106')).toEqual(['needs-reference tax-code-register']);
    expect(taxCode.check('0100109106001').normalised).toBe('0100109106-001');
    expect(codes('0100109106001')[0]).toBe('warning identifier-formatting');
    expect(taxCode.check('100109106')).toMatchObject({ normalised: undefined, proposed: '0100109106' });
    expect(codes('100109106')[0]).toBe('error identifier-leading-zero-lost');
    expect(taxCode.mask('0100109106-001')).toBe('*******106-***');
    expect(semanticType('phone')?.check('0838000000', { at: '2016-05-01' }).proposed).toBe('02838000000');
    const [found, ...others] = comparePersonalId('001399012345', { sex: 'male', birthYear: 2099 });
    expect([found?.code, found?.severity, others.length]).toEqual(['personal-id-sex-differs', 'warning', 0]);
  });
});
