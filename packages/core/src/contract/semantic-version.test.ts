import { expect, it } from 'vitest';
import { compareVersionTexts } from './semantic-version.ts';

it('orders versions as semver does', () => {
  const ordered = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.2.0',
    '1.10.0',
    '2.0.0',
  ];
  for (let index = 1; index < ordered.length; index++) {
    const [left = '', right = ''] = [ordered[index - 1], ordered[index]];
    expect(compareVersionTexts(left, right)).toBeLessThan(0);
    expect(compareVersionTexts(right, left)).toBeGreaterThan(0);
  }
  expect(compareVersionTexts('1.0.0+a', '1.0.0+b')).toBe(0);
  expect(compareVersionTexts('first', '0.0.1')).toBeLessThan(0);
});
