import { type Finding, viewOf } from '@lienthong/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agencyCode } from '../identifiers/agency-code.ts';
import type { SemanticType } from '../identifiers/semantic-type.ts';
import { semanticTypes } from '../identifiers/semantic-types.ts';
import { identifierRepair } from './identifier.ts';

describe('an agency code in the form of QCVN 102:2016', () => {
  const old = '000.00.42.Z99';

  it('is repaired to its candidate in the new form, with the doubt on record', () => {
    const notes: Finding[] = [];
    expect(identifierRepair(agencyCode, '2025-07-01', true)(old, notes)).toBe('Z99.42');
    expect(notes.map(({ code, severity }) => [code, severity])).toEqual([
      ['identifier-repaired', 'warning'],
      ['agency-code-old-form', 'warning'],
    ]);
  });

  it('stays where only formatting is to be dropped, and on a day when it was the form', () => {
    const notes: Finding[] = [];
    expect(identifierRepair(agencyCode, '2025-07-01', false)(old, notes)).toBe(old);
    expect(identifierRepair(agencyCode, '2019-01-01', true)(old, notes)).toBe(old);
    expect(notes).toEqual([]);
  });
});

const day = '2024-06-01';
const right: Readonly<Record<string, string>> = {
  'personal-id': '001085012345',
  'old-id-card': '011234567',
  'social-insurance-code': '0123456784',
  phone: '0912345678',
};
const withDividedDigits = semanticTypes.filter((type) => type.plainTest({ at: day })?.dividedDigits === true);

/** What is written of the value and noted, over bytes; `undefined` where that is left to the text. */
function overBytes(type: SemanticType, text: string, proposals: boolean) {
  const repair = identifierRepair(type, day, proposals).overBytes;
  const bytes = Buffer.from(text);
  const around = Buffer.concat([Buffer.from('09'), bytes, Buffer.from('90')]);
  const out = Buffer.alloc(6 * bytes.length + 8);
  const end = repair?.write(viewOf(around), 2, 2 + bytes.length, viewOf(out), 3) ?? -1;
  return end === -1 ? undefined : { text: out.toString('utf8', 3, end), noted: repair?.noted };
}

describe.each(withDividedDigits.map((type) => ({ type })))('the digits of $type.name', ({ type }) => {
  const value = right[type.name] ?? '';

  it('are read over their bytes as over their text, however they are divided', () => {
    let met = 0;
    const digits = fc.oneof(fc.constant(value), fc.stringMatching(/^0?[0-9]{8,12}$/));
    const divider = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.constantFrom(' ', '-', '.', '(', ')', "'", '\u00a0', '+', 'x'));
    fc.assert(
      fc.property(digits, fc.array(divider, { minLength: 14, maxLength: 14 }), fc.boolean(), (plain, dividers, proposals) => {
        const text = dividers.map((one, index) => one + plain.charAt(index)).join('');
        const written = overBytes(type, text, proposals);
        if (written === undefined) return;
        met += 1;
        const notes: Finding[] = [];
        expect(identifierRepair(type, day, proposals)(text, notes)).toBe(written.text);
        expect(notes).toEqual(written.noted);
      }),
      { numRuns: 3_000 },
    );
    expect(met).toBeGreaterThan(100);
  });

  it('are left to the text where they are not divided, or one dot may be that of a number', () => {
    expect(overBytes(type, value, false)).toBeUndefined();
    expect(overBytes(type, `${value}.0`, false)).toBeUndefined();
    expect(overBytes(type, ` ${value}`, false)?.text).toBe(value);
  });
});
