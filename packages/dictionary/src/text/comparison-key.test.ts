import fc from 'fast-check';
import { expect, it } from 'vitest';
import { letters } from '../../test/text/letters.ts';
import { comparisonKey } from './comparison-key.ts';

it.each([
  ['Hòa', 'HOÀ'],
  ['Thanh Hóa', 'thanh  hoá '],
  ['thủy', 'thuỷ'],
  ['Khỏe', 'khoẻ'],
  ['Quý', 'Qúy'],
  ['Ðặng Văn Đức', 'ĐẶNG VĂN ĐỨC'],
  ['Nguyễn', 'Nguyễn'.normalize('NFD')],
  ['Lê\u00a0Hà', 'lê hà\u200b'],
])('%s and %s meet', (one, other) => {
  expect(comparisonKey(one)).toBe(comparisonKey(other));
});

it.each([
  ['Hoa', 'Hòa'],
  ['mía', 'miá'],
  ['Hoàn', 'Hòn'],
  ['Lý', 'Lí'],
  ['Đào', 'Dào'],
  ['Čư', 'Cư'],
])('%s and %s do not', (one, other) => {
  expect(comparisonKey(one)).not.toBe(comparisonKey(other));
});

it('leaves a tone where a syllable goes on behind the two vowels', () => {
  expect(comparisonKey('hòai thùyên')).toBe('hòai thùyên');
});

it('is the key of itself', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...letters, ...'aeiouyqhtn ')), (characters) => {
      const key = comparisonKey(characters.join(''));
      expect(comparisonKey(key)).toBe(key);
    }),
  );
});
