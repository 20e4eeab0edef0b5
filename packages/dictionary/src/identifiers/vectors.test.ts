import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Parts, SemanticTypeName } from './semantic-type.ts';
import { semanticType, semanticTypes } from './semantic-types.ts';

interface Case {
  readonly type: SemanticTypeName;
  readonly about?: string;
  readonly given: string;
  readonly at?: string;
  readonly normalised?: string;
  readonly proposed?: string;
  readonly findings: readonly string[];
  readonly mask: string;
  readonly parts?: Parts;
}

const path = new URL('../../vectors/identifiers.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { readonly cases: readonly Case[] };

describe('the vectors of identifiers', () => {
  it.each(cases)('$type says of $given at $at what is written', ({ type, given, at, normalised, proposed, findings, mask, parts }) => {
    const of = semanticType(type)!;
    const verdict = of.check(given, { at });
    expect({ ...verdict, findings: verdict.findings.map(({ code }) => code) }).toEqual({ normalised, proposed, findings });
    expect(of.mask(given)).toBe(mask);
    if (parts !== undefined) expect(of.parse(given)).toEqual(parts);
  });

  it('hold values that are accepted, proposed and refused, of every semantic type', () => {
    for (const { name } of semanticTypes) {
      const own = cases.filter(({ type }) => type === name);
      expect(own.some(({ normalised, given }) => normalised === given)).toBe(true);
      expect(own.some(({ normalised, given }) => normalised !== undefined && normalised !== given)).toBe(true);
      expect(own.some(({ proposed }) => proposed !== undefined)).toBe(true);
      expect(own.some(({ normalised, proposed }) => normalised === undefined && proposed === undefined)).toBe(true);
    }
  });
});
