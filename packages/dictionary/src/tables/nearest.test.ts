import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const near = (text: string, ...candidates: string[]) =>
  nearest(
    text,
    candidates.map((candidate) => [candidate, candidate] as const),
  );

describe('the nearest candidates', () => {
  it('come nearest first, three at most', () => {
    expect(near('parents', 'parxxts', 'parentz', 'pxrents', 'parent', 'pare', 'code')).toEqual(['parentz', 'pxrents', 'parent']);
    expect(near('parents', 'parxxts', 'parents')).toEqual(['parents', 'parxxts']);
  });

  it('are none when more than a third of the letters differ', () => {
    expect(near('abcdef', 'abcdxy')).toEqual(['abcdxy']);
    expect(near('abcdef', 'abcxyz')).toEqual([]);
    expect(near('', 'a')).toEqual([]);
    expect(near('a'.repeat(65), 'a'.repeat(65))).toEqual([]);
  });
});
