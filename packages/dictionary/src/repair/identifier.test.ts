import type { Finding } from '@lienthong/core';
import { describe, expect, it } from 'vitest';
import { agencyCode } from '../identifiers/agency-code.ts';
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
