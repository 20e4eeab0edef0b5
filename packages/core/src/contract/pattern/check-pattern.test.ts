import { describe, expect, test } from 'vitest';
import { checkPattern } from './check-pattern.ts';

const safe = [
  '^[0-9]{12}$',
  '^\\d{9}$|^\\d{12}$',
  '^(?:\\d{9}|\\d{12})$',
  '^[A-Z]{1,2}\\d{4,8}$',
  '^\\d{1,2}/\\d{1,2}/\\d{4}$',
  '^[\\p{L} .\\-]{1,100}$',
  '^[\\p{L}]+(?: [\\p{L}]+)*$',
  '^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$',
  '^[^@\\s]+@[^@\\s]+$',
  '^H\\d{2}(?:\\.\\d{2})*$',
  '^.*foo$',
  '^(?!0000)\\d{4}$',
  '^\\p{Lu}\\p{Ll}*\\p{Nd}*$',
  '^(?<nam>\\d{4})-(?<thang>\\d{2})$',
  '\\d{12}',
  'abc',
  '',
  '^(a?)*$',
  '^(?:a|b|c)*$',
  '^\\u{1F600}*x$',
];

const exponential = [
  '^(a+)+$',
  '^(a*)*$',
  '^(a|a)*$',
  '^(a|aa)+$',
  '^(?:\\d{1,3}){1,9}$',
  '^(?:a?b?)*$',
  '^([a-z]+ ?)+$',
  '^(?:\\w|\\d)*x$',
  '^(?:\\p{L}|\\w)*$',
  '^(.*,){20}x$',
];
const manyEmpty = ['^(?:b?){40}$', '^(?:a(?:b?|c?))*$', '^(?:a?|b?)$', '^(?:a*){2,}$'];
const manyForks = [`^${'a?'.repeat(30)}a{30}$`, `^${'\\d{1,3}'.repeat(12)}$`, `^.*${'a?'.repeat(12)}x$`];
const polynomial = [
  '^\\d+\\d+$',
  '^.*.*x$',
  '^\\s*\\w*\\s*\\w*\\d*$'.replace('\\w*\\s*', '\\w*\\w*'),
  '\\d+x',
  '^a*b?a*c$',
  '^[\\p{L}]*\\w*$',
];
const unsupported = ['^(a)\\1$', '^(?<x>a)\\k<x>$', '(?<=a)b', '(?<!a)b', '^(?=.*x).*$'];

describe('a pattern', () => {
  test.each(safe)('%s is accepted', (pattern) => {
    expect(checkPattern(pattern)).toBeUndefined();
  });

  test.each(exponential)('%s is refused for a repetition within a repetition', (pattern) => {
    expect(checkPattern(pattern)?.message).toMatch(/repetition within a repetition/);
  });

  test.each(manyEmpty)('%s is refused for the ways to match nothing', (pattern) => {
    expect(checkPattern(pattern)?.message).toMatch(/repetition within a repetition/);
  });

  test.each(manyForks)('%s is refused for a constant number of ways that is too large', (pattern) => {
    expect(checkPattern(pattern)?.message).toMatch(/too complex/);
  });

  test.each(polynomial)('%s is refused for repetitions of the same text', (pattern) => {
    expect(checkPattern(pattern)?.message).toMatch(/two repetitions|repetition within/);
  });

  test.each(unsupported)('%s is refused for what it uses', (pattern) => {
    expect(checkPattern(pattern)?.message).toMatch(/not in the safe subset/);
  });

  test('that does not compile is refused', () => {
    for (const pattern of ['(', '[z-a]', '\\-', '^*', 'a{2,1}', '\\p{Nonsense}'])
      expect(checkPattern(pattern)?.message).toMatch(/no regular expression/);
  });

  test('that is too long or too large is refused', () => {
    expect(checkPattern('a'.repeat(501))?.message).toMatch(/longer than 500/);
    expect(checkPattern(`^${'[ab]{30}'.repeat(30)}$`)?.message).toMatch(/too complex/);
  });

  test('that is accepted stays fast on long texts made to hurt', () => {
    for (const pattern of safe) {
      const expression = new RegExp(pattern, 'u');
      for (const unit of ['a', '1', 'a ', 'ab', '0:', 'é', ' ']) {
        const started = performance.now();
        expression.test(`${unit.repeat(100_000)}\u0001`);
        expect(performance.now() - started, `${pattern} on ${unit}`).toBeLessThan(500);
      }
    }
  });

  test('that is accepted is checked quickly, however it is written', () => {
    const started = performance.now();
    for (const pattern of [
      '^(?:a*b*c*d*e*f*g*h*)*$',
      `^${'a*'.repeat(100)}$`,
      `^${'(?:a|b)*'.repeat(50)}$`,
      `^${'[\\p{L}0-9]*-'.repeat(40)}$`,
    ])
      checkPattern(pattern);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
