import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultQualityPolicy, ruleOfCode } from '@lienthong/core';
import { describe, expect, it } from 'vitest';
import { findingSentence, sentenceCodes } from './finding-sentence.ts';

// The codes are where findings are made: a list of them would be forgotten with the next one.
const rooms = [new URL('../', import.meta.url).pathname, new URL('../../../core/src/', import.meta.url).pathname];
const patterns = [
  /'(?:error|warning|needs-reference)',\s*['`]([a-z0-9]+(?:-[a-z0-9]+)+)['`]/g,
  /\bcode: ['`]([a-z0-9]+(?:-[a-z0-9]+)+)['`],\s*severity/g,
  /\bcode: ['`]([a-z0-9]+(?:-[a-z0-9]+)+)['`],\n\s*severity/g,
];

function sourceFiles(room: string): readonly string[] {
  return readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test(-d)?\.ts$|^sentences/.test(name))
    .map((name) => readFileSync(join(room, name), 'utf8'));
}

function rejectionCodes(): readonly string[] {
  const text = readFileSync(join(rooms[1] ?? '', 'check/rejection.ts'), 'utf8');
  return [...(/RejectionCode =([^;]+);/.exec(text)?.[1] ?? '').matchAll(/'([a-z-]+)'/g)].map(([, code]) => code ?? '');
}

const made = rooms
  .flatMap(sourceFiles)
  .flatMap((text) => patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code]) => code ?? '')));
// Made of a name that is only known when it is made.
const composed = ['text-mixed', 'text-unknown', 'date-two-digit-year', 'date-six-digits', 'date-serial'];
const codes = [...new Set([...made, ...rejectionCodes(), ...composed])].sort();

describe('every code of the dictionary and of core', () => {
  it('is found in the sources', () => {
    expect(codes.length).toBeGreaterThan(110);
    expect(codes).toEqual(expect.arrayContaining(['personal-id-form', 'text-lost', 'unit-split', 'sex-unknown', 'required-missing']));
  });
  it('has a sentence in Vietnamese and in English', () => {
    expect(codes.filter((code) => !findingSentence(code, 'vi') || !findingSentence(code, 'en'))).toEqual([]);
  });
  it('belongs to a rule, and so to a criterion', () => {
    expect([...codes, ...sentenceCodes].filter((code) => ruleOfCode(defaultQualityPolicy, code) === undefined)).toEqual([
      // Of records as wholes.
      'key-of-two-agencies',
    ]);
  });
});

describe('a sentence', () => {
  it('ends, has no placeholder, and is not the same in both languages', () => {
    for (const code of sentenceCodes) {
      const [vi, en] = [findingSentence(code, 'vi') ?? '', findingSentence(code, 'en') ?? ''];
      expect([code, vi !== en, /[.]$/.test(vi) && /[.]$/.test(en), /[{}$]/.test(vi + en), vi === vi.normalize('NFC')]).toEqual([
        ...[code, true, true, false, true],
      ]);
    }
  });
  it('there is none of a code that nobody makes', () => {
    expect(findingSentence('no-such-code', 'vi')).toBeUndefined();
  });
});
